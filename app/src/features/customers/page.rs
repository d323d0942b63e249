//! One customer at work: who it is, what is missing, everything that happened, people, tasks.

use super::view::{CustomerModel, CustomerView, FileLine, PersonLine, StageMark, Story, TaskLine};
use crate::features::frame::{NewDialog, number_of, short_facts};
use crate::i18n::tr;
use crate::record::{RecordForm, field_label, moment, now, record_title, state_word, sync_state};
use crate::replica::{Act, Replica};
use crate::routes::Route;
use crate::t;
use crate::ui::{Dialog, Glyph, MenuItem, Moment, Nearness, Toaster, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::customers::{self, Contact, Customer, Interaction};
use shared::domain::exhibitions::BoothLead;
use shared::domain::tasks::{Attachment, Task, TaskState};
use shared::entity::{Entity, Id, Kind, Record, Value};
use shared::sync::Look;
use shared::sync::look::child_key;
use std::sync::Arc;
use uuid::Uuid;

const NOTE_FIELDS: &[u16] = &[
    Interaction::SUBJECT,
    Interaction::SUMMARY,
    Interaction::CHANNEL,
    Interaction::DIRECTION,
    Interaction::OUTCOME,
];
const PERSON_FIELDS: &[u16] = &[
    Contact::NAME,
    Contact::TITLE,
    Contact::PHONES,
    Contact::EMAILS,
    Contact::SALUTATION,
    Contact::ROLE,
];
const TASK_FIELDS: &[u16] = &[Task::TITLE, Task::DUE_AT];

/// The dialogs of the page: open or not.
#[derive(Clone, Copy)]
struct Dialogs {
    editing: RwSignal<bool>,
    noting: RwSignal<bool>,
    adding: RwSignal<bool>,
    tasking: RwSignal<bool>,
}

/// The page.
#[component]
pub fn CustomerPage(
    /// Which customer.
    id: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let record = replica.record(id);
    let closed = || RwSignal::new(false);
    let dialogs = Dialogs {
        editing: closed(),
        noting: closed(),
        adding: closed(),
        tasking: closed(),
    };
    let Dialogs {
        editing,
        noting,
        adding,
        tasking,
    } = dialogs;
    let of = (Contact::CUSTOMER, Value::Ref(Customer::KIND, id));
    let mine = Value::Ref(Kind(2), replica.me());
    let note = vec![
        (Interaction::CUSTOMER, Value::Ref(Customer::KIND, id)),
        (Interaction::AT, Value::Instant(now())),
        (Interaction::HANDLER, mine.clone()),
    ];
    let task = vec![
        (Task::SOURCE, Value::Ref(Customer::KIND, id)),
        (Task::OWNER, mine),
    ];
    view! {
        <CustomerView model=model(replica, id, dialogs) />
        <NewDialog schema=Interaction::SCHEMA only=NOTE_FIELDS open=noting given=note />
        <NewDialog schema=Contact::SCHEMA only=PERSON_FIELDS open=adding given=vec![of] />
        <NewDialog schema=Task::SCHEMA only=TASK_FIELDS open=tasking given=task />
        <Dialog open=editing title=t!("edit") wide=true actions=ViewFn::from(|| ())>
            {move || record.get_untracked().map(|now| view! {
                <RecordForm schema=Customer::SCHEMA record=Some(now)
                    on_saved=move |_| editing.set(false) on_cancel=move |()| editing.set(false) />
            })}
        </Dialog>
    }
}

/// Everything the page shows and does, over the replica.
fn model(replica: Replica, id: Id, dialogs: Dialogs) -> CustomerModel {
    let Dialogs {
        editing,
        noting,
        adding,
        tasking,
    } = dialogs;
    let record = replica.record(id);
    let word = replica.sync_word(id);
    let part = RwSignal::new("all");
    let all = Memo::new(move |_| {
        for kind in [
            Interaction::KIND,
            Contact::KIND,
            Task::KIND,
            BoothLead::KIND,
            Attachment::KIND,
            Customer::KIND,
        ] {
            replica.revision(kind).track();
        }
        replica.world(|world| customers::timeline(world, id))
    });
    let more = vec![MenuItem::new(
        || tr("edit", &[]),
        Callback::new(move |()| editing.set(true)),
    )];
    let complete_field = move |key: String| {
        if key == "contact" {
            adding.set(true)
        } else {
            editing.set(true)
        }
    };
    CustomerModel {
        id,
        name: Signal::derive(move || {
            record.with(|_| ());
            record_title(replica, id)
        }),
        number: Signal::derive(move || {
            record
                .get()
                .map(|record| number_of(&record))
                .unwrap_or_default()
        }),
        tags: Signal::derive(move || {
            record
                .get()
                .map(|record| tags(replica, &record))
                .unwrap_or_default()
        }),
        facts: Signal::derive(move || {
            let fields = [
                Customer::COUNTRY,
                Customer::OWNER,
                Customer::LANGUAGE,
                Customer::SOURCE,
            ];
            record
                .get()
                .map(|record| short_facts(replica, &record, &fields))
                .unwrap_or_default()
        }),
        stages: Signal::from(Vec::<StageMark>::new()),
        sync: Signal::derive(move || sync_state(word.get())),
        part,
        story: Signal::derive(move || {
            all.get()
                .iter()
                .filter(|entry| shown(part.get(), entry.kind))
                .map(|entry| story(replica, entry))
                .collect()
        }),
        whole: Signal::derive(move || {
            all.track();
            record
                .get()
                .map(|record| whole(replica, &record))
                .unwrap_or_default()
        }),
        tasks: Signal::derive(move || tasks(replica, &all.get())),
        people: Signal::derive(move || {
            all.track();
            people(replica, id)
        }),
        files: Signal::from(Vec::<FileLine>::new()),
        more: StoredValue::new(more),
        call: Callback::new(move |()| noting.set(true)),
        note: Callback::new(move |()| noting.set(true)),
        complete: Callback::new(complete_field),
        finish: Callback::new(move |key: String| complete(replica, &key)),
        add_task: Callback::new(move |()| tasking.set(true)),
        add_person: Callback::new(move |()| adding.set(true)),
    }
}

fn tags(replica: Replica, record: &Record) -> Vec<(Tone, String)> {
    let mut tags = Vec::new();
    if let Some(stage) = Customer::SCHEMA
        .field(Customer::STAGE)
        .and_then(|spec| crate::record::field_words(replica, record, spec))
    {
        tags.push((Tone::Brand, stage));
    }
    if replica.world(|world| customers::is_new(world, record.id, customers::CONFIRMING)) {
        tags.push((Tone::Neutral, tr("customer-is-new", &[])));
    }
    tags.extend(state_word(Customer::SCHEMA, record.state()).map(|word| (Tone::Neutral, word)));
    tags
}

fn whole(replica: Replica, record: &Record) -> (f64, String, Vec<(String, String)>) {
    let complete = replica.world(|world| customers::completeness(world, record));
    let missing = complete
        .missing
        .iter()
        .map(|reason| match Customer::SCHEMA.field(reason.field) {
            Some(spec) => (
                reason.field.to_string(),
                field_label(Customer::SCHEMA, spec),
            ),
            None => ("contact".to_owned(), tr("reason-no-contact", &[])),
        })
        .collect();
    let words = state_word(Customer::SCHEMA, record.state()).unwrap_or_default();
    (f64::from(complete.percent), words, missing)
}

fn shown(part: &str, kind: Kind) -> bool {
    match part {
        "talks" => kind == Interaction::KIND,
        "events" => kind == BoothLead::KIND || kind == Task::KIND,
        "goods" => false,
        _ => kind != Contact::KIND,
    }
}

fn story(replica: Replica, entry: &customers::Entry) -> Story {
    let record = replica.world(|world| world.get(entry.id).cloned().map(Arc::new));
    let (icon, text, href) = match entry.kind {
        kind if kind == Interaction::KIND => (
            Glyph::PHONE,
            record
                .as_ref()
                .map(|r| r.text(Interaction::SUMMARY).to_owned()),
            None,
        ),
        kind if kind == BoothLead::KIND => {
            let href = Route::Lead(Uuid::from_bytes(entry.id.0)).to_string();
            (
                Glyph::SCAN,
                record
                    .as_ref()
                    .map(|r| r.text(BoothLead::NEEDS_TEXT).to_owned()),
                Some(href),
            )
        }
        kind if kind == Task::KIND => (Glyph::CHECK, None, None),
        _ => (Glyph::FILE, None, None),
    };
    let moment_kind = if entry.at_ms > crate::platform::clock::wall_ms() {
        Moment::Planned
    } else {
        Moment::Past
    };
    Story {
        key: entry.id.to_string(),
        moment: moment_kind,
        icon,
        title: entry.title.clone(),
        time: moment(entry.at_ms),
        href,
        text: text.filter(|text| !text.is_empty()),
        meta: Vec::new(),
        sync: None,
    }
}

fn tasks(replica: Replica, entries: &[customers::Entry]) -> Vec<TaskLine> {
    let open = [TaskState::Open.no(), TaskState::Doing.no()];
    entries
        .iter()
        .filter(|entry| entry.kind == Task::KIND)
        .filter_map(|entry| replica.world(|world| world.get(entry.id).cloned()))
        .filter(|task| open.contains(&task.state()))
        .map(|record| {
            let task = Task::read(&record);
            let owner = task
                .owner
                .get()
                .map(|id| record_title(replica, id))
                .unwrap_or_default();
            let late =
                task.due_at.utc_ms > 0 && task.due_at.utc_ms <= crate::platform::clock::wall_ms();
            let near = if late {
                Nearness::Late
            } else {
                Nearness::Plain
            };
            let due = if task.due_at.utc_ms > 0 {
                moment(task.due_at.utc_ms)
            } else {
                tr("not-given", &[])
            };
            TaskLine {
                key: record.id.to_string(),
                title: task.title,
                about: owner,
                due: (near, due),
            }
        })
        .collect()
}

fn people(replica: Replica, id: Id) -> Vec<PersonLine> {
    let contacts: Vec<Record> = replica.world(|world| {
        let ids = world
            .at(&child_key(Contact::KIND, Contact::CUSTOMER, id))
            .ids;
        ids.into_iter()
            .filter_map(|id| world.get(id).cloned())
            .collect()
    });
    contacts
        .iter()
        .map(|record| {
            let person = Contact::read(record);
            let role = Contact::SCHEMA
                .field(Contact::ROLE)
                .and_then(|spec| crate::record::field_words(replica, record, spec));
            let about = [person.title, person.salutation, person.language]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>();
            PersonLine {
                name: person.name,
                role,
                about: about.join(" · "),
                phone: person.phones.first().map(|phone| format!("tel:{phone}")),
                mail: person.emails.first().map(|mail| format!("mailto:{mail}")),
            }
        })
        .collect()
}

/// Ticks a task: done with one tap (requirements §3.0), and the toast can take it back no further
/// than the history shows.
fn complete(replica: Replica, key: &str) {
    let toaster = expect_context::<Toaster>();
    let Ok(id) = key.parse::<Id>() else { return };
    let Some(state) = replica.world(|world| world.get(id).map(Record::state)) else {
        return;
    };
    let args = vec![(Task::RESULT, Value::Text(tr("task-done-word", &[])))];
    let act = Act::step(Task::KIND, id, 17, state, None, args);
    spawn_local(async move {
        match replica.act(replica.seen(), vec![act]).await {
            Ok(_) => toaster.say(tr("sync-local", &[])),
            Err(error) => toaster.say(error.to_string()),
        }
    });
}
