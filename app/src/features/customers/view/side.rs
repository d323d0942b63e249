//! Beside the story: completeness, tasks, people, files.

use super::CustomerModel;
use crate::i18n::{percent, tr};
use crate::t;
use crate::ui::{
    Button, Due, Glyph, Head, Icon, Kind, Meter, Nearness, Size, Sync, SyncState, Tag,
};
use leptos::prelude::*;

/// An open task.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TaskLine {
    /// The task.
    pub key: String,
    /// What is to do.
    pub title: String,
    /// Who, and where it comes from.
    pub about: String,
    /// When it is due.
    pub due: (Nearness, String),
}

/// A person at the customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonLine {
    /// The name.
    pub name: String,
    /// What the person decides, in a word.
    pub role: Option<String>,
    /// How to address, which language, what for.
    pub about: String,
    /// A `tel:` address.
    pub phone: Option<String>,
    /// A `mailto:` address.
    pub mail: Option<String>,
}

/// A file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileLine {
    /// Its kind.
    pub icon: Glyph,
    /// Its name.
    pub name: String,
    /// When, in words.
    pub when: String,
    /// How far it is on its way; nothing where it is at the server.
    pub sync: Option<SyncState>,
}

/// The column beside the story.
#[component]
pub fn Side(
    /// What it shows and does.
    model: CustomerModel,
) -> impl IntoView {
    view! {
        <aside class="side" aria-label=t!("customer-side")>
            <Whole model />
            <Tasks model />
            <People model />
            <Files model />
        </aside>
    }
}

#[component]
fn Whole(model: CustomerModel) -> impl IntoView {
    let gap = move |(key, name): (String, String)| {
        view! {
            <div class="gap">
                <span>{name}</span>
                <Button size=Size::Small on_press=move || model.complete.run(key.clone())>{t!("customer-add")}</Button>
            </div>
        }
    };
    let share = Signal::derive(move || model.whole.with(|whole| whole.0));
    view! {
        <section>
            <Head title=t!("customer-whole") rule=true />
            <div class="whole">
                <div class="pct"><b class="num">{move || percent(share.get() / 100.0)}</b><span class="muted">{move || model.whole.get().1}</span></div>
                <Meter label=t!("customer-whole") percent=share />
                {move || model.whole.get().2.into_iter().map(gap).collect_view()}
            </div>
        </section>
    }
}

#[component]
fn Tasks(model: CustomerModel) -> impl IntoView {
    let count = Signal::derive(move || Some(model.tasks.with(Vec::len).to_string()));
    let task = move |task: TaskLine| {
        let key = task.key;
        view! {
            <li>
                <label>
                    <input type="checkbox" on:change=move |_| model.finish.run(key.clone()) />
                    <span>{task.title}<small>{task.about}</small></span>
                    <Due near=task.due.0 words=task.due.1 />
                </label>
            </li>
        }
    };
    view! {
        <section>
            <Head title=t!("nav-tasks") count rule=true>
                <Button kind=Kind::Quiet size=Size::Small icon=Glyph::PLUS on_press=model.add_task>{t!("customer-add-task")}</Button>
            </Head>
            <ul class="tasks">{move || model.tasks.get().into_iter().map(task).collect_view()}</ul>
        </section>
    }
}

#[component]
fn People(model: CustomerModel) -> impl IntoView {
    let count = Signal::derive(move || Some(model.people.with(Vec::len).to_string()));
    let way = |href: Option<String>, icon: Glyph, key: &'static str, name: String| {
        match href {
        Some(href) => view! {
            <a class="btn" data-kind="quiet" data-size="sm" data-icon-only="" href=href aria-label=move || tr(key, &[("name", name.clone().into())])>
                <Icon glyph=icon />
            </a>
        }.into_any(),
        None => view! { <span></span> }.into_any(),
    }
    };
    let person = move |person: PersonLine| {
        view! {
            <li>
                <span>
                    <b>{person.name.clone()}</b> " " {person.role.map(|words| view! { <Tag words /> })}
                    <small>{person.about}</small>
                </span>
                {way(person.phone, Glyph::PHONE, "call-person", person.name.clone())}
                {way(person.mail, Glyph::MAIL, "mail-person", person.name)}
            </li>
        }
    };
    view! {
        <section>
            <Head title=t!("customer-people") count rule=true>
                <Button kind=Kind::Quiet size=Size::Small icon=Glyph::PLUS on_press=model.add_person>{t!("customer-add-person")}</Button>
            </Head>
            <ul class="people">{move || model.people.get().into_iter().map(person).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Files(model: CustomerModel) -> impl IntoView {
    let count = Signal::derive(move || Some(model.files.with(Vec::len).to_string()));
    let file = |file: FileLine| {
        view! {
            <li>
                <Icon glyph=file.icon />
                <span class="clip">{file.name}</span>
                {match file.sync {
                    Some(state) => view! { <Sync state=state /> }.into_any(),
                    None => view! { <span class="faint num">{file.when}</span> }.into_any(),
                }}
            </li>
        }
    };
    view! {
        <section>
            <Head title=t!("customer-files") count rule=true />
            <ul class="files">{move || model.files.get().into_iter().map(file).collect_view()}</ul>
        </section>
    }
}
