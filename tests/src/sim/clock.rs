//! The clock of a device: never to be trusted.

use super::dice::Dice;

/// One day, ms.
pub(super) const DAY: u64 = 86_400_000;

/// Off by a fixed amount, and sometimes standing still.
#[derive(Clone, Debug, Default)]
pub(super) struct Clock {
    off_ms: i64,
    frozen_at: Option<u64>,
}

impl Clock {
    /// What the device believes the time is, UTC ms.
    pub(super) fn read(&self, now: u64) -> u64 {
        self.frozen_at
            .unwrap_or_else(|| now.saturating_add_signed(self.off_ms))
    }

    /// Off by up to thirty days either way.
    pub(super) fn skew(&mut self, dice: &mut Dice) {
        let off = dice.below(60 * DAY);
        self.off_ms = i64::try_from(off).unwrap_or(0) - i64::try_from(30 * DAY).unwrap_or(0);
    }

    /// Stands still, or goes on from where it should be.
    pub(super) fn freeze(&mut self, now: u64, frozen: bool) {
        self.frozen_at = frozen.then(|| self.read(now));
    }

    /// More than two minutes off, or standing still.
    pub(super) fn is_wrong(&self) -> bool {
        self.off_ms.abs() > 120_000 || self.frozen_at.is_some()
    }
}
