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

    /// Which of two limits is its own: that of a tablet or phone, that of a desktop (P-43).
    #[must_use]
    pub const fn limit(self, [hand, desk]: [u64; 2]) -> u64 {
        match self {
            Self::Tablet | Self::Phone => hand,
            Self::Computer => desk,
        }
    }
}

/// Counts quiet time. A device that slept counts its sleep.
#[derive(Debug)]
pub struct Idle {
    touched_ms: Cell<u64>,
}

impl Idle {
    /// Counts from now.
    #[must_use]
    pub const fn new(now_ms: u64) -> Self {
        Self {
            touched_ms: Cell::new(now_ms),
        }
    }

    /// Somebody touched the screen.
    pub fn touch(&self, now_ms: u64) {
        self.touched_ms.set(now_ms);
    }

    /// How long until it locks after `limit_ms` quiet milliseconds; 0 = now. A clock that went back starts anew.
    pub fn left_ms(&self, now_ms: u64, limit_ms: u64) -> u64 {
        let touched = self.touched_ms.get();
        if now_ms < touched {
            self.touched_ms.set(now_ms);
            return limit_ms;
        }
        (touched + limit_ms).saturating_sub(now_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_43_a_tablet_locks_after_five_quiet_minutes() {
        let limit = DeviceKind::Tablet.limit([300_000, 900_000]);
        let idle = Idle::new(1_000);
        assert_eq!(idle.left_ms(1_000, limit), 300_000);
        idle.touch(200_000);
        assert_eq!(idle.left_ms(499_999, limit), 1);
        assert_eq!(idle.left_ms(500_000, limit), 0);
        assert_eq!(idle.left_ms(9_000_000, limit), 0, "sleep counts");
        assert_eq!(
            idle.left_ms(10, limit),
            300_000,
            "a clock set back starts anew"
        );
        assert_eq!(DeviceKind::Computer.limit([300_000, 900_000]), 900_000);
    }
}
