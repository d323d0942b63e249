//! What the tabs of one replica tell each other.
//!
//! One tab leads: it talks to the server and stores the answers. The others take in the same commits
//! from memory, and read the store anew whenever they may have missed one.

use crate::storage::StoreError;
use shared::entity::{Bucket, Canonical, OpId};
use shared::sync::client::{Commit, Marks, Renumber};
use shared::sync::wire::{Leave, SentRow};
use shared::sync::{Op, Receipt};

/// The way to the other tabs. Messages arrive in order, or not at all.
pub trait Tabs {
    /// Tells every other tab of this replica.
    fn tell(&self, message: &[u8]);
    /// From now on, hands every message of another tab to `heard`.
    fn listen(&self, heard: Box<dyn Fn(Vec<u8>)>);
}

/// No other tabs: for tests, and browsers without channels.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alone;

impl Tabs for Alone {
    fn tell(&self, _: &[u8]) {}
    fn listen(&self, _: Box<dyn Fn(Vec<u8>)>) {}
}

/// A place in the row of commits of one leader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Which leader: a random number, new whenever a tab takes the lead.
    pub leader: u64,
    /// How many commits it has stored.
    pub number: u64,
}

/// What a tab says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// These ops were made here and are durable.
    Made(Vec<Op>),
    /// The leader stored this commit; it is the one at this place.
    Stored(Place, Box<Commit>),
    /// The leader stands here.
    Stands(Place),
    /// A tab opened, or came back to the front: where does the leader stand?
    Where,
    /// Something may have changed: the leader should exchange with the server.
    Wake,
    /// The person has dealt with this op.
    Settled(OpId),
    /// An attachment was kept here.
    Kept([u8; 32]),
    /// An attachment no longer waits.
    Done([u8; 32]),
}

impl Message {
    /// As bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Parts::default();
        match self {
            Self::Made(ops) => out.tag(1).all(ops),
            Self::Stored(place, commit) => write_commit(out.tag(2).place(*place), commit),
            Self::Stands(place) => out.tag(3).place(*place),
            Self::Where => out.tag(4),
            Self::Wake => out.tag(5),
            Self::Settled(op) => out.tag(6).one(&op.to_bytes()),
            Self::Kept(sha256) => out.tag(7).one(sha256),
            Self::Done(sha256) => out.tag(8).one(sha256),
        };
        out.0
    }

    /// Reads what [`Message::encode`] wrote; none for anything else, such as a newer build's words.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (tag, rest) = bytes.split_first()?;
        let mut parts = Cut(rest);
        Some(match tag {
            1 => Self::Made(parts.all()?),
            2 => Self::Stored(parts.place()?, Box::new(read_commit(&mut parts)?)),
            3 => Self::Stands(parts.place()?),
            4 => Self::Where,
            5 => Self::Wake,
            6 => Self::Settled(OpId::from_bytes(parts.one()?).ok()?),
            7 => Self::Kept(parts.one()?.try_into().ok()?),
            8 => Self::Done(parts.one()?.try_into().ok()?),
            _ => return None,
        })
    }
}

fn write_commit<'a>(out: &'a mut Parts, commit: &Commit) -> &'a mut Parts {
    let renumber = commit.renumber.as_ref();
    let moved = renumber
        .map(|renumber| renumber.ops.as_slice())
        .unwrap_or_default();
    let buckets = |buckets: &[Bucket]| {
        buckets
            .iter()
            .map(|bucket| bucket.to_bytes().to_vec())
            .collect()
    };
    let ids = |ids: &[OpId]| ids.iter().map(Canonical::to_bytes).collect();
    out.tag(u8::from(commit.reset))
        .list(buckets(&commit.empty))
        .list(buckets(&commit.drops))
        .all(&commit.rows)
        .all(&commit.leaves)
        .all(&commit.receipts)
        .list(ids(&commit.requeue))
        .list(ids(&commit.forget))
        .one(&renumber.map_or(0, |renumber| renumber.epoch).to_le_bytes())
        .list(
            moved
                .iter()
                .map(|(old, _)| Canonical::to_bytes(old))
                .collect(),
        )
        .list(moved.iter().map(|(_, op)| op.to_bytes()).collect())
        .one(&crate::replica::pack::marks(&commit.marks))
}

fn read_commit(parts: &mut Cut<'_>) -> Option<Commit> {
    let (reset, rest) = parts.0.split_first()?;
    parts.0 = rest;
    let buckets = |list: Vec<&[u8]>| {
        list.into_iter()
            .map(Bucket::from_bytes)
            .collect::<Option<_>>()
    };
    let mut commit = Commit {
        reset: *reset != 0,
        empty: buckets(parts.list()?)?,
        drops: buckets(parts.list()?)?,
        rows: parts.all::<SentRow>()?,
        leaves: parts.all::<Leave>()?,
        receipts: parts.all::<Receipt>()?,
        requeue: parts.all()?,
        forget: parts.all()?,
        ..Commit::default()
    };
    let epoch = u32::from_le_bytes(parts.one()?.try_into().ok()?);
    let old: Vec<OpId> = parts.all()?;
    let ops = old.into_iter().zip(parts.all::<Op>()?).collect();
    commit.renumber = (epoch > 0).then_some(Renumber { epoch, ops });
    let marks: Result<Marks, StoreError> = crate::replica::pack::read_marks(parts.one()?);
    commit.marks = marks.ok()?;
    Some(commit)
}

/// Byte strings behind their lengths, and lists of them behind their counts.
#[derive(Default)]
struct Parts(Vec<u8>);

impl Parts {
    fn tag(&mut self, tag: u8) -> &mut Self {
        self.0.push(tag);
        self
    }

    fn number(&mut self, number: usize) -> &mut Self {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    fn one(&mut self, bytes: &[u8]) -> &mut Self {
        self.number(bytes.len()).0.extend_from_slice(bytes);
        self
    }

    fn list(&mut self, items: Vec<Vec<u8>>) -> &mut Self {
        self.number(items.len());
        items.iter().fold(self, |out, item| out.one(item))
    }

    fn all<T: Canonical>(&mut self, items: &[T]) -> &mut Self {
        self.list(items.iter().map(Canonical::to_bytes).collect())
    }

    fn place(&mut self, place: Place) -> &mut Self {
        self.one(&place.leader.to_le_bytes())
            .one(&place.number.to_le_bytes())
    }
}

/// Reads [`Parts`].
struct Cut<'a>(&'a [u8]);

impl<'a> Cut<'a> {
    fn number(&mut self) -> Option<usize> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*number) as usize)
    }

    fn one(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let (one, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(one)
    }

    fn list(&mut self) -> Option<Vec<&'a [u8]>> {
        (0..self.number()?).map(|_| self.one()).collect()
    }

    fn all<T: Canonical>(&mut self) -> Option<Vec<T>> {
        let items = self.list()?;
        items
            .into_iter()
            .map(|item| T::from_bytes(item).ok())
            .collect()
    }

    fn place(&mut self) -> Option<Place> {
        Some(Place {
            leader: u64::from_le_bytes(self.one()?.try_into().ok()?),
            number: u64::from_le_bytes(self.one()?.try_into().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::entity::ReplicaId;

    #[test]
    fn what_a_tab_says_reads_back_and_damage_is_no_message() {
        let id = OpId {
            replica: ReplicaId(3),
            epoch: 2,
            seq: 9,
        };
        let place = Place {
            leader: u64::MAX,
            number: 4,
        };
        let commit = Commit {
            reset: true,
            requeue: vec![id],
            forget: vec![id, id],
            renumber: Some(Renumber {
                epoch: 5,
                ops: Vec::new(),
            }),
            marks: Marks {
                offset_ms: -7,
                ..Marks::default()
            },
            ..Commit::default()
        };
        let messages = [
            Message::Stored(place, Box::new(commit)),
            Message::Stands(place),
            Message::Settled(id),
            Message::Kept([7; 32]),
            Message::Done([8; 32]),
            Message::Where,
            Message::Wake,
        ];
        for message in messages {
            let bytes = message.encode();
            assert_eq!(Message::decode(&bytes), Some(message));
            if bytes.len() > 1 {
                assert_eq!(Message::decode(&bytes[..bytes.len() - 1]), None);
            }
        }
        assert_eq!(Message::decode(&[99]), None);
    }
}
