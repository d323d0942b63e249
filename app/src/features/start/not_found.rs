//! An address the app does not know.

use crate::i18n::tr;
use crate::routes::Route;
use crate::shell::Office;
use crate::t;
use crate::ui::{ButtonLink, Empty, Kind};
use leptos::prelude::*;

/// Says so and leads back.
#[component]
pub fn NotFound() -> impl IntoView {
    let text = Signal::derive(|| Some(tr("not-found-text", &[])));
    view! {
        <Office>
            <h1 class="vh">{t!("nav-not-found")}</h1>
            <Empty title=t!("not-found-title") text drawn=true>
                <ButtonLink kind=Kind::Primary href=Route::Home.to_string()>{t!("not-found-home")}</ButtonLink>
            </Empty>
        </Office>
    }
}
