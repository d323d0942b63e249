//! Settings in words.

use crate::i18n::{self, tr};
use crate::record::span_words;
use shared::calendar::Span;
use shared::domain::settings::{Origin, Percent, Setting, Threshold};

/// The name of a parameter: its text without the number before it.
pub fn name(no: u16) -> String {
    let words = tr(&format!("parameter-number-p-{no:02}"), &[]);
    words
        .split_once(' ')
        .map(|(_, name)| name.to_owned())
        .unwrap_or(words)
}

/// What a parameter says: `3 个工作日`, `提前 1 天，18:00 前`, `90% / 100%`.
pub fn setting_words(setting: Setting) -> String {
    match setting {
        Setting::Span(span) => limit(span),
        Setting::Pair(spans) => spans.map(limit).join(" / "),
        Setting::Triple(spans) => spans.map(limit).join(" / "),
        Setting::Percent(share) => percent(share),
        Setting::Shares(shares) => shares.map(percent).join(" / "),
        Setting::Money(money) => i18n::money(money.minor, money.currency.as_str()),
        Setting::Threshold(Threshold { at_most, of }) => tr(
            "setting-threshold",
            &[
                ("most", i64::from(at_most).into()),
                ("of", i64::from(of).into()),
            ],
        ),
        Setting::Clocks(times) => {
            let times: Vec<String> = times.minutes().iter().map(|at| wall(*at)).collect();
            times.join(tr("list-comma", &[]).as_str())
        }
    }
}

fn limit(span: Span) -> String {
    let words = span_words(span);
    match span {
        Span::DaysBefore { by, .. } => tr(
            "setting-before",
            &[("span", words.into()), ("time", wall(by).into())],
        ),
        _ => words,
    }
}

fn percent(share: Percent) -> String {
    i18n::percent(f64::from(share.0) / 10_000.0)
}

fn wall(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Where a default comes from.
pub fn origin_words(origin: Origin) -> String {
    let key = match origin {
        Origin::Seed => "setting-from-document",
        Origin::Example => "setting-from-example",
        Origin::Proposed => "setting-proposed",
        Origin::Mixed => "setting-partly-proposed",
    };
    tr(key, &[])
}
