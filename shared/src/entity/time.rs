//! Times. An [`Instant`] is what a person meant; an [`Hlc`] only orders concurrent edits.

/// A moment: UTC milliseconds, the IANA zone it was meant in, and the wall text as typed
/// (kept because zone rules change; empty where nobody typed it).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub struct Instant {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub utc_ms: i64,
    /// For example `Asia/Shanghai`; empty = the unit's zone.
    pub zone: String,
    /// As typed, for example `2026-10-19 14:00`.
    pub wall: String,
}

impl Instant {
    /// A moment without zone or wall text.
    pub fn utc(utc_ms: i64) -> Instant {
        Instant {
            utc_ms,
            ..Instant::default()
        }
    }
}

/// A hybrid logical clock reading: milliseconds and a counter. It breaks ties between concurrent
/// edits of plain fields; it never decides money, dates promised, quantities or states (V5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub struct Hlc {
    /// Milliseconds since 1970-01-01T00:00:00Z on the device's clock, never going back.
    pub ms: u64,
    /// Grows while `ms` stands still.
    pub count: u32,
}

impl Hlc {
    /// The next reading: later than `self` whatever the wall clock does (V6: a clock that went
    /// back, or stands still, never stops work).
    #[must_use]
    pub fn tick(self, wall_ms: u64) -> Hlc {
        if wall_ms > self.ms {
            Hlc {
                ms: wall_ms,
                count: 0,
            }
        } else {
            Hlc {
                ms: self.ms,
                count: self.count + 1,
            }
        }
    }

    /// The reading on the server's clock: device time plus the measured offset (server minus
    /// device), and never later than the moment the server received it (design §4 Clocks, R-286).
    #[must_use]
    pub fn corrected(self, offset_ms: i64, received_ms: u64) -> Hlc {
        let ms = self.ms.saturating_add_signed(offset_ms);
        if ms > received_ms {
            Hlc {
                ms: received_ms,
                count: self.count,
            }
        } else {
            Hlc {
                ms,
                count: self.count,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_goes_back_never_repeats_a_reading() {
        let a = Hlc::default().tick(5_000);
        let b = a.tick(1_000);
        let c = b.tick(5_000);
        let d = c.tick(5_001);
        assert!(a < b && b < c && c < d);
    }

    #[test]
    fn r_286_a_fast_clock_is_corrected_and_never_beats_receipt() {
        let fast = Hlc {
            ms: 40_000,
            count: 2,
        };
        assert_eq!(
            fast.corrected(-30_000, 20_000),
            Hlc {
                ms: 10_000,
                count: 2
            }
        );
        assert_eq!(
            fast.corrected(0, 20_000),
            Hlc {
                ms: 20_000,
                count: 2
            }
        );
    }
}
