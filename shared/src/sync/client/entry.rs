//! One op in the outbox, and what to say about it.

use crate::sync::op::Op;
use crate::sync::receipt::{Receipt, Verdict};

/// Where an op stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// Durable here, not answered.
    Queued,
    /// Answered; kept until a server backup holds it, or until the person has dealt with it.
    Answered { receipt: Receipt, settled: bool },
}

/// An op this device keeps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The op.
    pub op: Op,
    /// Where it stands.
    pub state: State,
}

/// The word people see for an op or a record (ui/README §4 Receipts → words).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SyncWord {
    /// 已同步.
    Synced,
    /// 已存本机.
    Saved,
    /// 冲突.
    Conflict,
    /// 需复核.
    Review,
    /// 被退回.
    Returned,
}

impl Entry {
    /// A new op.
    pub fn queued(op: Op) -> Entry {
        Entry {
            op,
            state: State::Queued,
        }
    }

    /// Its answer, if it has one.
    pub fn receipt(&self) -> Option<&Receipt> {
        match &self.state {
            State::Queued => None,
            State::Answered { receipt, .. } => Some(receipt),
        }
    }

    /// Takes the answer.
    pub fn answer(&mut self, receipt: Receipt) {
        let settled = matches!(&self.state, State::Answered { settled: true, .. });
        self.state = State::Answered { receipt, settled };
    }

    /// The server lost it: it waits again.
    pub fn requeue(&mut self) {
        self.state = State::Queued;
    }

    /// The person has dealt with it.
    pub fn settle(&mut self) {
        if let State::Answered { settled, .. } = &mut self.state {
            *settled = true;
        }
    }

    /// Waits in 待处理 for its author.
    pub fn needs_attention(&self) -> bool {
        match &self.state {
            State::Queued => false,
            State::Answered { receipt, settled } => {
                !settled
                    && matches!(
                        receipt.verdict,
                        Verdict::NeedsReview | Verdict::Quarantined | Verdict::Rejected
                    )
            }
        }
    }

    /// The word for it.
    pub fn word(&self) -> SyncWord {
        match self.receipt().map(|receipt| receipt.verdict) {
            None | Some(Verdict::Held) => SyncWord::Saved,
            Some(Verdict::Accepted | Verdict::Merged) => SyncWord::Synced,
            Some(Verdict::Conflict) => SyncWord::Conflict,
            Some(Verdict::NeedsReview | Verdict::Quarantined) => SyncWord::Review,
            Some(Verdict::Rejected) => SyncWord::Returned,
        }
    }
}
