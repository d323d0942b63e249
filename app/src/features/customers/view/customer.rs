//! One customer: who it is, how far it has come, one line through everything that happened.

use super::super::TwinHint;
use super::side::{FileLine, PersonLine, Side, TaskLine};
use crate::routes::Route;
use crate::shell::Office;
use crate::t;
use crate::ui::{
    Button, Empty, Event, Glyph, Icon, Menu, MenuItem, Moment, Segment, Segmented, Sync, SyncState,
    Tag, Thread, Tone,
};
use leptos::prelude::*;
use shared::entity::Id;

/// A stage of the relation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StageMark {
    /// Its kind.
    pub icon: Glyph,
    /// Its name.
    pub name: String,
    /// When, and how it went.
    pub about: String,
    /// Where it stands.
    pub moment: Moment,
}

/// Something that happened or will happen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Story {
    /// Tells rows apart.
    pub key: String,
    /// Where it stands.
    pub moment: Moment,
    /// Its kind.
    pub icon: Glyph,
    /// What happened.
    pub title: String,
    /// When, in words.
    pub time: String,
    /// The record behind it.
    pub href: Option<String>,
    /// What was said or decided.
    pub text: Option<String>,
    /// Who, how much, which form.
    pub meta: Vec<String>,
    /// How far it is on its way; nothing where everything is at the server.
    pub sync: Option<SyncState>,
}

/// Completeness in percent, what it means, and what is missing: key and name.
pub type Whole = (f64, String, Vec<(String, String)>);

/// Everything the page shows and does.
#[derive(Clone, Copy)]
pub struct CustomerModel {
    /// Which customer.
    pub id: Id,
    /// The name.
    pub name: Signal<String>,
    /// The number, provisional while there is no other.
    pub number: Signal<String>,
    /// What it is called in short: stage, tier, open complaints.
    pub tags: Signal<Vec<(Tone, String)>>,
    /// Name and value of what matters most.
    pub facts: Signal<Vec<(String, String)>>,
    /// How far the relation has come.
    pub stages: Signal<Vec<StageMark>>,
    /// How far the record is on its way.
    pub sync: Signal<SyncState>,
    /// Which part of the story is shown: `all`, `events`, `talks`, `goods`.
    pub part: RwSignal<&'static str>,
    /// The story, newest first.
    pub story: Signal<Vec<Story>>,
    /// Completeness in percent, what it means, and what is missing.
    pub whole: Signal<Whole>,
    /// Open tasks.
    pub tasks: Signal<Vec<TaskLine>>,
    /// People at the customer.
    pub people: Signal<Vec<PersonLine>>,
    /// Files.
    pub files: Signal<Vec<FileLine>>,
    /// What else can be done.
    pub more: StoredValue<Vec<MenuItem>>,
    /// Calls.
    pub call: Callback<()>,
    /// Notes an interaction.
    pub note: Callback<()>,
    /// Fills in a missing field.
    pub complete: Callback<String>,
    /// Ticks a task.
    pub finish: Callback<String>,
    /// Adds a task.
    pub add_task: Callback<()>,
    /// Adds a person.
    pub add_person: Callback<()>,
}

/// The page.
#[component]
pub fn CustomerView(
    /// What it shows and does.
    model: CustomerModel,
) -> impl IntoView {
    view! {
        <Office>
            <nav class="crumb" aria-label=t!("place")>
                <a href=Route::Customers.to_string()>{t!("nav-customers")}</a>
                <Icon glyph=Glyph::RIGHT flip=true />
                <span class="code">{move || model.number.get()}</span>
                <span class="end"><Sync state=model.sync /></span>
            </nav>
            <Identity model />
            <TwinHint id=model.id />
            <Stages model />
            <div class="two-columns">
                <Told model />
                <Side model />
            </div>
        </Office>
    }
}

#[component]
fn Identity(model: CustomerModel) -> impl IntoView {
    let tag = |(tone, words): (Tone, String)| view! { <Tag tone words /> };
    let fact = |(name, value): (String, String)| view! { <span><span class="k">{name}</span><b>{value}</b></span> };
    view! {
        <header class="record-head">
            <div class="name">
                <h1 class="page-title">{move || model.name.get()}</h1>
                {move || model.tags.get().into_iter().map(tag).collect_view()}
            </div>
            <div class="acts">
                <Button icon=Glyph::PHONE on_press=model.call>{t!("customer-call")}</Button>
                <Button icon=Glyph::PEN on_press=model.note>{t!("customer-note")}</Button>
                <Menu label=t!("more") items=model.more.get_value()>
                    <Icon glyph=Glyph::MORE /><span class="vh">{t!("more")}</span>
                </Menu>
            </div>
            <div class="facts">{move || model.facts.get().into_iter().map(fact).collect_view()}</div>
        </header>
    }
}

#[component]
fn Stages(model: CustomerModel) -> impl IntoView {
    let mark = |stage: StageMark| {
        let state = match stage.moment {
            Moment::Now | Moment::Late => Some("now"),
            Moment::Planned => Some("plan"),
            Moment::Past | Moment::Done => None,
        };
        view! { <li data-state=state><Icon glyph=stage.icon /><b>{stage.name}</b><small>{stage.about}</small></li> }
    };
    // Scrolls sideways on phones, so the keyboard must reach it.
    move || {
        let stages = model.stages.get();
        (!stages.is_empty()).then(|| view! {
            <ol class="stages" tabindex="0" aria-label=t!("customer-stages")>{stages.into_iter().map(mark).collect_view()}</ol>
        })
    }
}

#[component]
fn Told(model: CustomerModel) -> impl IntoView {
    let segment = |value: &'static str| Segment {
        value,
        label: (move || crate::i18n::tr(&format!("story-{value}"), &[])).into(),
        icon: None,
    };
    let event = |story: Story| {
        let meta = (!story.meta.is_empty() || story.sync.is_some()).then(|| view! {
            <div class="meta">
                {story.sync.map(|state| view! { <Sync state=state /> })}
                {story.meta.into_iter().map(|words| view! { <span>{words}</span> }).collect_view()}
            </div>
        });
        view! {
            <Event moment=story.moment icon=story.icon title=story.title time=story.time href=story.href.unwrap_or_default() text=story.text>
                {meta}
            </Event>
        }
    };
    view! {
        <section>
            <div class="tools">
                <h2>{t!("customer-story")}</h2>
                <Segmented
                    label=t!("customer-story-part")
                    chosen=model.part
                    segments=["all", "events", "talks", "goods"].map(segment).to_vec()
                />
            </div>
            {move || match model.story.get() {
                story if story.is_empty() => view! { <Empty title=t!("customer-story-none") /> }.into_any(),
                story => view! {
                    <Thread label=t!("customer-story")>{story.into_iter().map(event).collect_view()}</Thread>
                }.into_any(),
            }}
        </section>
    }
}
