//! Giving one's word: bound to the content that was on the screen, on this device first (I-18).

use super::case::Case;
use crate::i18n::tr;
use crate::record::{Draft, Sure, now, sign};
use crate::replica::{Act, Replica};
use crate::ui::{Ink, Toaster};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::approvals::{APPROVE, Approval};
use shared::entity::{Entity, Id, OpId, Value};
use shared::sync::op::Fields;

/// What was put down beside a decision.
#[derive(Clone, Copy)]
pub(super) struct Words {
    /// 意见.
    pub opinion: RwSignal<String>,
    /// What keeps it until it is given.
    pub draft: Draft,
    /// What is missing in it.
    pub error: RwSignal<Option<String>>,
    /// 签字.
    pub ink: RwSignal<Ink>,
}

impl Words {
    /// An opinion that was typed and not given outlives a lock; a signature is drawn again.
    pub fn new(replica: Replica, approval: Id) -> Self {
        let opinion = RwSignal::new(String::new());
        let draft = Draft::new(replica, format!("word/{approval}"), vec![(1, opinion)]);
        draft.begin();
        Self {
            opinion,
            draft,
            error: RwSignal::new(None),
            ink: RwSignal::new(Ink::default()),
        }
    }

    /// The arguments of the decision; `None` where a word against lacks its reason.
    fn arguments(self, no: u16, name: &str, hash: Option<[u8; 32]>) -> Option<Fields> {
        let opinion = self.opinion.with_untracked(|text| text.trim().to_owned());
        if no != APPROVE && opinion.is_empty() {
            return None;
        }
        let mut args = Vec::new();
        if !opinion.is_empty() {
            args.push((Approval::OPINION, Value::Text(opinion)));
        }
        let signature = hash.and_then(|hash| self.ink.with_untracked(|ink| sign(ink, name, hash)));
        args.extend(signature.map(|value| (Approval::SIGNATURE, value)));
        Some(args)
    }
}

/// What a decision needs to know besides the words.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub replica: Replica,
    pub toaster: Toaster,
    pub sure: Sure,
    pub offline: Signal<bool>,
}

/// Decides; says what is missing instead where a reason is.
pub(super) fn decide(desk: Desk, case: &Case, words: Words, name: &str, no: u16) {
    let typed = words.ink.with_untracked(|ink| ink.typed.trim().to_owned());
    if !typed.is_empty() && typed != name {
        // Whoever types for his signature types his own name, whole.
        let own = tr("checklist-sign-own", &[("name", name.into())]);
        return desk.toaster.say(own);
    }
    match words.arguments(no, name, case.hash) {
        Some(args) => {
            let given = args.clone();
            let decided = case.clone();
            let take = move || send(desk, &decided, no, args, Some(words.draft));
            desk.sure
                .step(desk.replica, &case.approval, no, &given, take);
        }
        None => words.error.set(Some(tr("approvals-opinion-needed", &[]))),
    }
}

/// Sends a decision on what the case shows now. Also used for one that came too late and is given again. What
/// was typed is forgotten once it is kept.
pub(super) fn send(desk: Desk, case: &Case, no: u16, mut args: Fields, draft: Option<Draft>) {
    args.retain(|(no, _)| ![Approval::OFFLINE, Approval::DECIDED_AT].contains(no));
    let offline = desk.offline.get_untracked();
    args.push((Approval::OFFLINE, Value::Bool(offline)));
    args.push((Approval::DECIDED_AT, Value::Instant(now())));
    let (id, from) = (case.approval.id, case.approval.state());
    let act = Act::step(Approval::KIND, id, no, from, case.hash, args);
    let (replica, toaster) = (desk.replica, desk.toaster);
    let back = returned(replica, id);
    spawn_local(async move {
        match replica.act(replica.seen(), vec![act]).await {
            Ok(_) => {
                if let Some(draft) = draft {
                    draft.done();
                }
                let key = if offline {
                    "approvals-said-offline"
                } else {
                    "sync-local"
                };
                toaster.say(tr(key, &[]));
                // What came back is dealt with: it was given again.
                back.into_iter().for_each(|op| replica.settle(op));
            }
            Err(error) => toaster.say(error.to_string()),
        }
    });
}

/// Words on this approval that came back.
fn returned(replica: Replica, id: Id) -> Vec<OpId> {
    let outbox = replica.outbox().get_untracked();
    let back = outbox
        .iter()
        .filter(|entry| entry.op.record == id && entry.needs_attention());
    back.map(|entry| entry.op.id).collect()
}
