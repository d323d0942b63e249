//! Addresses of workers, as the page names them in `#yingke-files`.

use crate::platform::worker::field;
use js_sys::JSON;

/// The address of a file of the build by its plain name; none when the page does not know it.
pub(super) fn url(name: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    let text = document.get_element_by_id("yingke-files")?.text_content()?;
    let files = field(&JSON::parse(&text).ok()?, "files");
    field(&files, name).as_string()
}
