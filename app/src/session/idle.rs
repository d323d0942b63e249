//! Locking when nobody touches the screen (P-43, R-278).

use std::cell::Cell;

/// What a device is used as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeviceKind {
    /// Booth tablet.
    Tablet,
    /// Phone.
    Phone,
    /// Computer.
    #[default]
    Computer,
}

impl DeviceKind {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tablet => "tablet",
            Self::Phone => "phone",
            Self::Computer => "computer",
        }
    }

    /// Quiet milliseconds after which it locks (P-43).
    #[must_use]
    pub const fn patience_ms(self) -> u64 {
        const MINUTE: u64 = 60_000;
        match self {
            Self::Tablet | Self::Phone => 5 * MINUTE,
            Self::Computer => 15 * MINUTE,
        }
    }
}

/// Counts quiet time. A device that slept counts its sleep.
#[derive(Debug)]
pub struct Idle {
    patience_ms: u64,
    touched_ms: Cell<u64>,
}

impl Idle {
    /// Counts from now.
    #[must_use]
    pub const fn new(patience_ms: u64, now_ms: u64) -> Self {
        Self {
            patience_ms,
            touched_ms: Cell::new(now_ms),
        }
    }

    /// Somebody touched the screen.
    pub fn touch(&self, now_ms: u64) {
        self.touched_ms.set(now_ms);
    }

    /// How long until it locks, in milliseconds; 0 = now. A clock that went back starts anew.
    pub fn left_ms(&self, now_ms: u64) -> u64 {
        let touched = self.touched_ms.get();
        if now_ms < touched {
            self.touched_ms.set(now_ms);
            return self.patience_ms;
        }
        (touched + self.patience_ms).saturating_sub(now_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_43_a_tablet_locks_after_five_quiet_minutes() {
        let idle = Idle::new(DeviceKind::Tablet.patience_ms(), 1_000);
        assert_eq!(idle.left_ms(1_000), 300_000);
        idle.touch(200_000);
        assert_eq!(idle.left_ms(499_999), 1);
        assert_eq!(idle.left_ms(500_000), 0);
        assert_eq!(idle.left_ms(9_000_000), 0, "sleep counts");
        assert_eq!(idle.left_ms(10), 300_000, "a clock set back starts anew");
    }
}
