//! A word of mine that came too late: who was first, what I had said, and how to say it again. It
//! follows me to the next time the object is asked about, where it can count.

use super::case::{Case, at};
use super::decide::{Desk, send};
use super::past::signature;
use crate::i18n::tr;
use crate::record::{Sure, moment, record_title, state_word};
use crate::replica::Replica;
use crate::shell::use_shell;
use crate::t;
use crate::ui::{Button, Glyph, Icon, Kind, Toaster};
use leptos::prelude::*;
use shared::domain::approvals::{Approval, ApprovalState};
use shared::entity::{Entity, Id, Record, Value, common};
use shared::ordered;
use shared::sync::apply::transition;
use shared::sync::op::Fields;

/// A decision that lost: on which approval, which, and what stood beside it.
#[derive(Clone, PartialEq)]
struct Late {
    on: Record,
    step: u16,
    args: Fields,
}

impl Late {
    /// The last late word of mine, here or where the same object was asked about before; none once a word
    /// of mine stands.
    fn of(replica: Replica, case: &Case) -> Option<Self> {
        let me = replica.me();
        let here = case.all.iter().position(|one| one.id == case.approval.id)?;
        for one in case.all[..=here].iter().rev() {
            if one.reference(Approval::DECIDED_BY) == Some(me) {
                return None;
            }
            if let Some(late) = Self::on(one, me) {
                return Some(late);
            }
        }
        None
    }

    fn on(approval: &Record, me: Id) -> Option<Self> {
        let facts = approval.facts(common::LATE);
        let mut mine: Vec<_> = facts
            .filter(|(_, fact)| fact.value.part(4).and_then(Value::reference) == Some(me))
            .collect();
        ordered::sort_by_key(&mut mine, |(_, fact)| (fact.seq, fact.hlc));
        let (_, fact) = mine.last()?;
        let Some(Value::Int(step)) = fact.value.part(1) else {
            return None;
        };
        let args = match fact.value.part(2) {
            Some(Value::Group(args)) => args.clone(),
            _ => Vec::new(),
        };
        let step = u16::try_from(*step).ok()?;
        let on = approval.clone();
        Some(Self { on, step, args })
    }

    fn argument(&self, no: u16) -> Option<&Value> {
        let found = self.args.iter().find(|(field, _)| *field == no);
        found.map(|(_, value)| value)
    }

    /// The word for it.
    fn word(&self) -> String {
        let arrow = Approval::SCHEMA
            .states
            .and_then(|table| transition(table, self.step));
        let key = arrow.map(|arrow| format!("approval-do-{}", arrow.key));
        key.map(|key| tr(&key, &[])).unwrap_or_default()
    }
}

/// The case; nothing where no word of mine came too late.
#[component]
pub fn LateWords(
    /// The approval.
    case: Signal<Case>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let shell = use_shell();
    let desk = Desk {
        replica,
        toaster: expect_context::<Toaster>(),
        sure: expect_context::<Sure>(),
        offline: Signal::derive(move || !shell.online.get()),
    };
    let late = Memo::new(move |_| case.with(|case| Late::of(replica, case)));
    let open = Memo::new(move |_| case.with(|case| case.mine && case.hash.is_some()));
    move || {
        let late = late.get()?;
        let winner = winner(replica, &late.on);
        let again = late.clone();
        let (opinion, signed) = (
            late.argument(Approval::OPINION)
                .and_then(Value::text)
                .map(str::to_owned),
            signature(late.argument(Approval::SIGNATURE)),
        );
        let word = late.word();
        let given = at_of(&late).map(moment).unwrap_or_default();
        Some(view! {
            <article class="case late-word">
                <header><h2>{winner}</h2><p>{tr("approvals-late-mine", &[("word", word.into()), ("time", given.into())])}</p></header>
                <div class="reason" data-tone="info">
                    <Icon glyph=Glyph::INFO />
                    <div>{opinion.map(|text| view! { <blockquote>{text}</blockquote> })}{signed}<p class="fine">{t!("approvals-late-kept")}</p></div>
                </div>
                {move || open.get().then(|| {
                    let again = again.clone();
                    let press = move || case.with_untracked(|case| send(desk, case, again.step, again.args.clone(), None));
                    view! { <footer><span class="end"><Button kind=Kind::Plain icon=Glyph::SEND on_press=press>{t!("approvals-late-again")}</Button></span></footer> }
                })}
            </article>
        })
    }
}

fn at_of(late: &Late) -> Option<i64> {
    match late.argument(Approval::DECIDED_AT)? {
        Value::Instant(at) => Some(at.utc_ms),
        _ => None,
    }
}

/// Who was first; where nobody was, the content had changed.
fn winner(replica: Replica, approval: &Record) -> String {
    if approval.state() == ApprovalState::Pending.no() {
        return tr("approvals-late-changed", &[]);
    }
    let who = approval.reference(Approval::DECIDED_BY);
    let Some(who) = who.map(|id| record_title(replica, id)) else {
        return tr("approvals-late-over", &[]);
    };
    let word = state_word(Approval::SCHEMA, approval.state()).unwrap_or_default();
    let time = at(approval, Approval::DECIDED_AT).map(moment);
    tr(
        "approvals-late-winner",
        &[
            ("who", who.into()),
            ("word", word.into()),
            ("time", time.unwrap_or_default().into()),
        ],
    )
}
