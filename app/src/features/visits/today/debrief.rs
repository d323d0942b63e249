//! What the guests thought: the intention first, one tap each, words where they are needed.

use super::super::doing::{choice, keep};
use super::{Day, arrival};
use crate::i18n::tr;
use crate::record::Draft;
use crate::t;
use crate::ui::{Button, Check, ChipOne, Chips, Dialog, Field, Kind, TextArea};
use leptos::prelude::*;
use shared::domain::exhibitions::Interest;
use shared::domain::visits::{VisitDebrief, debrief_of};
use shared::entity::Value;

/// What stands in the sheet.
#[derive(Clone, Copy)]
struct Said {
    intention: RwSignal<String>,
    reason: RwSignal<String>,
    impression: RwSignal<String>,
    no_impression: RwSignal<bool>,
    opinion: RwSignal<String>,
    no_opinion: RwSignal<bool>,
}

impl Said {
    fn blank() -> Self {
        Self {
            intention: RwSignal::default(),
            reason: RwSignal::default(),
            impression: RwSignal::default(),
            no_impression: RwSignal::new(false),
            opinion: RwSignal::default(),
            no_opinion: RwSignal::new(false),
        }
    }

    /// What was said before stands there when the sheet opens.
    fn load(self, day: Day) {
        let Some(debrief) = day.replica.world(|world| debrief_of(world, day.id)) else {
            return;
        };
        let number = |no: u16| match debrief.get(no) {
            Some(Value::Int(n)) => n.to_string(),
            Some(Value::Choice(n)) => n.to_string(),
            _ => String::new(),
        };
        let yes = |no: u16| debrief.get(no) == Some(&Value::Bool(true));
        self.intention.set(number(VisitDebrief::INTENTION));
        self.impression.set(number(VisitDebrief::IMPRESSION));
        self.reason
            .set(debrief.text(VisitDebrief::REASON).to_owned());
        self.opinion
            .set(debrief.text(VisitDebrief::SERVICE_OPINION).to_owned());
        self.no_impression.set(yes(VisitDebrief::NO_IMPRESSION));
        self.no_opinion.set(yes(VisitDebrief::NO_OPINION));
    }

    /// What is typed outlives a lock; the ticks are one tap each.
    fn draft(self, day: Day) -> Draft {
        let typed = vec![
            (VisitDebrief::INTENTION, self.intention),
            (VisitDebrief::REASON, self.reason),
            (VisitDebrief::IMPRESSION, self.impression),
            (VisitDebrief::SERVICE_OPINION, self.opinion),
        ];
        Draft::new(day.replica, format!("debrief/{}", day.id), typed)
    }

    fn fields(self) -> Vec<(u16, Value)> {
        let text = |signal: RwSignal<String>| Value::Text(signal.get_untracked().trim().to_owned());
        let fields = vec![
            (
                VisitDebrief::INTENTION,
                self.intention
                    .get_untracked()
                    .parse()
                    .map_or(Value::Empty, Value::Choice),
            ),
            (VisitDebrief::REASON, text(self.reason)),
            (
                VisitDebrief::IMPRESSION,
                self.impression
                    .get_untracked()
                    .parse()
                    .map_or(Value::Empty, Value::Int),
            ),
            (
                VisitDebrief::NO_IMPRESSION,
                Value::Bool(self.no_impression.get_untracked()),
            ),
            (VisitDebrief::SERVICE_OPINION, text(self.opinion)),
            (
                VisitDebrief::NO_OPINION,
                Value::Bool(self.no_opinion.get_untracked()),
            ),
        ];
        fields
            .into_iter()
            .filter(|(_, value)| !value.is_blank())
            .collect()
    }
}

/// The sheet.
#[component]
pub(super) fn Sheet(day: Day) -> impl IntoView {
    let open = day.sheets.debrief;
    let said = Said::blank();
    let draft = said.draft(day);
    Effect::new(move |_| {
        if open.get() {
            untrack(|| said.load(day));
            draft.begin();
        }
    });
    // Who gave a score has said something, and who ticks that they did not takes it back.
    Effect::new(move |_| {
        if said.impression.with(|score| !score.is_empty()) {
            said.no_impression.set(false);
        }
    });
    Effect::new(move |_| {
        if said.no_impression.get() {
            said.impression.set(String::new());
        }
    });
    let save = move || {
        let act = arrival::note(day, said.fields());
        keep(day.replica, day.toaster, vec![act], move || {
            draft.close(open)
        });
    };
    let grade = move |letter: &Interest| {
        let no = letter.no();
        view! { <ChipOne chosen=said.intention value=no.to_string()><b>{choice(Interest::SCHEMA, no)}</b></ChipOne> }
    };
    let score =
        move |n: i64| view! { <ChipOne chosen=said.impression value=n.to_string()>{n}</ChipOne> };
    let actions = move || {
        view! {
            <Button on_press=move || draft.close(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary on_press=save>{t!("save")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("visit-debrief") actions=actions>
            <Chips class="chips four" legend=t!("visit-debrief-intention")>
                {Interest::ALL.iter().map(grade).collect_view()}
            </Chips>
            <Field label=t!("visit-debrief-reason")><TextArea value=said.reason /></Field>
            <Chips class="chips five" legend=t!("visit-debrief-impression")>{(1..=5).map(score).collect_view()}</Chips>
            <Check value=said.no_impression>{move || tr("visit-debrief-no-impression", &[])}</Check>
            <Field label=t!("visit-debrief-service-opinion")><TextArea value=said.opinion /></Field>
            <Check value=said.no_opinion>{move || tr("visit-debrief-no-opinion", &[])}</Check>
        </Dialog>
    }
}
