//! Words about state. A glyph and a colour only repeat the word.

use super::icon::{Glyph, Icon};
use crate::i18n::tr;
use crate::t;
use leptos::prelude::*;

/// How far something is on its way to the server.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum SyncState {
    /// Written on this device; survives a power cut.
    Local,
    /// Waits for a network.
    Queued,
    /// Being sent.
    Syncing,
    /// The server has it.
    Synced,
    /// Words are there, photographs not yet.
    Partial,
    /// The way failed; tried again by itself.
    Failed,
    /// Two values; both are kept.
    Conflict,
    /// A person has to look at it.
    Review,
    /// Not accepted; kept and editable.
    Rejected,
}

impl SyncState {
    /// Every state, in the order of the legend.
    pub const ALL: [Self; 9] = [
        Self::Local,
        Self::Queued,
        Self::Syncing,
        Self::Synced,
        Self::Partial,
        Self::Failed,
        Self::Conflict,
        Self::Review,
        Self::Rejected,
    ];

    /// The value of `data-sync` and the end of the key of its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Queued => "queued",
            Self::Syncing => "syncing",
            Self::Synced => "synced",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Conflict => "conflict",
            Self::Review => "review",
            Self::Rejected => "rejected",
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Self::Local => Glyph::SAVED,
            Self::Queued => Glyph::QUEUE,
            Self::Syncing => Glyph::SYNC,
            Self::Synced => Glyph::CLOUD_OK,
            Self::Partial => Glyph::HALF,
            Self::Failed => Glyph::ALERT,
            Self::Conflict | Self::Review => Glyph::FORK,
            Self::Rejected => Glyph::STOP,
        }
    }

    /// The word for it in the language in use.
    #[must_use]
    pub fn word(self) -> String {
        tr(&format!("sync-{}", self.name()), &[])
    }
}

/// A sync state: glyph and word, and more words where there are any (a time, a share, a reason).
#[component]
pub fn Sync(
    /// The state.
    #[prop(into)]
    state: Signal<SyncState>,
    /// After the word: `已同步 · 09:38`.
    #[prop(optional, into)]
    more: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <span class="sync" data-sync=move || state.get().name()>
            {move || view! { <Icon glyph=state.get().glyph() /> }}
            {move || match more.get() {
                Some(more) => format!("{} · {more}", state.get().word()),
                None => state.get().word(),
            }}
        </span>
    }
}

/// How near a due time is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Nearness {
    /// More than one working day away.
    #[default]
    Plain,
    /// Within one working day.
    Soon,
    /// Past.
    Late,
    /// Done; the words say when.
    Done,
}

impl Nearness {
    const fn look(self) -> (Option<&'static str>, Option<Glyph>) {
        match self {
            Self::Plain => (None, None),
            Self::Soon => (Some("soon"), Some(Glyph::CLOCK)),
            Self::Late => (Some("late"), Some(Glyph::CLOCK)),
            Self::Done => (Some("done"), Some(Glyph::CHECK)),
        }
    }
}

/// A due time in words that change with its nearness.
#[component]
pub fn Due(
    /// How near it is.
    #[prop(into)]
    near: Signal<Nearness>,
    /// The words: `今天 18:00`, `逾期 1 天`.
    #[prop(into)]
    words: TextProp,
) -> impl IntoView {
    view! {
        <span class="due" data-due=move || near.get().look().0>
            {move || near.get().look().1.map(|glyph| view! { <Icon glyph /> })}
            {move || words.get()}
        </span>
    }
}

/// How interested somebody is, A to D: four strengths of one colour.
#[component]
pub fn Grade(
    /// The letter.
    #[prop(into)]
    letter: Signal<char>,
) -> impl IntoView {
    view! {
        <span class="grade" data-grade=move || letter.get().to_string()>
            <span class="vh">{t!("grade")}</span>
            {move || letter.get()}
        </span>
    }
}

/// The colour of a tag, banner or bar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// No colour.
    #[default]
    Neutral,
    /// An outline.
    Line,
    /// Selected, done, progress.
    Brand,
    /// Now, soon, changed, conflict.
    Lamp,
    /// Late, refused, destructive.
    Danger,
    /// Offline, on this device, waiting.
    Info,
}

impl Tone {
    /// The value of `data-tone`; none for neutral.
    #[must_use]
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Neutral => None,
            Self::Line => Some("line"),
            Self::Brand => Some("brand"),
            Self::Lamp => Some("lamp"),
            Self::Danger => Some("danger"),
            Self::Info => Some("info"),
        }
    }
}

/// One to six characters about a record. Not clickable.
#[component]
pub fn Tag(
    /// Its colour.
    #[prop(optional)]
    tone: Tone,
    /// The words.
    #[prop(into)]
    words: TextProp,
) -> impl IntoView {
    view! { <span class="tag" data-tone=tone.attribute()>{move || words.get()}</span> }
}

/// A person: initial and name. Works without photographs and without a network.
#[component]
pub fn Who(
    /// The name.
    #[prop(into)]
    name: TextProp,
    /// The initial alone is large, for a page head.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let initial = name.clone();
    view! {
        <span class="who" data-size=large.then_some("lg")>
            <i aria-hidden="true">{move || initial.get().chars().next().map(|c| c.to_uppercase().to_string())}</i>
            <span class="clip">{move || name.get()}</span>
        </span>
    }
}
