//! Old beside new, and two values side by side.

use super::button::Button;
use super::icon::{Glyph, Icon};
use super::state::{Sync, SyncState, Who};
use leptos::prelude::*;

/// What happened to one thing between two versions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What changed, in words.
    pub label: String,
    /// The value before; none where it is new.
    pub was: Option<String>,
    /// The value now; none where it is gone.
    pub now: Option<String>,
}

impl Change {
    const fn mark(&self) -> &'static str {
        match (&self.was, &self.now) {
            (None, _) => "diff-added",
            (_, None) => "diff-removed",
            _ => "diff-changed",
        }
    }
}

/// Changes, each with its old and its new value.
#[component]
pub fn Diff(
    /// The changes.
    #[prop(into)]
    changes: Signal<Vec<Change>>,
) -> impl IntoView {
    let row = |change: Change| {
        let mark = change.mark();
        view! {
            <li>
                <span class="mark">{move || crate::i18n::tr(mark, &[])}</span>
                <span class="k">{change.label}</span>
                {change.was.map(|was| view! { <del class="was">{was}</del> })}
                {change.now.map(|now| view! { <ins class="now">{now}</ins> })}
            </li>
        }
    };
    view! { <ul class="diff">{move || changes.get().into_iter().map(row).collect_view()}</ul> }
}

/// One of two or more values of the same thing.
#[derive(Clone)]
pub struct Side {
    /// Who set it.
    pub who: String,
    /// On what it was set.
    pub device: (Glyph, String),
    /// When, in words.
    pub when: String,
    /// The value: text and whether the text differs from the other side.
    pub value: Vec<(String, bool)>,
    /// What is known about the occasion.
    pub context: Option<String>,
    /// The words of its button: `用陈嘉敏的`.
    pub choose: String,
}

/// Values side by side. The buttons are equal: the design never suggests a winner.
#[component]
pub fn Versus(
    /// The values.
    #[prop(into)]
    sides: Signal<Vec<Side>>,
    /// The place of the chosen one.
    #[prop(into)]
    on_choose: Callback<usize>,
) -> impl IntoView {
    let one = move |(place, side): (usize, Side)| {
        let value = side.value.into_iter().map(|(text, differs)| {
            if differs {
                view! { <mark>{text}</mark> }.into_any()
            } else {
                text.into_any()
            }
        });
        view! {
            <div class="side">
                <div class="by">
                    <Who name=side.who />
                    <span class="iconed"><Icon glyph=side.device.0 />{side.device.1}</span>
                    <span class="num">{side.when}</span>
                </div>
                <div class="val">
                    {value.collect_view()}
                    {side.context.map(|context| view! { <p class="ctx">{context}</p> })}
                </div>
                <Button on_press=move || on_choose.run(place)>{side.choose}</Button>
            </div>
        }
    };
    view! { <div class="versus">{move || sides.get().into_iter().enumerate().map(one).collect_view()}</div> }
}

/// One unit of work: a conflict, a returned action, a decision.
#[component]
pub fn Case(
    /// What it is about.
    #[prop(into)]
    title: TextProp,
    /// Where and when.
    #[prop(into)]
    about: TextProp,
    /// The word for its state.
    state: SyncState,
    /// What is said at the foot, beside the buttons.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// The buttons.
    #[prop(into)]
    actions: ViewFn,
    /// Reason, values, original.
    children: Children,
) -> impl IntoView {
    let heading = super::id::unique();
    let titled = heading.clone();
    view! {
        <article class="case" aria-labelledby=titled>
            <header>
                <h2 id=heading>{move || title.get()}</h2>
                <Sync state />
                <p>{move || about.get()}</p>
            </header>
            {children()}
            <footer>
                {move || note.get().map(|note| view! { <span>{note}</span> })}
                <span class="end">{actions.run()}</span>
            </footer>
        </article>
    }
}
