//! Fault × receipt × op class, counted.

use std::fmt::Write as _;

use shared::sync::{Class, Verdict};

use super::fault::Fault;

const CLASSES: [Class; 5] = [Class::F, Class::S, Class::C, Class::T, Class::R];
/// `Held` is left out: only a relay answers so, and there is none.
const VERDICTS: [Verdict; 6] = [
    Verdict::Accepted,
    Verdict::Merged,
    Verdict::Conflict,
    Verdict::NeedsReview,
    Verdict::Quarantined,
    Verdict::Rejected,
];
const ROWS: usize = Fault::ALL.len() + 1;

/// Counts of ops by what met them, what they are and what became of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    cells: Vec<[[u64; 6]; 5]>,
}

impl Default for Tally {
    fn default() -> Self {
        Tally {
            cells: vec![[[0; 6]; 5]; ROWS],
        }
    }
}

/// Why a receipt can never meet an op of this class; `None` where it can.
pub fn cannot_meet(fault: Option<Fault>, class: Class, verdict: Verdict) -> Option<&'static str> {
    match (class, verdict) {
        (Class::F | Class::R, Verdict::Merged | Verdict::Conflict) => {
            return Some("facts and reservations are united, there is nothing to merge");
        }
        (Class::T, Verdict::Merged) => {
            return Some("a transition stands or needs review; its plain arguments always stand");
        }
        _ => {}
    }
    if fault != Some(Fault::Anonymous) {
        return None;
    }
    match (class, verdict) {
        (Class::F, Verdict::Accepted | Verdict::Rejected) => None,
        (Class::S, Verdict::Accepted | Verdict::Rejected) => None,
        (_, Verdict::Rejected) => None,
        _ => Some("with nobody signed in only facts and new leads pass, and no grant can end"),
    }
}

impl Tally {
    /// Counts one op with its fate.
    pub fn add(&mut self, faults: u32, class: Class, verdict: Verdict) {
        let class = CLASSES.iter().position(|c| *c == class).unwrap_or(0);
        let Some(verdict) = VERDICTS.iter().position(|v| *v == verdict) else {
            return;
        };
        if faults == 0 {
            self.cells[ROWS - 1][class][verdict] += 1;
        }
        for fault in Fault::ALL.iter().filter(|fault| faults & fault.bit() != 0) {
            self.cells[*fault as usize][class][verdict] += 1;
        }
    }

    /// Adds another seed's counts.
    pub fn merge(&mut self, other: &Tally) {
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            for (mine, theirs) in mine.iter_mut().flatten().zip(theirs.iter().flatten()) {
                *mine += theirs;
            }
        }
    }

    /// How often a fault met this class with this receipt.
    pub fn count(&self, fault: Option<Fault>, class: Class, verdict: Verdict) -> u64 {
        let row = fault.map_or(ROWS - 1, |fault| fault as usize);
        let class = CLASSES.iter().position(|c| *c == class).unwrap_or(0);
        let verdict = VERDICTS.iter().position(|v| *v == verdict);
        verdict.map_or(0, |verdict| self.cells[row][class][verdict])
    }

    /// Combinations that can meet and did so less than `least` times.
    pub fn rare(&self, least: u64) -> Vec<(Option<Fault>, Class, Verdict, u64)> {
        let mut rare = Vec::new();
        for fault in Fault::ALL.iter().copied().map(Some) {
            for class in CLASSES {
                for verdict in VERDICTS {
                    let count = self.count(fault, class, verdict);
                    if cannot_meet(fault, class, verdict).is_none() && count < least {
                        rare.push((fault, class, verdict, count));
                    }
                }
            }
        }
        rare
    }

    /// The table, one line per fault and class.
    pub fn table(&self) -> String {
        let mut out = String::from(
            "fault                     class   accepted     merged   conflict     review quarantine   rejected\n",
        );
        let faults = Fault::ALL.iter().copied().map(Some).chain([None]);
        for fault in faults {
            for class in CLASSES {
                let name = fault.map_or("none", Fault::name);
                let _ = write!(out, "{name:<25} {class:?}    ");
                for verdict in VERDICTS {
                    let count = self.count(fault, class, verdict);
                    if cannot_meet(fault, class, verdict).is_some() && count == 0 {
                        let _ = write!(out, " {:>10}", "-");
                    } else {
                        let _ = write!(out, " {count:>10}");
                    }
                }
                out.push('\n');
            }
        }
        out
    }
}
