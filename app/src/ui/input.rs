//! Controls that hold one text: line, day, number, long text, choice from a list, tick box.

use super::field::FieldTies;
use super::keys;
use leptos::html;
use leptos::prelude::*;

/// What a line of text is, for the on-screen keyboard. It never refuses input (V6): checking is
/// the field's business.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// Any text.
    #[default]
    Text,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// Digits and a decimal separator.
    Decimal,
    /// A day, by the browser's own picker.
    Day,
    /// Hidden while typed.
    Secret,
}

impl Format {
    /// `type` and `inputmode` of the native control.
    const fn native(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("text", "text"),
            Self::Phone => ("tel", "tel"),
            Self::Email => ("text", "email"),
            Self::Url => ("text", "url"),
            Self::Decimal => ("text", "decimal"),
            Self::Day => ("date", "text"),
            Self::Secret => ("password", "text"),
        }
    }
}

/// One line of text.
#[component]
pub fn TextInput(
    /// The text; follows typing at once.
    value: RwSignal<String>,
    /// What kind of text it is.
    #[prop(optional)]
    format: Format,
    /// The value of `autocomplete`; off keeps it out of the browser's files.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// An example of what to type; never the only label.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// Can be read but not typed into.
    #[prop(optional, into)]
    readonly: Signal<bool>,
    /// Not available at all.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Enter, not while composing.
    #[prop(optional, into)]
    on_enter: Option<Callback<()>>,
    /// Leaving the field.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// The native element, for focus.
    #[prop(optional)]
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let ties = FieldTies::here();
    let (kind, mode) = format.native();
    let described = ties.clone();
    view! {
        <input
            node_ref=node
            class="input"
            id=ties.id
            type=kind
            inputmode=mode
            autocomplete=autocomplete
            spellcheck="false"
            placeholder=move || placeholder.as_ref().map(TextProp::get)
            readonly=move || readonly.get()
            disabled=move || disabled.get()
            aria-required=ties.required.then_some("true")
            aria-invalid=move || ties.invalid.get().then_some("true")
            aria-describedby=move || described.described_by()
            prop:value=move || value.get()
            on:input:target=move |event| value.set(event.target().value())
            on:keydown=move |event| {
                if let Some(act) = on_enter && keys::is_enter(&event) {
                    event.prevent_default();
                    act.run(());
                }
            }
            on:blur=move |_| if let Some(act) = on_leave { act.run(()) }
        />
    }
}

/// Text of several lines; grows with what is typed.
#[component]
pub fn TextArea(
    /// The text; follows typing at once.
    value: RwSignal<String>,
    /// One entry a line, as these words say while there is none: as tall as its entries.
    #[prop(optional, into)]
    list: Option<TextProp>,
    /// Can be read but not typed into.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let ties = FieldTies::here();
    let described = ties.clone();
    let is_list = list.is_some();
    let rows = move || is_list.then(|| value.with(|text| text.split('\n').count().to_string()));
    view! {
        <textarea
            class="input"
            id=ties.id
            data-list=is_list.then_some("")
            rows=rows
            placeholder=move || list.as_ref().map(TextProp::get)
            autocomplete="off"
            readonly=move || readonly.get()
            aria-required=ties.required.then_some("true")
            aria-invalid=move || ties.invalid.get().then_some("true")
            aria-describedby=move || described.described_by()
            prop:value=move || value.get()
            on:input:target=move |event| value.set(event.target().value())
        ></textarea>
    }
}

/// A choice from a list, by the browser's own picker. For up to six values take chips.
#[component]
pub fn Select(
    /// The chosen value; empty for none.
    value: RwSignal<String>,
    /// Values and the words for them, in order.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The words for "nothing chosen"; without them one is always chosen.
    #[prop(optional, into)]
    none: Option<TextProp>,
    /// Not available at all.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let ties = FieldTies::here();
    let described = ties.clone();
    view! {
        <select
            class="input"
            id=ties.id
            disabled=move || disabled.get()
            aria-required=ties.required.then_some("true")
            aria-invalid=move || ties.invalid.get().then_some("true")
            aria-describedby=move || described.described_by()
            on:change:target=move |event| value.set(event.target().value())
        >
            {none.map(|words| view! {
                <option value="" selected=move || value.with(String::is_empty)>{move || words.get()}</option>
            })}
            {move || options.get().into_iter().map(|(key, words)| {
                let chosen = key.clone();
                view! { <option value=key selected=move || value.with(|v| *v == chosen)>{words}</option> }
            }).collect_view()}
        </select>
    }
}

/// One tick box with its sentence.
#[component]
pub fn Check(
    /// Ticked?
    value: RwSignal<bool>,
    /// Not available at all.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                disabled=move || disabled.get()
                prop:checked=move || value.get()
                on:change:target=move |event| value.set(event.target().checked())
            />
            <span>{children()}</span>
        </label>
    }
}
