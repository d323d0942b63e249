//! What we depend on: sources, licences, and no crate twice without a reason.

use crate::licence::is_allowed;
use crate::sources::{self, root};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::OnceLock;

/// Crates that may stand in the graph in more than one version: `names: reason`.
const DUPLICATES: &str = include_str!("duplicates.txt");

/// A package that is compiled for the server or the browser.
struct Package {
    name: String,
    version: String,
    licence: String,
    source: Option<String>,
}

fn packages() -> &'static [Package] {
    static PACKAGES: OnceLock<Vec<Package>> = OnceLock::new();
    PACKAGES.get_or_init(read_packages)
}

fn read_packages() -> Vec<Package> {
    let metadata = metadata(true)
        .or_else(|| metadata(false))
        .expect("cargo metadata");
    let used: BTreeSet<&str> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].as_str().unwrap())
        .collect();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = metadata["packages"].as_array().unwrap();
    all.iter()
        .filter(|p| used.contains(p["id"].as_str().unwrap()))
        .map(|p| Package {
            name: text(&p["name"]),
            version: text(&p["version"]),
            licence: text(&p["license"]),
            source: p["source"].as_str().map(str::to_owned),
        })
        .collect()
}

fn metadata(offline: bool) -> Option<Value> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(root())
        .args(["metadata", "--format-version", "1"]);
    cargo.args(["--filter-platform", "x86_64-unknown-linux-gnu"]);
    cargo.args(["--filter-platform", "wasm32-unknown-unknown"]);
    if offline {
        cargo.arg("--offline");
    }
    let output = cargo.output().ok()?;
    output
        .status
        .success()
        .then(|| serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn licences_fit_ours() {
    let bad = packages().iter().filter(|p| !is_allowed(&p.licence));
    let complaints = bad
        .map(|p| format!("{} {}: \"{}\"", p.name, p.version, p.licence))
        .collect();
    sources::report(
        "A licence that does not go with the AGPL-3.0, or that we do not know.",
        complaints,
    );
}

#[test]
fn packages_come_from_the_registry() {
    let foreign = packages().iter().filter_map(|p| {
        let source = p.source.as_deref()?;
        (!source.starts_with("registry+")).then(|| format!("{} {}: {source}", p.name, p.version))
    });
    sources::report(
        "A package from elsewhere than the registry cannot be rebuilt for ever.",
        foreign.collect(),
    );
}

#[test]
fn no_crate_twice_without_a_reason() {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for p in packages() {
        versions.entry(&p.name).or_default().insert(&p.version);
    }
    versions.retain(|_, v| v.len() > 1);
    let reasons: BTreeSet<&str> = DUPLICATES
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .flat_map(|l| l.split_once(": ").expect("names: reason").0.split(", "))
        .collect();
    let mut complaints: Vec<String> = versions
        .iter()
        .filter(|(name, _)| !reasons.contains(*name))
        .map(|(name, v)| format!("{name}: {v:?}"))
        .collect();
    let stale = reasons.iter().filter(|name| !versions.contains_key(*name));
    complaints.extend(stale.map(|name| format!("{name}: once only; take it off the list")));
    sources::report(
        "Agree on one version, or give the reason in tests/tests/tidy/duplicates.txt.",
        complaints,
    );
}
