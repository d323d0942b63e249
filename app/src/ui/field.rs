//! A field: label above, control, then help or the error that names the fix.
//!
//! `<Field label=…><TextInput value/></Field>`: the field gives the control its id, its description
//! and its state through context, so that every control is labelled in the same way.

use super::icon::{Glyph, Icon};
use super::id;
use leptos::context::Provider;
use leptos::prelude::*;

/// What a control learns from the field around it.
#[derive(Clone)]
pub struct FieldTies {
    /// The control's id; the label points to it.
    pub id: String,
    /// Does the field have an error?
    pub invalid: Signal<bool>,
    /// Must it be filled to go on?
    pub required: bool,
    help: Signal<bool>,
}

impl FieldTies {
    /// The value of `aria-describedby`: the error where there is one, else the help.
    #[must_use]
    pub fn described_by(&self) -> Option<String> {
        if self.invalid.get() {
            Some(format!("{}-error", self.id))
        } else {
            self.help.get().then(|| format!("{}-help", self.id))
        }
    }

    /// The ties of the field around the caller; outside of a field ties to nothing.
    #[must_use]
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self {
            id: id::unique(),
            invalid: Signal::from(false),
            required: false,
            help: Signal::from(false),
        })
    }
}

/// Label, control, help, error.
#[component]
pub fn Field(
    /// What is asked, in the catalogue's words.
    #[prop(into)]
    label: TextProp,
    /// Beside the label, weaker: an alternative or a unit.
    #[prop(optional, into)]
    note: Option<TextProp>,
    /// Must be filled in the end: the word beside the label, nothing once it comes out empty.
    #[prop(optional, into)]
    required: Option<TextProp>,
    /// How to fill it in.
    #[prop(optional, into)]
    help: MaybeProp<String>,
    /// What is wrong and how to fix it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let ties = FieldTies {
        id: id::unique(),
        invalid: Signal::derive(move || error.get().is_some()),
        required: required.is_some(),
        help: Signal::derive(move || help.get().is_some()),
    };
    let id = StoredValue::new(ties.id.clone());
    let named = move |part: &str| format!("{}-{part}", id.get_value());
    view! {
        <div class="field">
            <label class="label" for=ties.id.clone()>
                {move || label.get()}
                {note.map(|note| view! { <span class="note">{move || note.get()}</span> })}
                {required.map(|word| move || {
                    let word = word.get();
                    (!word.is_empty()).then(|| view! { <span class="req">{word}</span> })
                })}
            </label>
            <Provider value=ties>{children()}</Provider>
            {move || match error.get() {
                Some(text) => Some(view! {
                    <span class="error" id=named("error")><Icon glyph=Glyph::ALERT /><span>{text}</span></span>
                }.into_any()),
                None => help.get().map(|text| view! {
                    <span class="help" id=named("help")>{text}</span>
                }.into_any()),
            }}
        </div>
    }
}

/// A field of several controls (chips, tick boxes): a group with a legend.
#[component]
pub fn FieldGroup(
    /// What is asked.
    #[prop(into)]
    label: TextProp,
    /// The controls.
    children: Children,
) -> impl IntoView {
    let heading = id::unique();
    let titled = heading.clone();
    view! {
        <div class="field" role="group" aria-labelledby=titled>
            <span class="label" id=heading>{move || label.get()}</span>
            {children()}
        </div>
    }
}
