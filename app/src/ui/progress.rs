//! Measures, waiting, and nothing to show.

use super::drawing::{Drawing, DrawingSize, Subject};
use super::state::Tone;
use crate::plain;
use leptos::prelude::*;

/// How full something is, 0 to 100.
#[component]
pub fn Meter(
    /// What is measured.
    #[prop(into)]
    label: TextProp,
    /// Percent.
    #[prop(into)]
    percent: Signal<f64>,
    /// Its colour.
    #[prop(optional, into)]
    tone: Signal<Tone>,
) -> impl IntoView {
    view! {
        <span
            class="meter"
            role="meter"
            aria-label=move || label.get()
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || plain::number(percent.get().round())
            data-tone=move || tone.get().attribute()
            style:--v=move || plain::number(percent.get())
        >
            <i></i>
        </span>
    }
}

/// Work that takes more than a second: a bar and a count in words.
#[component]
pub fn Progress(
    /// What is going on.
    #[prop(into)]
    label: TextProp,
    /// Percent; none while the end is unknown.
    #[prop(into)]
    percent: Signal<Option<f64>>,
    /// The count: `4,801 / 8,214`.
    #[prop(optional, into)]
    count: MaybeProp<String>,
    /// Its colour.
    #[prop(optional)]
    tone: Tone,
) -> impl IntoView {
    let name = label.clone();
    view! {
        <div class="progress">
            <span
                class="meter"
                role="progressbar"
                aria-label=move || name.get()
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || percent.get().map(|p| plain::number(p.round()))
                data-tone=tone.attribute()
                style:--v=move || plain::number(percent.get().unwrap_or_default())
            >
                <i></i>
            </span>
            <span class="words">
                <span>{move || label.get()}</span>
                <span class="num">{move || count.get()}</span>
            </span>
        </div>
    }
}

/// The place of content that is on its way.
#[component]
pub fn Skeleton(
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    view! { <div class="skeleton" aria-hidden="true">{(0..lines).map(|_| view! { <i></i> }).collect_view()}</div> }
}

/// Nothing to show: what is so, and what comes next. Also for "not on this device" and "not
/// permitted".
#[component]
pub fn Empty(
    /// What is so.
    #[prop(into)]
    title: TextProp,
    /// What comes next.
    #[prop(optional, into)]
    text: MaybeProp<String>,
    /// A lamp that is off.
    #[prop(optional)]
    drawn: bool,
    /// Another drawing than that: nothing to do is no lamp that is off.
    #[prop(default = Subject::LampOff)]
    subject: Subject,
    /// The way on: a link or a button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {drawn.then(|| view! { <Drawing subject size=DrawingSize::Medium /> })}
            <h2>{move || title.get()}</h2>
            {move || text.get().map(|text| view! { <p>{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
