//! Labels and messages in 简体中文, 繁體中文 and English.
//!
//! Texts live in `app/locales/<language>/<system>.ftl`; their keys say where they are used
//! (`nav-leads`, `booth-save`), labels of fields follow `<entity>-<field>`, choices
//! `<choice>-<value>`. The build serves two files of each language: [`CORE`], and all others as
//! one. Only the chosen language is fetched; 简体中文 of [`CORE`] is compiled in, so that the app can always say
//! what is wrong.

mod locale;
mod message;
mod syntax;

#[cfg(feature = "screens")]
mod files;
#[cfg(feature = "screens")]
mod intl;
#[cfg(feature = "screens")]
mod live;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

#[cfg(feature = "screens")]
pub use intl::{
    date, date_time, day_short, language, list, money, month_of, number, percent, sort_names, time,
    weekday, when,
};
#[cfg(feature = "screens")]
pub use live::{locale, set_locale, start, tr};
pub use locale::Locale;
pub use message::Arg;

/// The system whose texts are needed before sign-in.
pub const CORE: &str = "core";

/// The systems with texts, the first one needed before everything else.
pub const SYSTEMS: &[&str] = &[
    CORE,
    "approvals",
    "audit",
    "calendar",
    "customers",
    "device",
    "exhibitions",
    "notices",
    "checklists",
    "guidance",
    "organisation",
    "outbox",
    "products",
    "record",
    "rules",
    "settings",
    "tasks",
    "today",
    "tours",
    "visits",
];

/// A text that follows the language. All of them are of one type, so that the code which draws a text
/// exists once and not for every text of every screen: a tenth of the download.
#[cfg(feature = "screens")]
pub fn words(key: &'static str) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    move || tr(key, &[])
}

/// A text that follows the language: `t!("booth-save")`, `t!("list-count", count = rows.get())`.
/// Arguments are evaluated anew each time, so signals in them are followed as well.
#[cfg(feature = "screens")]
#[macro_export]
macro_rules! t {
    ($key:expr $(,)?) => {
        $crate::i18n::words($key)
    };
    ($key:expr $(, $name:ident = $value:expr)+ $(,)?) => {
        move || $crate::i18n::tr($key, &[$((stringify!($name), $crate::i18n::Arg::from($value))),*])
    };
}
