//! Every language says everything, and the reader reads what Fluent means.

#![allow(clippy::unwrap_used)]

use super::message::{self, Arg, Grammar, Pattern};
use super::{Locale, SYSTEMS, syntax};
use std::collections::BTreeMap;
use std::path::Path;

struct English;

impl Grammar for English {
    fn number(&self, number: f64) -> String {
        number.to_string()
    }
    fn plural(&self, number: f64) -> String {
        if (number - 1.0).abs() < f64::EPSILON {
            "one"
        } else {
            "other"
        }
        .to_owned()
    }
}

fn source(locale: Locale, system: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("locales")
        .join(locale.tag());
    std::fs::read_to_string(path.join(format!("{system}.ftl")))
        .unwrap_or_else(|e| panic!("{}/{system}.ftl: {e}", locale.tag()))
}

/// Key → message of one language, all systems; a key twice is a mistake.
fn texts(locale: Locale) -> BTreeMap<String, Pattern> {
    let mut all = BTreeMap::new();
    for system in SYSTEMS {
        let messages = syntax::read(&source(locale, system))
            .unwrap_or_else(|f| panic!("{}/{system}.ftl: {f:?}", locale.tag()));
        for (key, pattern) in messages {
            assert!(
                all.insert(key.clone(), pattern).is_none(),
                "{key} twice in {}",
                locale.tag()
            );
        }
    }
    all
}

#[test]
fn every_language_has_every_key_with_the_same_arguments() {
    let first = texts(Locale::default());
    assert!(first.len() > 50, "the texts were not found");
    for locale in [Locale::ZhHant, Locale::En] {
        let other = texts(locale);
        let missing: Vec<_> = first
            .keys()
            .filter(|key| !other.contains_key(*key))
            .collect();
        let surplus: Vec<_> = other
            .keys()
            .filter(|key| !first.contains_key(*key))
            .collect();
        assert!(missing.is_empty(), "{} lacks {missing:?}", locale.tag());
        assert!(surplus.is_empty(), "only {} has {surplus:?}", locale.tag());
        for (key, pattern) in &first {
            let (here, there) = (message::arguments(pattern), message::arguments(&other[key]));
            assert_eq!(here, there, "{key} in {}", locale.tag());
        }
    }
}

#[test]
fn every_file_on_disk_is_listed() {
    for locale in Locale::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("locales")
            .join(locale.tag());
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let system = name
                .strip_suffix(".ftl")
                .unwrap_or_else(|| panic!("{name} is no .ftl"));
            assert!(SYSTEMS.contains(&system), "{name} is never loaded");
        }
    }
}

/// Keys written in the code as `t!("…")`, `tr("…")` or `key: "…"`.
fn used_keys(folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            used_keys(&path, found);
            continue;
        }
        if path.ends_with("i18n/tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for opening in ["t!(\"", "tr(\""] {
            for (at, _) in text.match_indices(opening) {
                let before = text[..at].chars().next_back();
                // `format!("` ends in `t!("`, `expr("` in `tr("`.
                if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                    continue;
                }
                let key = text[at + opening.len()..]
                    .split('"')
                    .next()
                    .unwrap_or_default();
                found.insert(key.to_owned(), path.display().to_string());
            }
        }
    }
}

#[test]
fn every_key_in_the_code_has_a_text() {
    let texts = texts(Locale::default());
    let mut used = BTreeMap::new();
    used_keys(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut used,
    );
    used.retain(|key, _| !key.contains("…") && !key.is_empty());
    assert!(used.len() > 30, "the code was not searched");
    let unknown: Vec<_> = used
        .iter()
        .filter(|(key, _)| !texts.contains_key(*key))
        .collect();
    assert!(unknown.is_empty(), "no text for {unknown:?}");
}

/// What the reference implementation makes of a file, for numbers that need no grouping.
fn reference(locale: Locale, text: &str, key: &str, args: &[(&str, Arg)]) -> String {
    use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
    let mut bundle = FluentBundle::new(vec![locale.tag().parse().unwrap()]);
    bundle.set_use_isolating(false);
    bundle
        .add_resource(FluentResource::try_new(text.to_owned()).unwrap())
        .unwrap();
    let mut values = FluentArgs::new();
    for (name, arg) in args {
        match arg {
            Arg::Text(text) => values.set(*name, text.clone()),
            Arg::Number(number) => values.set(*name, *number),
        }
    }
    let pattern = bundle.get_message(key).unwrap().value().unwrap();
    let mut errors = Vec::new();
    let out = bundle
        .format_pattern(pattern, Some(&values), &mut errors)
        .into_owned();
    assert!(errors.is_empty(), "{key}: {errors:?}");
    out
}

#[test]
fn all_english_texts_read_as_fluent_reads_them() {
    for system in SYSTEMS {
        let source = source(Locale::En, system);
        for (key, pattern) in syntax::read(&source).unwrap() {
            for number in [0.0, 1.0, 2.0, 21.0] {
                let names = message::arguments(&pattern);
                let args: Vec<_> = names
                    .iter()
                    .map(|name| (*name, Arg::Number(number)))
                    .collect();
                let mut ours = String::new();
                message::write(&pattern, &args, &English, &mut ours);
                assert_eq!(
                    ours,
                    reference(Locale::En, &source, &key, &args),
                    "{system}: {key}"
                );
            }
        }
    }
}

#[test]
fn corners_of_the_syntax_read_as_fluent_reads_them() {
    let source = "# comment\n## group\n\nplain = one line  \nbelow =\n    first\n      deeper\n\n    last\n\
        both = before { $name } after { \"{\" }\n\
        pick = { $name ->\n    [a] letter { $name }\n    *[other] more\n       lines\n  } end\n\
        tight={$name ->\n[a]x\n*[b]y\n}\n";
    for name in ["a", "b", "zz"] {
        for (key, pattern) in syntax::read(source).unwrap() {
            let args = [("name", Arg::from(name))];
            let mut ours = String::new();
            message::write(&pattern, &args, &English, &mut ours);
            assert_eq!(ours, reference(Locale::En, source, &key, &args), "{key}");
        }
    }
}

#[test]
fn what_is_not_understood_is_refused() {
    for (source, line) in [
        ("ok = x\n-term = x\n", 2),
        ("a = x\n    .attribute = y\n", 2),
        ("a = { NUMBER($n) }\n", 1),
        ("a = { other }\n", 1),
        ("a = { $n ->\n [one] x\n }\n", 3),
        ("a = { $n", 1),
        ("a = x }\n", 1),
        ("just words\n", 1),
    ] {
        let fault = syntax::read(source).expect_err(source);
        assert_eq!(fault.line, line, "{source:?}: {fault:?}");
    }
}

#[test]
fn every_field_choice_and_step_of_the_schema_has_its_words() {
    use shared::domain::REGISTRY;
    use shared::entity::FieldKind;
    let all = texts(Locale::ZhHans);
    let mut missing = std::collections::BTreeSet::new();
    let mut want = |key: String| {
        if !all.contains_key(&key) {
            missing.insert(key);
        }
    };
    for schema in REGISTRY
        .iter()
        .map(|entry| entry.schema)
        .filter(|s| s.key != "probe" && !s.key.starts_with("history"))
    {
        for spec in schema.fields {
            want(format!("{}-{}", schema.key, spec.key));
            if let FieldKind::Choice(choice) = spec.kind {
                choice
                    .values
                    .iter()
                    .for_each(|value| want(format!("{}-{}", choice.key, value.key)));
            }
        }
        if let Some(table) = schema.states {
            table
                .states
                .values
                .iter()
                .for_each(|value| want(format!("{}-{}", table.states.key, value.key)));
            table
                .transitions
                .iter()
                .for_each(|step| want(format!("{}-do-{}", schema.key, step.key)));
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
