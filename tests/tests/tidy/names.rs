//! A file is named after a thing of the business, not after the fact that it holds code.

use crate::sources;

const EMPTY_NAMES: &[&str] = &[
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "types",
    "components",
    "misc",
];

#[test]
fn file_names_say_something() {
    let mut complaints = Vec::new();
    for source in sources::code().iter().filter(|s| s.has_extension(&["rs"])) {
        let parts = source.path.split('/');
        for name in parts.map(|p| p.split('.').next().unwrap_or(p)) {
            if EMPTY_NAMES.contains(&name) {
                complaints.push(format!("{}: \"{name}\" names nothing", source.path));
            }
        }
    }
    sources::report("Name the file after what it is about.", complaints);
}
