//! Addresses of files that belong to this build: workers and data. The build writes the table into the page.

/// Address of `name` (such as `workers/journal.js`); none when this build has no such file.
#[must_use]
pub fn url(name: &str) -> Option<String> {
    let table = web_sys::window()?
        .document()?
        .get_element_by_id("yingke-files")?;
    let table = js_sys::JSON::parse(&table.text_content()?).ok()?;
    let files = super::worker::field(&table, "files");
    super::worker::field(&files, name).as_string()
}
