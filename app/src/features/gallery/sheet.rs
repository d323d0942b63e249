//! The sheet: one section per family of components.

use super::{actions, data, entry, flow, states};
use crate::shell::{LanguageMenu, ThemeMenu};
use crate::t;
use crate::ui::{Glyph, Icon, Segment, Segmented};
use leptos::prelude::*;

/// A section with its name and one sentence about it.
#[component]
pub fn Spec(
    /// Its name.
    title: &'static str,
    /// What holds for all of it.
    about: &'static str,
    /// The components.
    children: Children,
) -> impl IntoView {
    view! { <section class="spec"><h2>{title}<small>{about}</small></h2><div class="stack">{children()}</div></section> }
}

/// The sheet.
#[component]
pub fn Sheet() -> impl IntoView {
    let density = RwSignal::new("regular");
    let segment = |value: &'static str, label: &'static str| Segment { value, label: label.into(), icon: None };
    let densities = vec![segment("compact", "紧凑 32"), segment("regular", "普通 36"), segment("touch", "触控 48")];
    view! {
        <div class="app" data-density=move || density.get()>
            <main class="gallery" id="main" tabindex="-1">
                <header class="mast">
                    <Icon glyph=Glyph::LOGO />
                    <div><h1>{t!("nav-gallery")}</h1><p>"一个品牌色，四种语气，两档字重。状态永远有字。"</p></div>
                    <div class="end"><Segmented label="密度" chosen=density segments=densities /><LanguageMenu /><ThemeMenu /></div>
                </header>
                <actions::Buttons />
                <actions::Floating />
                <entry::Fields />
                <entry::Choices />
                <states::Words />
                <states::Notices />
                <states::Waiting />
                <data::Table />
                <flow::Lines />
                <flow::Compared />
                <data::Drawn />
                <data::Paper />
            </main>
        </div>
    }
}
