//! How the gates look. They take everything by properties and know no server.

mod passphrase;
mod setup;
mod sign_in;
mod unlock;

pub use passphrase::{PassphraseModel, PassphraseView};
pub use setup::{SetupModel, SetupView};
pub use sign_in::{SignInModel, SignInView};
pub use unlock::{UnlockModel, UnlockView};

use crate::t;
use crate::ui::{Drawing, Glyph, Icon, Subject};
use leptos::prelude::*;

/// What the product promises, beside the desk on wide screens.
fn promise() -> impl IntoView {
    let point = |icon: Glyph, key: &'static str| view! { <li><Icon glyph=icon />{t!(key)}</li> };
    view! {
        <Drawing subject=Subject::LinearPendant />
        <h2>{t!("gate-promise")}</h2>
        <p>{t!("gate-promise-more")}</p>
        <ul>
            {point(Glyph::SCAN, "gate-point-capture")}
            {point(Glyph::CLOUD_OFF, "gate-point-offline")}
            {point(Glyph::SHIELD_OK, "gate-point-safe")}
        </ul>
    }
}
