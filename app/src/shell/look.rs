//! Light or dark, and which language: menus every frame has.

use crate::i18n::{self, Locale};
use crate::t;
use crate::ui::{Glyph, Icon, Menu, MenuItem};
use leptos::prelude::*;

/// Light, dark, or as the system.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The page reads it again before it draws anything (`boot.js`).
const SETTING: &str = "yingke.theme";

fn stored() -> Theme {
    let root = document().document_element();
    let name = root.and_then(|root| root.get_attribute("data-theme"));
    Theme::ALL
        .into_iter()
        .find(|theme| name.as_deref() == Some(theme.name()))
        .unwrap_or(Theme::System)
}

fn apply(theme: Theme) {
    let Some(root) = document().document_element() else {
        return;
    };
    let storage = window().local_storage().ok().flatten();
    // Forbidden storage costs the memory of the choice, not the choice.
    if theme == Theme::System {
        let _ = root.remove_attribute("data-theme");
        let _ = storage.map(|s| s.remove_item(SETTING));
    } else {
        let _ = root.set_attribute("data-theme", theme.name());
        let _ = storage.map(|s| s.set_item(SETTING, theme.name()));
    }
}

/// The menu for light and dark.
#[component]
pub fn ThemeMenu() -> impl IntoView {
    let chosen = RwSignal::new(stored());
    let item = move |theme: Theme| {
        let key = format!("theme-{}", theme.name());
        let mut item = MenuItem::new(
            move || i18n::tr(&key, &[]),
            move || {
                chosen.set(theme);
                apply(theme);
            },
        );
        item.checked = Some(Signal::derive(move || chosen.get() == theme));
        item
    };
    view! {
        <Menu label=t!("theme") items=Theme::ALL.map(item).to_vec() kind="quiet">
            <Icon glyph=Glyph::SUN />
            <span class="vh">{t!("theme")}</span>
        </Menu>
    }
}

/// The menu of languages, each in its own words.
#[component]
pub fn LanguageMenu() -> impl IntoView {
    let item = |locale: Locale| {
        let mut item = MenuItem::new(locale.own_name(), move || i18n::set_locale(locale));
        item.checked = Some(Signal::derive(move || i18n::locale() == locale));
        item
    };
    view! {
        <Menu label=t!("language") items=Locale::ALL.map(item).to_vec() kind="quiet">
            <Icon glyph=Glyph::GLOBE />
            <span class="vh">{t!("language")}</span>
        </Menu>
    }
}
