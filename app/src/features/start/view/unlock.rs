//! Unlocking the data of this device. The stand can capture without it.

use crate::shell::Gate;
use crate::t;
use crate::ui::{Banner, Button, Field, Form, Format, Glyph, Kind, Progress, TextInput, Tone, Who};
use leptos::html;
use leptos::prelude::*;

/// Everything the screen shows and does.
#[derive(Clone, Copy)]
pub struct UnlockModel {
    /// Whose data it is.
    pub name: Signal<String>,
    /// The passphrase.
    pub passphrase: RwSignal<String>,
    /// The field, to put the cursor there.
    pub node: NodeRef<html::Input>,
    /// What is wrong and how to fix it.
    pub error: Signal<Option<String>>,
    /// How many actions wait on this device.
    pub pending: Signal<usize>,
    /// What is decoded already, in percent and in words; none before.
    pub progress: Signal<Option<(f64, String)>>,
    /// The key is being derived.
    pub busy: Signal<bool>,
    /// Unlocks.
    pub unlock: Callback<()>,
    /// Somebody else signs in.
    pub other: Callback<()>,
}

/// The screen.
#[component]
pub fn UnlockView(
    /// What it shows and does.
    model: UnlockModel,
) -> impl IntoView {
    let safe = move || t!("unlock-pending", count = model.pending.get())();
    view! {
        <Gate>
            <div>
                <h1>{t!("nav-unlock")}</h1>
                <p class="lead"><Who name=move || model.name.get() /></p>
            </div>
            {move || (model.pending.get() > 0).then(|| view! {
                <Banner tone=Tone::Info icon=Glyph::SAVED fact=safe inset=true />
            })}
            <Form label=t!("nav-unlock") on_submit=model.unlock>
                <Field label=t!("passphrase-first") error=model.error>
                    <TextInput value=model.passphrase format=Format::Secret autocomplete="current-password" node=model.node />
                </Field>
                {move || model.progress.get().map(|(percent, count)| view! {
                    <Progress label=t!("unlock-opening") percent=Some(percent) count />
                })}
                <Button kind=Kind::Primary wide=true submit=true busy=model.busy>{t!("nav-unlock")}</Button>
                <Button kind=Kind::Quiet wide=true on_press=model.other>{t!("unlock-other")}</Button>
            </Form>
        </Gate>
    }
}
