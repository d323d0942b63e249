//! Choosing by touch: chips (one or several), segments (two to four views).

use super::icon::{Glyph, Icon};
use super::id;
use leptos::context::Provider;
use leptos::prelude::*;

/// What every chip of a group shares.
#[derive(Clone)]
struct Group {
    name: String,
}

/// Chips for one question. At most six in view; more belong into a list with search.
#[component]
pub fn Chips(
    /// The question, as a legend. Hidden where a visible label stands beside the group.
    #[prop(into)]
    legend: TextProp,
    /// The legend is said, not drawn.
    #[prop(optional)]
    quiet: bool,
    /// The `class` that lays the chips out.
    #[prop(default = "chips")]
    class: &'static str,
    /// The chips.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class=class>
            <legend class=quiet.then_some("vh")>{move || legend.get()}</legend>
            <Provider value=Group { name: id::unique() }>{children()}</Provider>
        </fieldset>
    }
}

/// One of several, of which one is chosen. Choosing it again clears the answer, because a
/// mistaken tap must not force an answer.
#[component]
pub fn ChipOne(
    /// The answer of the group; empty for none.
    chosen: RwSignal<String>,
    /// What this chip stands for.
    #[prop(into)]
    value: String,
    /// Not available.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The question has an answer from the beginning: choosing it again leaves it.
    #[prop(optional)]
    must: bool,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let name = use_context::<Group>().map(|group| group.name);
    let value = StoredValue::new(value);
    let is_chosen = Memo::new(move |_| chosen.with(|c| value.with_value(|v| c == v)));
    view! {
        <label class="chip">
            <input
                type="radio"
                name=name
                value=value.get_value()
                disabled=move || disabled.get()
                prop:checked=move || is_chosen.get()
                on:click=move |_| if !must && is_chosen.get_untracked() { chosen.set(String::new()) }
                on:change=move |_| chosen.set(value.get_value())
            />
            <span>{children()}</span>
        </label>
    }
}

/// One of several, of which any number is chosen.
#[component]
pub fn ChipMany(
    /// The answers of the group in the order they were given.
    chosen: RwSignal<Vec<String>>,
    /// What this chip stands for.
    #[prop(into)]
    value: String,
    /// Not available.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let value = StoredValue::new(value);
    let is_chosen = Memo::new(move |_| chosen.with(|c| value.with_value(|v| c.contains(v))));
    let toggle = move |on: bool| {
        chosen.update(|answers| {
            value.with_value(|v| answers.retain(|answer| answer != v));
            if on {
                answers.push(value.get_value());
            }
        });
    };
    view! {
        <label class="chip">
            <input
                type="checkbox"
                value=value.get_value()
                disabled=move || disabled.get()
                prop:checked=move || is_chosen.get()
                on:change:target=move |event| toggle(event.target().checked())
            />
            <span>{children()}</span>
        </label>
    }
}

/// One view of the same things.
#[derive(Clone)]
pub struct Segment {
    /// What it stands for.
    pub value: &'static str,
    /// What it says.
    pub label: TextProp,
    /// Drawn before the word.
    pub icon: Option<Glyph>,
}

/// Two to four views of the same things. Not for entering data.
#[component]
pub fn Segmented(
    /// What is switched.
    #[prop(into)]
    label: TextProp,
    /// The view in use.
    chosen: RwSignal<&'static str>,
    /// The views.
    segments: Vec<Segment>,
    /// Fills its container.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let name = StoredValue::new(id::unique());
    let segment = move |Segment { value, label, icon }: Segment| {
        view! {
            <label>
                <input
                    type="radio"
                    name=name.get_value()
                    value=value
                    prop:checked=move || chosen.get() == value
                    on:change=move |_| chosen.set(value)
                />
                {icon.map(|glyph| view! { <Icon glyph /> })}
                {move || label.get()}
            </label>
        }
    };
    view! {
        <div class="seg" role="radiogroup" aria-label=move || label.get() data-wide=wide.then_some("")>
            {segments.into_iter().map(segment).collect_view()}
        </div>
    }
}
