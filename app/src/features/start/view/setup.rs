//! Creating the organisation: once, with the code the server printed.

use super::promise;
use crate::shell::Gate;
use crate::t;
use crate::ui::{Button, Field, Form, Format, Kind, Select, TextInput};
use leptos::prelude::*;

/// Everything the screen shows and does.
#[derive(Clone, Copy)]
pub struct SetupModel {
    /// The one-time code of the server.
    pub code: RwSignal<String>,
    /// What is wrong with the code.
    pub code_error: Signal<Option<String>>,
    /// The name of the organisation.
    pub organisation: RwSignal<String>,
    /// Its time zone.
    pub zone: RwSignal<String>,
    /// Zones to choose from: IANA name and words.
    pub zones: Signal<Vec<(String, String)>>,
    /// Name of the administrator.
    pub name: RwSignal<String>,
    /// Account of the administrator.
    pub account: RwSignal<String>,
    /// Password of the administrator.
    pub password: RwSignal<String>,
    /// What is wrong with the password.
    pub password_error: Signal<Option<String>>,
    /// Being created.
    pub busy: Signal<bool>,
    /// Creates it.
    pub create: Callback<()>,
}

/// The screen.
#[component]
pub fn SetupView(
    /// What it shows and does.
    model: SetupModel,
) -> impl IntoView {
    view! {
        <Gate hero=promise>
            <div>
                <h1>{t!("nav-setup")}</h1>
                <p class="lead">{t!("setup-lead")}</p>
            </div>
            <Form label=t!("nav-setup") on_submit=model.create>
                <Field label=t!("setup-code") help=Signal::derive(|| Some(t!("setup-code-help")())) error=model.code_error>
                    <TextInput value=model.code autocomplete="one-time-code" />
                </Field>
                <Field label=t!("setup-organisation")><TextInput value=model.organisation autocomplete="organization" /></Field>
                <Field label=t!("setup-zone")><Select value=model.zone options=model.zones /></Field>
                <Field label=t!("setup-name")><TextInput value=model.name autocomplete="name" /></Field>
                <Field label=t!("signin-account")><TextInput value=model.account autocomplete="username" /></Field>
                <Field
                    label=t!("signin-password")
                    help=Signal::derive(|| Some(t!("setup-password-help")()))
                    error=model.password_error
                >
                    <TextInput value=model.password format=Format::Secret autocomplete="new-password" />
                </Field>
                <Button kind=Kind::Primary wide=true submit=true busy=model.busy>{t!("setup-create")}</Button>
            </Form>
        </Gate>
    }
}
