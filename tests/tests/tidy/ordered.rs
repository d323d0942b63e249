//! One way to sort. The standard library's brings 4 to 12 kB of machine code into the app for every type it
//! is used with, and brotli hardly notices that they are alike.

use crate::sources;

const SORTS: &[&str] = &[
    ".sort(",
    ".sort_by(",
    ".sort_by_key(",
    ".sort_by_cached_key(",
    ".sort_unstable(",
    ".sort_unstable_by(",
    ".sort_unstable_by_key(",
    "collect::<BTreeMap",
    "collect::<BTreeSet",
    "BTreeMap::from(",
    "BTreeSet::from(",
    "BTreeMap::from_iter(",
    "BTreeSet::from_iter(",
];

/// Code that never comes into the app, and the one place that sorts.
const OUTSIDE: &[&str] = &[
    "app/src/i18n/message.rs",
    "app/src/ui/grid/view.rs",
    "shared/src/ordered/mod.rs",
    "shared/src/sync/server/memory.rs",
];

#[test]
fn the_app_sorts_in_one_way() {
    let mut complaints = Vec::new();
    let sources = sources::code();
    let shipped = sources.iter().filter(|source| {
        let ours = ["app/src/", "shared/src/"]
            .iter()
            .any(|folder| source.path.starts_with(folder));
        ours && !source.path.contains("test") && !OUTSIDE.contains(&source.path.as_str())
    });
    for source in shipped {
        let code = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            for sort in SORTS.iter().filter(|sort| line.contains(**sort)) {
                complaints.push(format!("{}:{}: {sort}…", source.path, number + 1));
            }
        }
    }
    sources::report("Sort and collect with shared::ordered.", complaints);
}
