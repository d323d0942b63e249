//! Choosing the passphrase that encrypts this device.

use crate::shell::Gate;
use crate::t;
use crate::ui::{Button, Field, Form, Format, Glyph, Icon, Kind, Progress, TextInput};
use leptos::prelude::*;

/// Everything the screen shows and does.
#[derive(Clone, Copy)]
pub struct PassphraseModel {
    /// The passphrase.
    pub first: RwSignal<String>,
    /// The passphrase once more.
    pub second: RwSignal<String>,
    /// What is wrong and how to fix it.
    pub error: Signal<Option<String>>,
    /// The key is being derived; takes a second or two.
    pub busy: Signal<bool>,
    /// Takes it.
    pub choose: Callback<()>,
}

/// The screen.
#[component]
pub fn PassphraseView(
    /// What it shows and does.
    model: PassphraseModel,
) -> impl IntoView {
    view! {
        <Gate>
            <div>
                <h1>{t!("passphrase-title")}</h1>
                <p class="lead">{t!("passphrase-lead")}</p>
            </div>
            <Form label=t!("passphrase-title") on_submit=model.choose>
                <Field label=t!("passphrase-first") help=Signal::derive(|| Some(t!("passphrase-help")()))>
                    <TextInput value=model.first format=Format::Secret autocomplete="new-password" />
                </Field>
                <Field label=t!("passphrase-second") error=model.error>
                    <TextInput value=model.second format=Format::Secret autocomplete="new-password" />
                </Field>
                {move || model.busy.get().then(|| view! {
                    <Progress label=t!("passphrase-working") percent=Signal::derive(|| None) />
                })}
                <Button kind=Kind::Primary wide=true submit=true busy=model.busy>{t!("passphrase-choose")}</Button>
                <p class="small muted iconed"><Icon glyph=Glyph::KEY /><span>{t!("passphrase-forgotten")}</span></p>
            </Form>
        </Gate>
    }
}
