//! Steps that carry words: a dialog asks for them, and says what is still missing before anything is sent.

use super::draft::{Draft, DraftNote};
use super::fields::{Fields, now};
use super::files::{Chosen, file_control};
use super::form::trouble;
use super::sure::Sure;
use super::words::{field_label, moment, record_title};
use crate::i18n::tr;
use crate::replica::{Act, Replica};
use crate::t;
use crate::ui::{Button, Dialog, Form, Kind, Toaster, opens};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue;
use shared::entity::{EntitySchema, FieldKind, Kind as Sort, Record, Transition, Value, Who};
use shared::sync::apply::{blockers, offered, transition};
use shared::sync::op::Fields as Args;
use std::sync::Arc;

/// Parts of a signature: who signed, and when.
const SIGNER: u16 = 2;
const SIGNED_AT: u16 = 3;

/// Buttons for the steps that carry words, as far as this person may take them.
#[component]
pub fn AskedSteps(
    /// The record.
    #[prop(into)]
    record: Signal<Option<Arc<Record>>>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let steps = Memo::new(move |_| {
        replica.changes().track();
        let record = record.get()?;
        let schema = catalogue::schema(record.kind)?;
        let steps = replica.world(|world| offered(world, replica.me(), schema, &record));
        let asked = steps
            .into_iter()
            .filter(|(arrow, _)| !arrow.args.is_empty());
        Some(
            asked
                .map(|(arrow, _)| (schema.key, arrow.key, arrow.no))
                .collect::<Vec<_>>(),
        )
    });
    let button = move |(schema, key, step): (&'static str, &'static str, u16)| {
        let open = RwSignal::new(false);
        view! {
            <Button on_press=opens(open)>{move || tr(&format!("{schema}-do-{key}"), &[])}</Button>
            <StepDialog record step open />
        }
    };
    move || {
        steps
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(button)
            .collect_view()
    }
}

/// Asks for what a step carries, and takes it.
#[component]
pub fn StepDialog(
    /// The record.
    #[prop(into)]
    record: Signal<Option<Arc<Record>>>,
    /// The number of the step.
    step: u16,
    /// Open?
    open: RwSignal<bool>,
) -> impl IntoView {
    let found = move || {
        let record = record.get_untracked()?;
        let schema = catalogue::schema(record.kind)?;
        Some((record, schema, transition(schema.states?, step)?))
    };
    let title = move || {
        record.with(|_| ());
        found().map_or_else(String::new, |(_, schema, arrow)| {
            tr(&format!("{}-do-{}", schema.key, arrow.key), &[])
        })
    };
    view! {
        <Dialog open title=title actions=ViewFn::from(|| ())>
            {move || found().map(|(record, schema, arrow)| view! { <Ask record schema arrow open /> })}
        </Dialog>
    }
}

#[component]
fn Ask(
    record: Arc<Record>,
    schema: &'static EntitySchema,
    arrow: &'static Transition,
    open: RwSignal<bool>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let sure = expect_context::<Sure>();
    let asked = asked(schema, arrow);
    let fields = Fields::new(schema, None, Some(&asked));
    let draft = fields.draft(replica, format!("step/{}/{}", record.id, arrow.no));
    let of = (schema.kind, record.id);
    let files: Vec<(u16, Chosen)> = files(schema, arrow)
        .map(|no| (no, RwSignal::new(None)))
        .collect();
    let controls = files.iter().filter_map(|(no, chosen)| {
        let spec = schema.field(*no)?;
        Some(file_control(
            replica,
            of,
            move || field_label(schema, spec),
            *chosen,
        ))
    });
    let controls = controls.collect_view();
    let missing = RwSignal::new(None::<String>);
    let signs = signatures(schema, arrow);
    let who = (!signs.is_empty()).then(|| {
        let name = record_title(replica, replica.me());
        tr(
            "signs",
            &[("name", name.into()), ("time", moment(now().utc_ms).into())],
        )
    });
    let take = move |()| {
        let Some(mut args) = fields.changed() else {
            return;
        };
        let mark = Value::Group(vec![
            (SIGNER, Value::Ref(Sort(2), replica.me())),
            (SIGNED_AT, Value::Instant(now())),
        ]);
        args.extend(signs.iter().map(|no| (*no, mark.clone())));
        let own = own_times(schema, &record, arrow);
        args.extend(own.map(|no| (no, Value::Instant(now()))));
        let mut blobs = Vec::new();
        for (no, chosen) in &files {
            if let Some((_, sha256)) = chosen.get_untracked() {
                args.push((*no, Value::Bytes(sha256.to_vec())));
                blobs.push(sha256);
            }
        }
        let reasons = replica.world(|world| blockers(world, schema, &record, arrow, &args));
        if !reasons.is_empty() {
            missing.set(super::why(schema, String::new(), &reasons).way_out);
            return;
        }
        let words = args.clone();
        let act = act(replica, schema, &record, arrow, args).with_blobs(blobs);
        let said = tr(&format!("{}-do-{}", schema.key, arrow.key), &[]);
        let take = move || spawn_local(send(replica, toaster, draft, open, act, said));
        sure.step(replica, &record, arrow.no, &words, take);
    };
    let name = move || tr(&format!("{}-do-{}", schema.key, arrow.key), &[]);
    view! {
        <Form class="record-form" label=name on_submit=take>
            <DraftNote draft />
            {asked.iter().map(|no| fields.control(replica, *no)).collect_view()}
            {controls}
            {who.map(|who| view! { <p class="fine">{who}</p> })}
            {trouble(missing)}
            <div class="actions">
                <Button on_press=move || draft.close(open)>{t!("cancel")}</Button>
                <Button kind=Kind::Primary submit=true>{name}</Button>
            </div>
        </Form>
    }
}

/// Takes the step; what was typed is forgotten once it is kept.
async fn send(
    replica: Replica,
    toaster: Toaster,
    draft: Draft,
    open: RwSignal<bool>,
    act: Act,
    step: String,
) {
    match replica.act(draft.seen(), vec![act]).await {
        Ok(_) => {
            draft.close(open);
            toaster.say(tr("step-taken", &[("step", step.into())]));
        }
        Err(error) => toaster.say(error.to_string()),
    }
}

/// What a person is asked for: a time that is not given is the step's own, and what is so or not is known
/// without asking.
fn asked(schema: &EntitySchema, arrow: &Transition) -> Vec<u16> {
    let known = [
        FieldKind::Instant,
        FieldKind::Bool,
        FieldKind::Signature,
        FieldKind::Attachment,
    ];
    let asks = |no: &&u16| {
        schema
            .field(**no)
            .is_some_and(|spec| !known.contains(&spec.kind))
    };
    arrow.args.iter().filter(asks).copied().collect()
}

/// Times that a step cannot do without and that nobody gave: they are its own.
fn own_times<'a>(
    schema: &'a EntitySchema,
    record: &'a Record,
    arrow: &'a Transition,
) -> impl Iterator<Item = u16> + 'a {
    let own = |no: &&u16| {
        let spec = schema.field(**no);
        spec.is_some_and(|spec| matches!(spec.kind, FieldKind::Instant))
            && record.get(**no).is_none()
    };
    arrow.needs.iter().filter(own).copied()
}

/// The fields of a step that take a file.
fn files<'a>(schema: &'a EntitySchema, arrow: &'a Transition) -> impl Iterator<Item = u16> + 'a {
    let file = |no: &&u16| {
        schema
            .field(**no)
            .is_some_and(|spec| matches!(spec.kind, FieldKind::Attachment))
    };
    arrow.args.iter().filter(file).copied()
}

/// The fields of a step that take a signature: whoever is signed in signs, nothing is typed.
fn signatures(schema: &EntitySchema, arrow: &Transition) -> Vec<u16> {
    let signature = |no: &&u16| {
        let spec = schema.field(**no);
        spec.is_some_and(|spec| matches!(spec.kind, FieldKind::Signature))
    };
    arrow.args.iter().filter(signature).copied().collect()
}

/// A decision binds what it decides on.
fn act(
    replica: Replica,
    schema: &'static EntitySchema,
    record: &Record,
    arrow: &Transition,
    args: Args,
) -> Act {
    let decides = matches!(arrow.who, Who::Approver);
    let bound =
        decides.then(|| replica.world(|world| catalogue::bound_hash(world, schema, record).ok()));
    let (kind, id, from) = (record.kind, record.id, record.state());
    Act::step(kind, id, arrow.no, from, bound.flatten(), args)
}

#[cfg(test)]
mod tests {
    use super::super::fields::editable;
    use super::{asked, files, own_times, signatures};
    use shared::catalogue::REGISTRY;
    use shared::entity::{FieldKind, Id, Record};

    /// Two records are merged on a screen of their own.
    const ELSEWHERE: [&str; 1] = ["customer merged-into"];

    #[test]
    fn whatever_a_step_asks_for_can_be_answered() {
        let mut answered = 0;
        for schema in REGISTRY.iter().map(|entry| entry.schema) {
            let arrows = schema.states.map_or(&[][..], |table| table.transitions);
            for arrow in arrows {
                // What is not asked for is known, signed or chosen as a file.
                let known = |no: &u16| {
                    matches!(
                        schema.field(*no).unwrap().kind,
                        FieldKind::Instant | FieldKind::Bool
                    )
                };
                let other = files(schema, arrow).count()
                    + signatures(schema, arrow).len()
                    + arrow.args.iter().filter(|no| known(no)).count();
                let questions = asked(schema, arrow);
                assert_eq!(
                    questions.len() + other,
                    arrow.args.len(),
                    "{} {}",
                    schema.key,
                    arrow.key
                );
                for no in questions {
                    let spec = schema.field(no).unwrap();
                    let field = format!("{} {}", schema.key, spec.key);
                    let shown = editable(spec, true) || ELSEWHERE.contains(&&*field);
                    assert!(shown, "{field}, asked for by {}", arrow.key);
                    answered += 1;
                }
            }
        }
        assert!(answered > 10);
    }

    #[test]
    fn a_letter_leaves_at_its_own_time_unless_one_was_given() {
        let schema = shared::catalogue::by_key("customer-notice").unwrap();
        let send = &schema.states.unwrap().transitions[0];
        let sent_at = schema.by_key("sent-at").unwrap().no;
        let mut letter = Record::new(schema.kind, Id([7; 16]));
        assert_eq!(
            own_times(schema, &letter, send).collect::<Vec<_>>(),
            [sent_at]
        );
        let given = shared::entity::Cell {
            versions: vec![shared::entity::Version {
                op: shared::entity::OpId {
                    replica: shared::entity::ReplicaId(1),
                    epoch: 0,
                    seq: 1,
                },
                seq: 1,
                hlc: shared::entity::Hlc::default(),
                value: shared::entity::Value::Instant(super::now()),
            }],
        };
        letter
            .slots
            .insert(sent_at, shared::entity::Slot::Cell(given));
        assert_eq!(own_times(schema, &letter, send).count(), 0);
    }
}
