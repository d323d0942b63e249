//! The stand at work: what is typed and tapped becomes a lead, at once and without a network.

use super::view::{Booth, BoothModel, CardShot, Caught, Draft, Pick, Today};
use crate::i18n::tr;
use crate::record::{now, record_title, sync_state, zone};
use crate::replica::{Act, RecordSync, Replica};
use crate::routes::Route;
use crate::shell::use_router;
use crate::ui::{Subject, SyncState, Toaster};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::customers::keys_of;
use shared::domain::exhibitions::{BoothLead, CONSENT, Exhibition, Interest, NextStep};
use shared::domain::products::Product;
use shared::entity::{Entity, Id, Instant, Record, Value};
use shared::sync::{Action, Look};
use std::sync::Arc;
use uuid::Uuid;

/// Version of the consent sentence the guest is shown (personal data, requirements §3.5).
const CONSENT_VERSION: &str = "2026-11";

/// Where an unfinished lead is kept.
const DRAFT: &str = "booth";

/// The screen.
#[component]
pub fn Stand() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let router = use_router();
    let draft = Draft::blank();
    restore(replica, draft);
    let show = current_show(replica);
    let seen = StoredValue::new(replica.seen());
    let saving = RwSignal::new(false);
    let name_node = NodeRef::<html::Input>::new();
    let focus = move || {
        if let Some(input) = name_node.get_untracked() {
            let _ = input.focus();
        }
    };
    keep_draft(replica, draft, show);
    let save = move |()| {
        if saving.get_untracked() {
            return;
        }
        let fields = lead_fields(replica, draft, show.get_untracked());
        let touched = !is_blank(draft);
        if !touched {
            toaster.say(tr("booth-nothing-yet", &[]));
            focus();
            return;
        }
        saving.set(true);
        let id = replica.new_id();
        spawn_local(async move {
            let act = Act::create_from(BoothLead::KIND, id, fields, Vec::new());
            let saved = replica.act(seen.get_value(), vec![act]).await;
            saving.set(false);
            match saved {
                Ok(_) => {
                    replica.clear_draft(DRAFT);
                    clear(draft);
                    seen.set_value(replica.seen());
                    toaster.say(tr("booth-saved", &[]));
                    focus();
                }
                // What was typed is still on the screen.
                Err(error) => toaster.say(error.to_string()),
            }
        });
    };
    let recent = todays(replica);
    let model = BoothModel {
        show: Signal::derive(move || show_words(replica, show.get())),
        draft,
        name_node,
        card: Signal::from(None::<CardShot>),
        known: known(replica, draft),
        picks: Signal::derive(move || picks(replica, show.get())),
        product_count: Signal::derive(move || replica.ids(Product::KIND).with(|ids| ids.len())),
        owner: Signal::derive(move || record_title(replica, replica.me())),
        saving: saving.into(),
        today: Signal::derive(move || recent.with(|rows| day(rows))),
        recent: recent.into(),
        scan: None,
        photo: None,
        file: None,
        open_card: None,
        all_products: None,
        change_owner: None,
        close_day: None,
        write: Callback::new(move |()| focus()),
        compare: Callback::new(move |()| {
            if let Some(id) = look_alike(replica, draft) {
                router.go(Route::Lead(Uuid::from_bytes(id.0)));
            }
        }),
        save: Callback::new(save),
    };
    view! { <Booth model /> }
}

/// The show that runs now, else the one that comes next, else the last one.
fn current_show(replica: Replica) -> Memo<Option<Id>> {
    let ids = replica.ids(Exhibition::KIND);
    Memo::new(move |_| {
        let today =
            i32::try_from(crate::platform::clock::wall_ms() / 86_400_000).unwrap_or_default();
        let mut shows: Vec<(i32, Id)> = replica.world(|world| {
            let day = |record: &Record, no| {
                if let Some(Value::Day(day)) = record.get(no) {
                    *day
                } else {
                    0
                }
            };
            let distance = |show: &Record| {
                let (from, to) = (day(show, Exhibition::FROM), day(show, Exhibition::TO));
                if from <= today && today <= to {
                    0
                } else {
                    (from - today).abs().min((today - to).abs())
                }
            };
            ids.get()
                .iter()
                .filter_map(|id| Some((distance(world.get(*id)?), *id)))
                .collect()
        });
        shows.sort();
        shows.first().map(|(_, id)| *id)
    })
}

fn show_words(replica: Replica, show: Option<Id>) -> String {
    let Some(record) = show.and_then(|id| replica.record(id).get()) else {
        return tr("booth-no-show", &[]);
    };
    let parts = [Exhibition::NAME, Exhibition::HALL, Exhibition::BOOTH]
        .map(|no| record.text(no).to_owned());
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn picks(replica: Replica, show: Option<Id>) -> Vec<Pick> {
    let shown: Vec<Id> = show
        .and_then(|id| replica.record(id).get())
        .map(|show| {
            Exhibition::read(&show)
                .products
                .iter()
                .filter_map(shared::entity::Ref::get)
                .collect()
        })
        .unwrap_or_default();
    let all = replica.ids(Product::KIND).get();
    let order = if shown.is_empty() {
        all.to_vec()
    } else {
        shown
    };
    let pick = |id: Id| {
        let record = replica.world(|world| world.get(id).cloned())?;
        let drawing = Subject::named(record.text(Product::DRAWING));
        Some(Pick {
            key: id.to_string(),
            name: record.text(Product::NAME).to_owned(),
            drawing,
        })
    };
    order.into_iter().filter_map(pick).collect()
}

fn is_blank(draft: Draft) -> bool {
    let texts = [
        draft.name,
        draft.company,
        draft.reach,
        draft.country,
        draft.interest,
        draft.next,
        draft.quantity,
    ];
    texts
        .iter()
        .all(|text| text.with_untracked(|text| text.trim().is_empty()))
        && draft.products.with_untracked(Vec::is_empty)
        && !draft.left_none.get_untracked()
}

fn clear(draft: Draft) {
    for text in [
        draft.name,
        draft.company,
        draft.reach,
        draft.country,
        draft.interest,
        draft.next,
        draft.quantity,
    ] {
        text.set(String::new());
    }
    draft.products.set(Vec::new());
    draft.left_none.set(false);
    draft.consent.set(false);
}

/// The draft as the fields of a lead. The next step is preset to 电话跟进.
fn lead_fields(replica: Replica, draft: Draft, show: Option<Id>) -> Vec<(u16, Value)> {
    let text = |signal: RwSignal<String>| signal.with_untracked(|text| text.trim().to_owned());
    let reach = text(draft.reach);
    let ways: Vec<String> = reach
        .split([',', '，', ';', '；', ' '])
        .map(str::trim)
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let (emails, phones): (Vec<String>, Vec<String>) = if ways.iter().any(|way| way.contains('@')) {
        ways.into_iter().partition(|way| way.contains('@'))
    } else {
        (
            Vec::new(),
            if reach.is_empty() {
                Vec::new()
            } else {
                vec![reach]
            },
        )
    };
    let interest = match draft.interest.get_untracked().as_str() {
        "a" => Interest::A,
        "b" => Interest::B,
        "c" => Interest::C,
        "d" => Interest::D,
        _ => Interest::Unknown(0),
    };
    let next = match draft.next.get_untracked().as_str() {
        "quote" => NextStep::Quote,
        "sample" => NextStep::Sample,
        "visit" => NextStep::Visit,
        "none" => NextStep::None,
        _ => NextStep::Call,
    };
    let products = draft.products.get_untracked();
    let lead = BoothLead {
        exhibition: show.map(shared::entity::Ref::to).unwrap_or_default(),
        name: text(draft.name),
        company: text(draft.company),
        phones,
        emails,
        left_none: draft.left_none.get_untracked(),
        country: text(draft.country),
        products: products
            .iter()
            .filter_map(|key| key.parse().ok())
            .map(shared::entity::Ref::to)
            .collect(),
        interest,
        next_step: next,
        captured_by: shared::entity::Ref::to(replica.me()),
        captured_at: now(),
        owner: shared::entity::Ref::to(replica.me()),
        ..BoothLead::default()
    };
    let mut fields = lead.fields();
    fields
        .retain(|(no, _)| *no != BoothLead::QTY && (*no != BoothLead::LEFT_NONE || lead.left_none));
    let quantity: String = text(draft.quantity)
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    if let Ok(mantissa) = quantity.parse() {
        fields.push((BoothLead::QTY, Value::Decimal(mantissa, 0)));
    }
    if draft.consent.get_untracked() {
        fields.push((BoothLead::CONSENT, consent(now())));
    }
    fields
}

fn consent(at: Instant) -> Value {
    let part = |key: &str| {
        CONSENT
            .iter()
            .find(|spec| spec.key == key)
            .map_or(0, |spec| spec.no)
    };
    Value::Group(vec![
        (part("given"), Value::Bool(true)),
        (
            part("text-version"),
            Value::Text(CONSENT_VERSION.to_owned()),
        ),
        (part("at"), Value::Instant(at)),
    ])
}

/// Keeps what is on the screen while it is being typed (V1: a killed tab loses nothing).
fn keep_draft(replica: Replica, draft: Draft, show: Memo<Option<Id>>) {
    Effect::new(move |_| {
        for text in [
            draft.name,
            draft.company,
            draft.reach,
            draft.country,
            draft.interest,
            draft.next,
            draft.quantity,
        ] {
            text.track();
        }
        draft.products.track();
        draft.left_none.track();
        draft.consent.track();
        if is_blank(draft) {
            return;
        }
        let fields = lead_fields(replica, draft, show.get_untracked());
        replica.save_draft(
            DRAFT,
            &Action::Create {
                fields,
                items: Vec::new(),
            },
        );
    });
}

fn restore(replica: Replica, draft: Draft) {
    let Some(Action::Create { fields, .. }) = replica.draft(DRAFT) else {
        return;
    };
    let mut record = Record::new(BoothLead::KIND, Id::NIL);
    for (no, value) in fields {
        let version = shared::entity::Version {
            op: Default::default(),
            seq: 0,
            hlc: Default::default(),
            value,
        };
        record.put(no, version);
    }
    let lead = BoothLead::read(&record);
    draft.name.set(lead.name);
    draft.company.set(lead.company);
    draft.reach.set(
        lead.phones
            .iter()
            .chain(&lead.emails)
            .cloned()
            .collect::<Vec<_>>()
            .join(" "),
    );
    draft.country.set(lead.country);
    draft.left_none.set(lead.left_none);
    draft.products.set(
        lead.products
            .iter()
            .filter_map(shared::entity::Ref::get)
            .map(|id| id.to_string())
            .collect(),
    );
    let key = |choice: &'static shared::entity::ChoiceSchema, no: u32| {
        choice
            .values
            .iter()
            .find(|value| value.no == no)
            .map(|value| value.key.to_owned())
            .unwrap_or_default()
    };
    draft
        .interest
        .set(key(Interest::SCHEMA, lead.interest.no()));
    draft.next.set(key(NextStep::SCHEMA, lead.next_step.no()));
}

/// A lead that shares a phone, an e-mail or a company with the draft: shown, never in the way.
fn look_alike(replica: Replica, draft: Draft) -> Option<Id> {
    let mut record = Record::new(BoothLead::KIND, Id::NIL);
    for (no, value) in lead_fields(replica, draft, None) {
        record.put(
            no,
            shared::entity::Version {
                op: Default::default(),
                seq: 0,
                hlc: Default::default(),
                value,
            },
        );
    }
    let keys = keys_of(&record);
    replica.world(|world| keys.iter().flat_map(|key| world.at(key).ids).next())
}

fn known(replica: Replica, draft: Draft) -> Signal<Option<String>> {
    Signal::derive(move || {
        draft.reach.track();
        draft.company.track();
        let id = look_alike(replica, draft)?;
        Some(tr(
            "booth-known",
            &[("name", record_title(replica, id).into())],
        ))
    })
}

/// Today's leads of this device's user, newest first.
fn todays(replica: Replica) -> Memo<Vec<Caught>> {
    let ids = replica.ids(BoothLead::KIND);
    let revision = replica.revision(BoothLead::KIND);
    Memo::new(move |_| {
        revision.track();
        let today = crate::i18n::date(crate::record::now_ms(), &zone());
        let rows = ids.get();
        let row = |id: &Id| {
            let record = replica.world(|world| world.get(*id).cloned().map(Arc::new))?;
            let lead = BoothLead::read(&record);
            let at = lead.captured_at.utc_ms as f64;
            (crate::i18n::date(at, &zone()) == today).then(|| caught(replica, &record, &lead, at))
        };
        rows.iter().filter_map(row).take(60).collect()
    })
}

fn caught(replica: Replica, record: &Record, lead: &BoothLead, at: f64) -> Caught {
    let about: Vec<&str> = [lead.company.as_str(), lead.country.as_str()]
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect();
    let grade = ['A', 'B', 'C', 'D']
        .get((lead.interest.no() as usize).wrapping_sub(1))
        .copied();
    Caught {
        id: Uuid::from_bytes(record.id.0),
        grade,
        name: if lead.name.is_empty() {
            tr("untitled", &[])
        } else {
            lead.name.clone()
        },
        about: if about.is_empty() {
            tr("booth-only-little", &[])
        } else {
            about.join(" · ")
        },
        time: crate::i18n::time(at, &zone()),
        state: sync_state(replica.sync_word(record.id).get()),
    }
}

fn day(rows: &[Caught]) -> Today {
    let count = |states: &[SyncState]| {
        rows.iter()
            .filter(|row| states.contains(&row.state))
            .count()
    };
    let failed = count(&[sync_state(RecordSync::Returned), SyncState::Failed]);
    let synced = count(&[SyncState::Synced]);
    Today {
        total: rows.len(),
        synced,
        local: rows.len() - synced - failed,
        failed,
    }
}
