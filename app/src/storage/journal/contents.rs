//! What a journal file holds, whatever happened to it.

use crate::storage::keys::{Identity, StoredSession};
use sha2::{Digest, Sha256};
use shared::sealed::framing;
use shared::sealed::{Frame, FrameHeader, FrameKind};

const MAGIC: [u8; 4] = *b"YKJE";
const VERSION: u8 = 1;

/// Hash over the entries of a file so far.
pub(super) type Chain = [u8; 16];

/// One op in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What its frame says in the clear.
    pub header: FrameHeader,
    /// The sealed frame.
    pub frame: Vec<u8>,
}

/// What a journal file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// The newest identity in it.
    pub identity: Option<Identity>,
    /// Sessions.
    pub sessions: Vec<StoredSession>,
    /// Ops, in the order of the file.
    pub entries: Vec<Entry>,
    /// Where the last whole item ends.
    pub end: usize,
    /// Places where an entry does not follow from the one before it, or bytes belong to no item. A torn end does not count.
    pub breaks: usize,
    pub(super) chain: Chain,
}

impl Contents {
    /// Reads a file. Whole items behind damage are found; nothing in a file can make this fail.
    #[must_use]
    pub fn read(file: &[u8]) -> Self {
        let mut contents = Self::default();
        for item in framing::items(file) {
            contents.breaks += usize::from(item.skipped > 0);
            contents.end = item.end;
            contents.take_in(item.bytes);
        }
        contents
    }

    fn take_in(&mut self, item: &[u8]) {
        if let Some((previous, frame)) = split(item) {
            self.breaks += usize::from(previous != self.chain);
            self.chain = link(&previous, frame.bytes());
            if frame.header.kind == FrameKind::Op {
                let frame = Entry {
                    header: frame.header,
                    frame: frame.bytes().to_vec(),
                };
                self.entries.push(frame);
            }
        } else if let Some(identity) = Identity::decode(item) {
            self.identity = Some(identity);
        } else if let Some(session) = StoredSession::decode(item) {
            self.sessions.push(session);
        }
    }
}

/// An entry as an item.
pub(super) fn entry(previous: &Chain, frame: &[u8]) -> Vec<u8> {
    [&MAGIC[..], &[VERSION], previous, frame].concat()
}

/// The chain behind a frame.
pub(super) fn link(previous: &Chain, frame: &[u8]) -> Chain {
    let digest = Sha256::new()
        .chain_update(previous)
        .chain_update(frame)
        .finalize();
    std::array::from_fn(|index| digest[index])
}

fn split(item: &[u8]) -> Option<(Chain, Frame<'_>)> {
    let rest = item.strip_prefix(&MAGIC)?;
    let (version, rest) = rest.split_first()?;
    let (previous, frame) = rest.split_first_chunk()?;
    let frame = Frame::parse(frame).ok()?;
    (*version <= VERSION).then_some((*previous, frame))
}
