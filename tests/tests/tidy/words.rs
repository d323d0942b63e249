//! The checkout speaks of the product alone: no paths of somebody's machine, no hosts of package
//! registries, nothing about how or by whom it was written.

use crate::sources;

/// Written in two halves, so that this file passes its own test. Compared in lower case.
const NEVER: &[&str] = &[
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/home", "/"),
    concat!("crates", ".io"),
    concat!("npmjs", ".org"),
    concat!("npmjs", ".com"),
    concat!("pypi", ".org"),
    concat!("pythonhosted", ".org"),
    concat!("deb.debian", ".org"),
    concat!("static.rust-lang", ".org"),
    concat!("cla", "ude"),
    concat!("anthro", "pic"),
    concat!("chat", "gpt"),
    concat!("open", "ai"),
    concat!("co", "pilot"),
    concat!("language ", "model"),
    concat!("coding ", "agent"),
    concat!("sub", "agent"),
    concat!("ai ", "assistant"),
    concat!("co-authored", "-by"),
    concat!("generated", " with"),
    "worktree",
];

/// The lock file names the index its packages come from.
const EXEMPT: &[&str] = &["Cargo.lock", "LICENSE", "tests/tests/tidy/words.rs"];

#[test]
fn text_speaks_of_the_product() {
    let mut complaints = Vec::new();
    for source in sources::all()
        .iter()
        .filter(|s| !EXEMPT.contains(&s.path.as_str()))
    {
        for (number, line) in source.lines() {
            let line = line.to_lowercase();
            for word in NEVER.iter().filter(|w| line.contains(**w)) {
                complaints.push(format!("{}:{number}: {word}", source.path));
            }
        }
    }
    sources::report("These words do not belong into the checkout.", complaints);
}

#[test]
fn lock_of_npm_names_no_host() {
    let locks = sources::all()
        .into_iter()
        .filter(|s| s.path.ends_with("package-lock.json"));
    let with_hosts: Vec<String> = locks
        .filter(|s| s.text.contains("\"resolved\""))
        .map(|s| s.path)
        .collect();
    sources::report(
        "Set omit-lockfile-registry-resolved=true and lock again.",
        with_hosts,
    );
}
