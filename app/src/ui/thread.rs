//! A line through time: what happened, what is now, what is planned.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// Where an event stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Moment {
    /// Happened, nothing more to say.
    #[default]
    Past,
    /// Finished.
    Done,
    /// Going on.
    Now,
    /// Needs somebody.
    Late,
    /// To come.
    Planned,
}

impl Moment {
    const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Past => None,
            Self::Done => Some("done"),
            Self::Now => Some("now"),
            Self::Late => Some("late"),
            Self::Planned => Some("plan"),
        }
    }
}

/// The line.
#[component]
pub fn Thread(
    /// What it tells.
    #[prop(into)]
    label: TextProp,
    /// [`Event`]s, newest first.
    children: Children,
) -> impl IntoView {
    view! { <ol class="thread" aria-label=move || label.get()>{children()}</ol> }
}

/// One event on the line.
#[component]
pub fn Event(
    /// Where it stands.
    #[prop(optional)]
    moment: Moment,
    /// Its kind, drawn in the node.
    icon: Glyph,
    /// What happened.
    #[prop(into)]
    title: TextProp,
    /// When, in words.
    #[prop(into)]
    time: TextProp,
    /// The record behind it.
    #[prop(optional, into)]
    href: String,
    /// What was said or decided.
    #[prop(optional, into)]
    text: MaybeProp<String>,
    /// Pictures, people, numbers below.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let title = match Some(href).filter(|href| !href.is_empty()) {
        Some(href) => view! { <h3><a href=href>{move || title.get()}</a></h3> }.into_any(),
        None => view! { <h3>{move || title.get()}</h3> }.into_any(),
    };
    view! {
        <li data-state=moment.attribute()>
            <span class="node"><Icon glyph=icon /></span>
            <div class="event">
                {title}
                <time>{move || time.get()}</time>
                {move || text.get().map(|text| view! { <p class="body">{text}</p> })}
                {children.map(|children| children())}
            </div>
        </li>
    }
}
