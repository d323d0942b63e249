//! The last number given in each epoch.

use super::OpRef;
use sha2::{Digest, Sha256};
use shared::ordered::SortedMap;

/// First bytes of the SHA-256 of a frame: tells two frames with one number apart.
pub(super) type Mark = [u8; 16];

/// The mark of a frame.
pub(super) fn mark(frame: &[u8]) -> Mark {
    let digest = Sha256::digest(frame);
    std::array::from_fn(|index| digest[index])
}

/// The counter in the database: every epoch with its last number, and the mark of the newest frame.
///
/// ```text
/// version[1] mark[16] (epoch[4] head[8])…
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Heads {
    pub(super) mark: Mark,
    epochs: SortedMap<u32, u64>,
}

const VERSION: u8 = 1;

impl Heads {
    /// The newest number; none when no epoch was begun.
    pub(super) fn last(&self) -> Option<OpRef> {
        let (epoch, seq) = self.epochs.last_key_value()?;
        Some(OpRef {
            epoch: *epoch,
            seq: *seq,
        })
    }

    /// True when the number was given as far as the database knows.
    pub(super) fn covers(&self, op: OpRef) -> bool {
        self.of(op.epoch) >= op.seq
    }

    /// Last number of an epoch; 0 when there is none.
    pub(super) fn of(&self, epoch: u32) -> u64 {
        self.epochs.get(&epoch).copied().unwrap_or(0)
    }

    /// Notes that a number was given.
    pub(super) fn raise(&mut self, op: OpRef) {
        let head = self.epochs.entry(op.epoch).or_default();
        *head = op.seq.max(*head);
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        out.extend_from_slice(&self.mark);
        for (epoch, head) in &self.epochs {
            out.extend_from_slice(&epoch.to_le_bytes());
            out.extend_from_slice(&head.to_le_bytes());
        }
        out
    }

    /// Reads what [`Heads::encode`] wrote; what is damaged counts as nothing.
    pub(super) fn decode(bytes: Option<&[u8]>) -> Self {
        let read = || {
            let (version, rest) = bytes?.split_first()?;
            let (mark, rest) = rest.split_first_chunk()?;
            let pairs = rest.chunks_exact(12).map(|pair| {
                let (epoch, head) = pair.split_first_chunk()?;
                Some((
                    u32::from_le_bytes(*epoch),
                    u64::from_le_bytes(head.try_into().ok()?),
                ))
            });
            let epochs = pairs.collect::<Option<_>>()?;
            (*version == VERSION).then_some(Self {
                mark: *mark,
                epochs,
            })
        };
        read().unwrap_or_default()
    }
}

/// The witness as text: epoch, number, mark.
pub(super) fn testimony(op: OpRef, mark: &Mark) -> String {
    let mark: String = mark.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("1 {} {} {mark}", op.epoch, op.seq)
}

/// Reads what [`testimony`] wrote.
pub(super) fn hear(text: &str) -> Option<(OpRef, Mark)> {
    let mut words = text.strip_prefix("1 ")?.split(' ');
    let op = OpRef {
        epoch: words.next()?.parse().ok()?,
        seq: words.next()?.parse().ok()?,
    };
    let hex = words.next()?;
    let mut mark = [0; 16];
    for (index, byte) in mark.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some((op, mark))
}
