//! Numbers, money and times as the language writes them. The browser knows the rules.

use super::message::Grammar;
use super::{Locale, locale};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// What a format is asked for, by the names `Intl` has for it.
type Options<'a> = [(&'a str, &'a str)];

thread_local! {
    // Making a format takes a hundred times as long as using it.
    static FORMATS: RefCell<HashMap<String, Function>> = RefCell::default();
}

/// Grammar by `Intl`, in the language in use.
pub(super) struct Browser;

impl Grammar for Browser {
    fn number(&self, value: f64) -> String {
        number(value)
    }

    fn plural(&self, value: f64) -> String {
        Intl::PluralRules::new(&tags(locale()), &Object::new())
            .select(value)
            .into()
    }
}

/// `1234.5` → `1,234.5`.
#[must_use]
pub fn number(value: f64) -> String {
    number_with(value, &[])
}

/// `0.92` → `92%`.
#[must_use]
pub fn percent(share: f64) -> String {
    number_with(share, &[("style", "percent")])
}

/// An amount in minor units with its ISO 4217 code: `8840000`, `CNY` → `¥88,400.00`.
#[must_use]
pub fn money(minor: i64, currency: &str) -> String {
    let options = [("style", "currency"), ("currency", currency)];
    let format = Intl::NumberFormat::new(&tags(locale()), &object(&options));
    let resolved = format.resolved_options();
    let digits = Reflect::get(&resolved, &"maximumFractionDigits".into()).ok();
    let digits = digits.and_then(|d| d.as_f64()).unwrap_or(2.0);
    // Amounts on a screen stay below 2^53 minor units.
    #[allow(clippy::cast_precision_loss)]
    let major = minor as f64 / 10f64.powf(digits);
    call(&format.format(), &major.into())
}

/// A day: `10月19日`, with the year where it is not the current one.
#[must_use]
pub fn date(utc_ms: f64, zone: &str) -> String {
    moment(utc_ms, zone, true, false)
}

/// A month with its year: `2026年12月`.
#[must_use]
pub fn month_of(utc_ms: f64, zone: &str) -> String {
    let options = [("timeZone", zone), ("year", "numeric"), ("month", "long")];
    date_with(locale().tag(), utc_ms, &options)
}

/// A time of day: `09:38`.
#[must_use]
pub fn time(utc_ms: f64, zone: &str) -> String {
    moment(utc_ms, zone, false, true)
}

/// A day and a time: `10月9日 10:10`.
#[must_use]
pub fn date_time(utc_ms: f64, zone: &str) -> String {
    moment(utc_ms, zone, true, true)
}

/// A day of the week: `星期五`; short `周五`.
#[must_use]
pub fn weekday(utc_ms: f64, zone: &str, short: bool) -> String {
    let length = if short { "short" } else { "long" };
    date_with(
        locale().tag(),
        utc_ms,
        &[("timeZone", zone), ("weekday", length)],
    )
}

/// A day in the fewest characters: `10/19`; in English, where the order differs from country to
/// country, `19 Oct`.
#[must_use]
pub fn day_short(utc_ms: f64, zone: &str) -> String {
    let month = if locale() == Locale::En {
        "short"
    } else {
        "numeric"
    };
    date_with(
        locale().tag(),
        utc_ms,
        &[("timeZone", zone), ("month", month), ("day", "numeric")],
    )
}

/// The shortest unmistakable form: `10:10` today, `昨天 16:42` yesterday, else [`date_time`].
#[must_use]
pub fn when(utc_ms: f64, now_ms: f64, zone: &str) -> String {
    let day = |ms: f64| date_with("en-CA", ms, &[("timeZone", zone)]);
    let clock = time(utc_ms, zone);
    if day(utc_ms) == day(now_ms) {
        clock
    } else if day(utc_ms) == day(now_ms - 86_400_000.0) {
        let words = object(&[("numeric", "auto")]);
        let relative = Intl::RelativeTimeFormat::new(&tags(locale()), &words);
        format!("{} {clock}", String::from(relative.format(-1.0, "day")))
    } else {
        date_time(utc_ms, zone)
    }
}

/// Puts names (the second of each pair) in the order the language reads them.
pub fn sort_names(named: &mut [(String, String)]) {
    let collator = Intl::Collator::new(&tags(locale()), &object(&[]));
    let compare = collator.compare();
    shared::ordered::sort_by(named, |a, b| {
        let found = compare.call2(
            &JsValue::UNDEFINED,
            &a.1.as_str().into(),
            &b.1.as_str().into(),
        );
        let order = found.ok().and_then(|found| found.as_f64());
        order.unwrap_or_default().total_cmp(&0.0)
    });
}

/// Joins names the way the language lists things: `甲、乙和丙`.
#[must_use]
pub fn list(items: &[String]) -> String {
    let joint = if locale() == Locale::En { ", " } else { "、" };
    items.join(joint)
}

#[wasm_bindgen]
extern "C" {
    /// What the browser calls languages, in a language.
    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(tags: &Array, options: &Object) -> DisplayNames;
    #[wasm_bindgen(method, getter)]
    fn of(this: &DisplayNames) -> Function;
}

/// A language by its tag: `zh-Hans` → `简体中文`; what is no tag stays as it is.
#[must_use]
pub fn language(tag: &str) -> String {
    let (spoken, options) = (locale().tag(), [("type", "language")]);
    let make = || {
        let names = DisplayNames::new(&Array::of1(&spoken.into()), &object(&options));
        names.of().bind0(&names)
    };
    // Throws at what is no tag.
    let name = call(&kept("names", spoken, &options, make), &tag.into());
    if name.is_empty() {
        tag.to_owned()
    } else {
        name
    }
}

fn moment(utc_ms: f64, zone: &str, day: bool, clock: bool) -> String {
    let mut options = vec![("timeZone", zone)];
    if day {
        options.extend([("month", month()), ("day", "numeric")]);
        let year = |ms: f64| date_with("en", ms, &[("timeZone", zone), ("year", "numeric")]);
        if year(utc_ms) != year(Date::now()) {
            options.push(("year", "numeric"));
        }
    }
    if clock {
        options.extend([
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("hourCycle", "h23"),
        ]);
    }
    date_with(locale().tag(), utc_ms, &options)
}

/// English months in letters, Chinese ones are numbers already.
fn month() -> &'static str {
    if locale() == Locale::En {
        "short"
    } else {
        "long"
    }
}

fn number_with(value: f64, options: &Options<'_>) -> String {
    let tag = locale().tag();
    let make = || Intl::NumberFormat::new(&Array::of1(&tag.into()), &object(options)).format();
    call(&kept("number", tag, options, make), &value.into())
}

fn date_with(tag: &str, utc_ms: f64, options: &Options<'_>) -> String {
    let make = || Intl::DateTimeFormat::new(&Array::of1(&tag.into()), &object(options)).format();
    call(
        &kept("date", tag, options, make),
        &Date::new(&utc_ms.into()),
    )
}

/// The format as it was made the first time.
fn kept(kind: &str, tag: &str, options: &Options<'_>, make: impl FnOnce() -> Function) -> Function {
    let key = format!("{kind} {tag} {options:?}");
    FORMATS.with_borrow_mut(|formats| formats.entry(key).or_insert_with(make).clone())
}

fn call(format: &Function, value: &JsValue) -> String {
    format
        .call1(&JsValue::UNDEFINED, value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn tags(locale: Locale) -> Array {
    Array::of1(&locale.tag().into())
}

fn object(entries: &Options<'_>) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        // A plain object takes every property.
        let _ = Reflect::set(object.unchecked_ref(), &(*key).into(), &(*value).into());
    }
    object
}
