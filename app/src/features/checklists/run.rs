//! One run: answer, reason, photograph, and in the end the name under it.

use crate::features::camera::{Camera, hash};
use crate::i18n::{self, tr};
use crate::record::{Draft, Steps, now, record_title, state_word, sync_state, value_words, why};
use crate::replica::{Act, Replica};
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{
    Banner, Button, ChipOne, Chips, Empty, Field, FilePick, Glyph, Kind, Meter, Pick, Sync, Tag,
    TextArea, TextInput, Toaster, Tone,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::checklists::{
    Answer, Answered, CheckItem, ChecklistRun, Evidence, Given, RunState, answer, open_list,
    photos, progress, rows, run_name, sign, submit_blocks,
};
use shared::entity::{Blob, Entity, FieldKind, Id, Record};
use shared::language::Language;
use shared::sync::op::NewItem;
use std::sync::Arc;

const START: u16 = 16;
const SUBMIT: u16 = 17;

/// What the rows share.
#[derive(Clone, Copy)]
struct Run {
    replica: Replica,
    toaster: Toaster,
    id: Id,
    record: Signal<Option<Arc<Record>>>,
    camera: Camera,
}

impl Run {
    /// Keeps an answer; the first one starts the run.
    fn put(self, item: NewItem, mut more: Vec<Act>, blobs: Vec<[u8; 32]>) {
        let Some(run) = self.record.get_untracked() else {
            return;
        };
        if run.state() == RunState::Waiting.no() {
            let from = RunState::Waiting.no();
            more.insert(
                0,
                Act::step(ChecklistRun::KIND, self.id, START, from, None, Vec::new()),
            );
        }
        more.push(Act::put_item(ChecklistRun::KIND, self.id, item).with_blobs(blobs));
        self.keep(more);
    }

    fn keep(self, acts: Vec<Act>) {
        let (replica, toaster) = (self.replica, self.toaster);
        spawn_local(async move {
            if let Err(error) = replica.act(replica.seen(), acts).await {
                toaster.say(error.to_string());
            }
        });
    }

    fn open(self) -> bool {
        let doing = [RunState::Waiting.no(), RunState::Doing.no()];
        self.record
            .with(|run| run.as_ref().is_some_and(|run| doing.contains(&run.state())))
    }
}

fn language() -> Language {
    Language::nearest(i18n::locale().tag())
}

/// The screen.
#[component]
pub fn RunPage(
    /// Which run.
    id: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let run = Run {
        replica,
        toaster: expect_context::<Toaster>(),
        id,
        record: replica.record(id),
        camera: Camera::new(),
    };
    let word = replica.sync_word(id);
    let record = run.record;
    let title = move || {
        record
            .get()
            .map(|run| run_name(&run).text(language()).to_owned())
            .unwrap_or_default()
    };
    let far = move || record.with(|run| run.as_ref().map(|run| progress(run)).unwrap_or_default());
    let share = Signal::derive(move || {
        let far = far();
        100.0 * far.answered as f64 / (far.of.max(1)) as f64
    });
    let words = move || {
        let far = far();
        tr(
            "checklist-progress",
            &[("answered", far.answered.into()), ("of", far.of.into())],
        )
    };
    let state = move || {
        let words = state_word(ChecklistRun::SCHEMA, record.get()?.state())?;
        Some(view! { <Tag tone=Tone::Neutral words /> })
    };
    let count = Memo::new(move |_| record.with(|run| run.as_ref().map(|run| rows(run).len())));
    view! {
        <Office>
            <div class="checklist" data-density="touch">
                <PageHead title=title>{state}<Sync state=Signal::derive(move || sync_state(word.get())) /></PageHead>
                <div class="far"><span class="num">{words}</span><Meter label=t!("checklist-run") percent=share /></div>
                {move || match count.get() {
                    None => view! { <Empty title=t!("record-not-here") /> }.into_any(),
                    Some(count) => view! {
                        <ol class="items">{(0..count).map(|place| view! { <Row run place /> }).collect_view()}</ol>
                        <Finish run />
                    }.into_any(),
                }}
            </div>
        </Office>
    }
}

/// One item: its words, three answers, what the answer still needs.
#[component]
fn Row(run: Run, place: usize) -> impl IntoView {
    let line = Memo::new(move |_| -> Option<(CheckItem, Option<Answered>)> {
        run.record
            .with(|run| rows(run.as_ref()?).into_iter().nth(place))
    });
    let said = move || -> Option<Answered> { line.get()?.1 };
    let item = move || line.get_untracked().map(|line| line.0).unwrap_or_default();
    let answered = move || {
        said()
            .and_then(|said| said.answer)
            .map(|a| a.no().to_string())
            .unwrap_or_default()
    };
    let chosen = RwSignal::new(untrack(answered));
    Effect::new(move |_| chosen.set(answered()));
    Effect::new(move |before: Option<String>| {
        let now_said = chosen.get();
        let tapped =
            before.is_some_and(|before| before != now_said) && now_said != untrack(answered);
        if let (true, Ok(no)) = (tapped, now_said.parse()) {
            say(run, item().no, Answer::from_no(no), None);
        }
        now_said
    });
    let text = move || {
        line.get()
            .map(|(item, _)| format!("{}. {}", item.no, item.text.text(language())))
    };
    let denied = move || said().is_some_and(|said| said.answer == Some(Answer::No));
    let chip = move |answer: Answer, key: &'static str| {
        view! {
            <ChipOne chosen value=answer.no().to_string() must=true disabled=Signal::derive(move || !run.open())>{move || tr(key, &[])}</ChipOne>
        }
    };
    view! {
        <li data-must=move || line.get().is_some_and(|line| line.0.mandatory).then_some("")>
            <Chips class="chips item" legend=move || text().unwrap_or_default()>
                {chip(Answer::Yes, "checklist-answer-yes")}
                {chip(Answer::No, "checklist-answer-no")}
                {chip(Answer::NotApplicable, "checklist-answer-not-applicable")}
            </Chips>
            {move || denied().then(|| view! { <Reason run no=item().no before=said().unwrap_or_default().reason /> })}
            <Proof run line />
        </li>
    }
}

/// What one item is answered with.
fn say(run: Run, no: u16, with: Answer, reason: Option<String>) {
    let Some(record) = run.record.get_untracked() else {
        return;
    };
    let before = shared::domain::checklists::result(&record, no).unwrap_or_default();
    let given = Given {
        answer: with,
        reason: reason.unwrap_or(before.reason),
        at: now(),
        by: run.replica.me(),
        ..Given::default()
    };
    put(run, answer(&record, no, &given));
}

/// Signs an item with the name of who is signed in; what nobody said yet is said with it.
fn sign_off(run: Run, no: u16) {
    let Some(record) = run.record.get_untracked() else {
        return;
    };
    let before = shared::domain::checklists::result(&record, no).unwrap_or_default();
    let me = run.replica.me();
    let given = Given {
        answer: before.answer.unwrap_or(Answer::Yes),
        reason: before.reason,
        signature: Some(sign(me, now(), None)),
        at: now(),
        by: me,
    };
    put(run, answer(&record, no, &given));
}

fn put(run: Run, item: Result<NewItem, shared::sync::Reason>) {
    match item {
        Ok(item) => run.put(item, Vec::new(), Vec::new()),
        Err(reason) => {
            let words = why(ChecklistRun::SCHEMA, String::new(), &[reason]).way_out;
            run.toaster.say(words.unwrap_or_default());
        }
    }
}

/// Why not: kept when the field is left.
#[component]
fn Reason(run: Run, no: u16, before: String) -> impl IntoView {
    let text = RwSignal::new(before);
    let keep = move || say(run, no, Answer::No, Some(text.get_untracked()));
    view! {
        <Field label=t!("checklist-result-reason")><TextInput value=text on_leave=keep on_enter=keep /></Field>
    }
}

/// The photographs of an item, or the list that is to be opened.
#[component]
fn Proof(run: Run, line: Memo<Option<(CheckItem, Option<Answered>)>>) -> impl IntoView {
    let wants = Memo::new(move |_| line.get().map(|(item, _)| (item.no, item.evidence)));
    let taken = move || {
        line.get()
            .and_then(|line| line.1)
            .map_or(0, |said| said.photos.len())
    };
    let signed = move || {
        let signature = line.get()?.1?.signature?;
        value_words(run.replica, &FieldKind::Signature, &signature)
    };
    let seen = move |no: u16| {
        let record = run.record.get_untracked();
        let item = record.and_then(|record| open_list(&record, no, now(), run.replica.me()).ok());
        if let Some(item) = item {
            run.put(item, Vec::new(), Vec::new());
        }
    };
    move || {
        let (no, evidence) = wants.get()?;
        Some(match evidence {
            Evidence::Photo => view! {
                <div class="proof">
                    <FilePick pick=Pick::Camera icon=Glyph::CAMERA label=t!("checklist-result-photos") on_pick=Callback::new(move |files: Vec<web_sys::File>| take(run, no, files)) />
                    <span class="muted">{move || tr("checklist-photos", &[("count", taken().into())])}</span>
                </div>
            }.into_any(),
            Evidence::System => view! {
                <Button icon=Glyph::LIST on_press=move || seen(no)>{t!("checklist-open-list")}</Button>
            }.into_any(),
            Evidence::Signature => view! {
                <div class="proof">
                    <Button icon=Glyph::PEN on_press=move || sign_off(run, no)>{t!("checklist-sign-item")}</Button>
                    <span class="muted">{signed}</span>
                </div>
            }.into_any(),
            _ => ().into_any(),
        })
    }
}

fn take(run: Run, no: u16, files: Vec<web_sys::File>) {
    for file in files {
        spawn_local(async move {
            let of = (ChecklistRun::KIND, run.id);
            let about = match run
                .camera
                .keep(run.replica, &file, of, format!("{no}"))
                .await
            {
                Ok(about) => about,
                Err(words) => return run.toaster.say(words),
            };
            let Some(record) = run.record.get_untracked() else {
                return;
            };
            let before = shared::domain::checklists::result(&record, no).unwrap_or_default();
            let mut all: Vec<Blob> = before.photos;
            all.push(about.sha256.clone());
            if let Ok(item) = photos(&record, no, &all, now(), run.replica.me()) {
                let attach = Act::attach(run.replica.new_id(), &about);
                run.put(item, vec![attach], hash(&about));
            }
        });
    }
}

/// What is missing, by name; then the name of who went through it, and off.
#[component]
fn Finish(run: Run) -> impl IntoView {
    let me = record_title(run.replica, run.replica.me());
    let (name, remark) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let draft = Draft::new(run.replica, format!("finish/{}", run.id), vec![(1, remark)]);
    draft.begin();
    let error = RwSignal::new(None::<String>);
    let missing = move || {
        let run = run.record.get()?;
        let mut lacks = submit_blocks(&run);
        lacks.retain(|reason| reason.code != "unsigned");
        (!lacks.is_empty())
            .then(|| why(ChecklistRun::SCHEMA, String::new(), &lacks).way_out)
            .flatten()
    };
    let hand_in = {
        let me = me.clone();
        move || {
            if name.get_untracked().trim() != me {
                error.set(Some(tr(
                    "checklist-sign-own",
                    &[("name", me.clone().into())],
                )));
                return;
            }
            let signature = sign(run.replica.me(), now(), None);
            let mut args = vec![(ChecklistRun::SIGNATURE, signature)];
            if !remark.get_untracked().trim().is_empty() {
                args.push((
                    ChecklistRun::REMARK,
                    shared::entity::Value::Text(remark.get_untracked()),
                ));
            }
            draft.done();
            let from = RunState::Doing.no();
            run.keep(vec![Act::step(
                ChecklistRun::KIND,
                run.id,
                SUBMIT,
                from,
                None,
                args,
            )]);
        }
    };
    let hand_in = Callback::new(move |()| hand_in());
    let blocked = Signal::derive(missing);
    view! {
        {move || missing().map(|words| view! { <Banner tone=Tone::Lamp icon=Glyph::ALERT inset=true fact=t!("checklist-missing") more=words /> })}
        {move || run.open().then(|| view! {
            <div class="finish">
                <Field label=t!("checklist-run-signature") help=tr("checklist-sign-help", &[]) error=error><TextInput value=name /></Field>
                <Field label=t!("checklist-run-remark")><TextArea value=remark /></Field>
                <Button kind=Kind::Primary wide=true blocked=blocked on_press=hand_in>{t!("checklist-run-do-submit")}</Button>
            </div>
        })}
        <div class="acts"><Steps record=run.record /></div>
    }
}
