//! Signing in at the server.

use super::promise;
use crate::shell::Gate;
use crate::t;
use crate::ui::{Banner, Button, Field, Form, Format, Glyph, Kind, TextInput, Tone};
use leptos::prelude::*;

/// Everything the screen shows and does.
#[derive(Clone, Copy)]
pub struct SignInModel {
    /// The account: what the administrator gave.
    pub account: RwSignal<String>,
    /// The password.
    pub password: RwSignal<String>,
    /// What is wrong and how to fix it.
    pub error: Signal<Option<String>>,
    /// Cannot be reached: signing in needs the server once.
    pub offline: Signal<bool>,
    /// Being checked.
    pub busy: Signal<bool>,
    /// Signs in.
    pub sign_in: Callback<()>,
    /// Takes an invitation code.
    pub invited: Callback<()>,
}

/// The screen.
#[component]
pub fn SignInView(
    /// What it shows and does.
    model: SignInModel,
) -> impl IntoView {
    view! {
        <Gate hero=promise>
            <div>
                <h1>{t!("nav-signin")}</h1>
                <p class="lead">{t!("signin-lead")}</p>
            </div>
            {move || model.offline.get().then(|| view! {
                <Banner tone=Tone::Info icon=Glyph::CLOUD_OFF fact=t!("signin-offline") inset=true />
            })}
            <Form label=t!("nav-signin") on_submit=model.sign_in>
                <Field label=t!("signin-account")>
                    <TextInput value=model.account autocomplete="username" />
                </Field>
                <Field label=t!("signin-password") error=model.error>
                    <TextInput value=model.password format=Format::Secret autocomplete="current-password" />
                </Field>
                <Button kind=Kind::Primary wide=true submit=true busy=model.busy>{t!("nav-signin")}</Button>
                <Button kind=Kind::Quiet wide=true on_press=model.invited>{t!("signin-invited")}</Button>
            </Form>
        </Gate>
    }
}
