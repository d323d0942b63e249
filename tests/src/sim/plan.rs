//! What a seed is about: how many devices, and what goes wrong how often.

use super::dice::Dice;
use super::fault::Fault;

/// A seed's programme.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Devices at the start.
    pub devices: usize,
    /// Rounds of work and check; more follow if these make too few ops or events.
    pub rounds: u32,
    /// Length of a round, ms.
    pub round_ms: u64,
    /// User actions in a round.
    pub acts: u64,
    /// Long texts, so that a pull takes several pages.
    pub heavy: bool,
    enabled: u32,
}

impl Plan {
    /// The programme of a seed.
    pub(super) fn draw(dice: &mut Dice) -> Plan {
        let devices = match dice.below(100) {
            0..62 => dice.between(2, 5),
            62..96 => dice.between(6, 12),
            _ => dice.between(13, 50),
        } as usize;
        let enabled = Fault::ALL
            .iter()
            .filter(|_| dice.chance(700))
            .fold(0, |set, fault| set | fault.bit());
        Plan {
            devices,
            rounds: 3,
            round_ms: dice.between(15, 40) * 60_000,
            acts: dice.between(80, 120),
            heavy: dice.chance(30),
            enabled,
        }
    }

    /// Whether a fault happens now, at this rate, if the seed has it at all.
    pub(super) fn strikes(&self, fault: Fault, per_mille: u64, dice: &mut Dice) -> bool {
        self.enabled & fault.bit() != 0 && dice.chance(per_mille)
    }
}
