//! A commit of the machine as changes of stored pages.
//!
//! A facet is stored under its home bucket, or under "lent to me" where only a share brings it: what
//! leaves with a bucket and what leaves with a share stay apart. Which facets stand where afterwards
//! is decided by the same [`World`] that shows them.

use crate::storage::keyring;
use crate::storage::page::Change;
use shared::entity::{Bucket, Canonical, Id, Kind};
use shared::ordered::{ordered, ordered_set};
use shared::sync::client::Commit;
use shared::sync::wire::{SentRow, share_bucket, via};
use shared::sync::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// The bucket a facet is stored under.
fn home(user: Id, sent: &SentRow) -> Bucket {
    if sent.via & via::HOME != 0 {
        sent.row.bucket
    } else {
        share_bucket(user, sent.row.bucket.level)
    }
}

/// A bucket's name in the device store.
pub(super) fn name(bucket: Bucket) -> Option<keyring::BucketId> {
    keyring::BucketId::new(&bucket.to_bytes())
}

/// What to write and remove so that the store holds what `world` will hold after `commit`. Dropped
/// buckets are not listed row by row: they are dropped whole, before these changes.
pub(super) fn changes(user: Id, world: &World, commit: &Commit) -> Vec<Change> {
    let before = if commit.reset {
        Vec::new()
    } else {
        let stays = |sent: &SentRow| !commit.empty.contains(&home(user, sent));
        touched(world, commit).into_iter().filter(stays).collect()
    };
    let known: BTreeSet<Id> = ordered_set(before.iter().map(|sent| sent.row.id));
    let mut after = World::new(user);
    after.confirm(&before, &[]);
    after.drop_buckets(&commit.drops);
    let (moving, fresh): (Vec<_>, Vec<_>) = commit
        .rows
        .iter()
        .cloned()
        .partition(|sent| known.contains(&sent.row.id));
    after.confirm(&moving, &commit.leaves);

    type Place = (Bucket, Kind, Id);
    let place = |sent: &SentRow| -> Place { (home(user, sent), sent.row.kind, sent.row.id) };
    let mut old: BTreeMap<Place, SentRow> =
        ordered(before.into_iter().map(|sent| (place(&sent), sent)));
    let mut changes = Vec::new();
    let mut write = |(bucket, kind, id): Place, bytes| {
        if let Some(bucket) = name(bucket) {
            changes.push(Change {
                bucket,
                kind: kind.0,
                id: id.0,
                bytes,
            });
        }
    };
    for sent in after.rows().chain(fresh) {
        let place = place(&sent);
        if old.remove(&place).as_ref() != Some(&sent) {
            write(place, Some(sent.to_bytes()));
        }
    }
    let gone = old
        .into_keys()
        .filter(|(bucket, ..)| !commit.drops.contains(bucket));
    gone.for_each(|place| write(place, None));
    changes
}

/// Facets of every record the commit says something about.
fn touched(world: &World, commit: &Commit) -> Vec<SentRow> {
    let mut ids: BTreeSet<Id> = ordered_set(commit.rows.iter().map(|sent| sent.row.id));
    ids.extend(commit.leaves.iter().map(|leave| leave.id));
    if !commit.drops.is_empty() {
        let dropped = world
            .rows()
            .filter(|sent| commit.drops.contains(&sent.row.bucket));
        ids.extend(dropped.map(|sent| sent.row.id));
    }
    ids.into_iter().flat_map(|id| world.facets(id)).collect()
}
