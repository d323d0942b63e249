//! Receipts: the server's durable answer to each op, written in the same transaction as its
//! effects (V2) and delivered in the same feed.

use minicbor::Decoder;
use minicbor::data::Type;

use crate::entity::codec::{Enc, Written, array, tuple};
use crate::entity::{Canonical, DecodeError, OpId};

/// What became of an op.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
#[repr(u8)]
pub enum Verdict {
    /// Took effect as meant.
    Accepted = 1,
    /// Took effect beside a concurrent edit; a losing value is in the history.
    Merged = 2,
    /// A critical field now holds two values; the owner is asked.
    Conflict = 3,
    /// Someone decided first, or what was decided on has changed, or the quota is spent.
    NeedsReview = 4,
    /// Was allowed when it was made, is not any more; waits for a person.
    Quarantined = 5,
    /// Not possible as it stands; editable and re-sendable.
    Rejected = 6,
    /// Stored by a relay; not final.
    Held = 7,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Verdict; 7] = [
        Verdict::Accepted,
        Verdict::Merged,
        Verdict::Conflict,
        Verdict::NeedsReview,
        Verdict::Quarantined,
        Verdict::Rejected,
        Verdict::Held,
    ];

    /// The op changed the record (perhaps beside another value).
    pub fn took_effect(self) -> bool {
        matches!(
            self,
            Verdict::Accepted | Verdict::Merged | Verdict::Conflict
        )
    }
}

/// Who answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Authority {
    /// Head office: final.
    HeadOffice,
    /// A booth hub with this number: provisional.
    Relay(u32),
}

/// One reason, in words the app looks up: `reason-<code>` with the arguments.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reason {
    /// Stable key.
    pub code: String,
    /// The rule R-nnn behind it; 0 = none.
    pub rule: u16,
    /// The field it is about; 0 = the whole record.
    pub field: u16,
    /// Arguments for the text.
    pub args: Vec<String>,
    /// The op that came first.
    pub winner: Option<OpId>,
}

impl Reason {
    /// A reason without rule or field.
    pub fn new(code: &str) -> Reason {
        Reason {
            code: code.to_owned(),
            ..Reason::default()
        }
    }

    /// A reason of a rule.
    pub fn of_rule(rule: u16, code: &str) -> Reason {
        Reason {
            rule,
            ..Reason::new(code)
        }
    }

    /// The step has nothing to do now, so nobody is offered it: codes that begin with `idle-`.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.code.starts_with("idle-")
    }

    /// The same, about one field.
    #[must_use]
    pub fn at(mut self, field: u16) -> Reason {
        self.field = field;
        self
    }

    /// The same, naming the op that came first.
    #[must_use]
    pub fn won_by(mut self, winner: Option<OpId>) -> Reason {
        self.winner = winner;
        self
    }
}

/// The answer to one op.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Which op.
    pub op: OpId,
    /// What became of it.
    pub verdict: Verdict,
    /// The server sequence of the receipt and of the effects.
    pub seq: u64,
    /// Why, unless simply accepted.
    pub reasons: Vec<Reason>,
    /// Who answered.
    pub authority: Authority,
    /// How far the device's clock was off after correction, when more than two minutes.
    pub skew_ms: i64,
}

impl Canonical for Reason {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(5)?
            .str(&self.code)?
            .u16(self.rule)?
            .u16(self.field)?;
        e.array(self.args.len() as u64)?;
        for arg in &self.args {
            e.str(arg)?;
        }
        match &self.winner {
            Some(op) => op.write(e),
            None => e.null()?.ok(),
        }
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 5)?;
        let code = d.str()?.to_owned();
        let (rule, field) = (d.u16()?, d.u16()?);
        let args = array(d, |d| Ok(d.str()?.to_owned()))?;
        let winner = if d.datatype()? == Type::Null {
            d.null()?;
            None
        } else {
            Some(OpId::read(d)?)
        };
        Ok(Reason {
            code,
            rule,
            field,
            args,
            winner,
        })
    }
}

impl Canonical for Receipt {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(6)?;
        self.op.write(e)?;
        e.u8(self.verdict as u8)?.u64(self.seq)?;
        e.array(self.reasons.len() as u64)?;
        self.reasons.iter().try_for_each(|reason| reason.write(e))?;
        match self.authority {
            Authority::HeadOffice => e.null()?.ok()?,
            Authority::Relay(n) => e.u32(n)?.ok()?,
        }
        e.i64(self.skew_ms)?.ok()
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 6)?;
        let op = OpId::read(d)?;
        let no = d.u8()?;
        let verdict = Verdict::ALL
            .into_iter()
            .find(|verdict| *verdict as u8 == no)
            .ok_or_else(|| DecodeError(format!("verdict {no}")))?;
        let seq = d.u64()?;
        let reasons = array(d, Reason::read)?;
        let authority = if d.datatype()? == Type::Null {
            d.null()?;
            Authority::HeadOffice
        } else {
            Authority::Relay(d.u32()?)
        };
        Ok(Receipt {
            op,
            verdict,
            seq,
            reasons,
            authority,
            skew_ms: d.i64()?,
        })
    }
}
