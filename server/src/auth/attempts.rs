//! How often one may try: token buckets in memory, by address, by name, and by both.

use crate::clock::{Millis, SECOND};
use crate::error::{Code, Problem};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// A bucket holds `burst` attempts and gets one back every `refill`.
#[derive(Clone, Copy, Debug)]
struct Rate {
    burst: f64,
    refill: Millis,
}

/// One person mistyping a password.
const NAME_AND_ADDRESS: Rate = Rate {
    burst: 5.0,
    refill: 30 * SECOND,
};
/// An office behind one address, signing in on a Monday.
const ADDRESS: Rate = Rate {
    burst: 40.0,
    refill: 5 * SECOND,
};
/// One account tried from many places.
const NAME: Rate = Rate {
    burst: 20.0,
    refill: 15 * SECOND,
};

/// Names and addresses remembered at most.
const CAPACITY: usize = 20_000;

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Millis,
    rate: Rate,
}

impl Bucket {
    fn refilled(self, now: Millis) -> f64 {
        let waited = (now - self.at).max(0);
        // Millisecond counts of any real waiting time are exact in f64.
        #[expect(clippy::cast_precision_loss, reason = "see above")]
        let gained = waited as f64 / self.rate.refill as f64;
        (self.left + gained).min(self.rate.burst)
    }
}

/// Remembers recent attempts.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<HashMap<String, Bucket>>);

impl Attempts {
    /// Counts an attempt on `name` (a sign-in name, or the purpose of a code) from `address`.
    pub fn count(&self, name: &str, address: IpAddr, now: Millis) -> Result<(), Problem> {
        let address = network(address);
        let keys = [
            (format!("{name} {address}"), NAME_AND_ADDRESS),
            (address.to_string(), ADDRESS),
            (name.to_owned(), NAME),
        ];
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= CAPACITY {
            buckets.retain(|_, bucket| bucket.refilled(now) < bucket.rate.burst);
        }
        if buckets.len() >= CAPACITY {
            buckets.clear();
        }
        for (key, rate) in keys {
            let full = Bucket {
                left: rate.burst,
                at: now,
                rate,
            };
            let bucket = buckets.entry(key).or_insert(full);
            let left = bucket.refilled(now);
            *bucket = Bucket {
                left,
                at: now,
                rate,
            };
            if left < 1.0 {
                #[expect(clippy::cast_precision_loss, reason = "a refill time is small")]
                let wait = (1.0 - left) * rate.refill as f64 / SECOND as f64;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "small, positive"
                )]
                let seconds = wait.ceil() as u64;
                return Err(Problem::new(Code::TooManyAttempts).retry_after(seconds.max(1)));
            }
            bucket.left = left - 1.0;
        }
        Ok(())
    }

    /// Forgets the failures of a person who has signed in at last.
    pub fn forgive(&self, name: &str, address: IpAddr) {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.remove(&format!("{name} {}", network(address)));
    }
}

/// The address by which a caller is counted: a home or office holds a whole IPv6 /64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn refuses_the_sixth_try_and_allows_one_more_after_the_wait() {
        let attempts = Attempts::default();
        for _ in 0..5 {
            attempts.count("wang", HERE, 0).unwrap();
        }
        assert_eq!(
            attempts.count("wang", HERE, 0).unwrap_err().code,
            Code::TooManyAttempts
        );
        attempts.count("li", HERE, 0).unwrap();
        attempts.count("wang", HERE, 30 * SECOND).unwrap();
        attempts.count("wang", HERE, 30 * SECOND).unwrap_err();
        attempts.forgive("wang", HERE);
        attempts.count("wang", HERE, 30 * SECOND).unwrap();
    }

    #[test]
    fn a_clock_that_jumps_back_locks_nobody_out_for_longer() {
        let attempts = Attempts::default();
        for _ in 0..5 {
            attempts.count("wang", HERE, 1_000_000).unwrap();
        }
        attempts.count("wang", HERE, 0).unwrap_err();
        attempts.count("wang", HERE, 30 * SECOND).unwrap();
    }
}
