//! The pull: rows above the cursor in the buckets the user reaches, receipts, leaves; and, when the
//! grants changed, the rows that came into reach. Every page ends between two sequences.

use super::Session;
use super::store::{Page, RowQuery, Store, StoreError, StoreLook};
use crate::access::{Reach, reach};
use crate::entity::{Bucket, Canonical, FacetHash, FacetRow, Id};
use crate::ordered;
use crate::sync::Op;
use crate::sync::wire::{
    Cursor, Fill, Filling, MAX_PAGE, Request, Response, SentRow, share_bucket, via,
};

/// Most receipts in one page.
const MAX_RECEIPTS: usize = 1_000;

/// A reach in 64 bits; never 0, which means "none yet".
fn fingerprint(reach: &Reach) -> u64 {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(reach.to_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    u64::from_be_bytes(bytes).max(1)
}

/// Receipts for a credential that may push and read nothing: of the ops it offers, which are all
/// that it has no answer for.
pub(super) fn receipts_only<S: Store>(
    store: &S,
    request: &Request,
    response: &mut Response,
) -> Result<(), StoreError> {
    for op in request.slices.iter().flat_map(|slice| &slice.ops) {
        if let Some((hash, receipt)) = store.receipt(op.id)?
            && hash == op.hash()
        {
            response.receipts.push(receipt);
        }
    }
    response.cursor = request.cursor.clone();
    Ok(())
}

/// Receipts of ops offered again, which the feed has passed: the device lost the answer (its
/// journal outlived its database).
pub(super) fn receipts_again<S: Store>(
    store: &S,
    known: &[&Op],
    request: &Request,
    response: &mut Response,
) -> Result<(), StoreError> {
    let passed = !response.reset && request.cursor.server_epoch == response.server_epoch;
    for op in known.iter().filter(|_| passed) {
        if let Some((_, receipt)) = store.receipt(op.id)?
            && receipt.seq <= request.cursor.seq
        {
            response.receipts.push(receipt);
        }
    }
    Ok(())
}

pub(super) fn pull<S: Store>(
    store: &mut S,
    session: Session,
    request: &Request,
    now_ms: u64,
    response: &mut Response,
) -> Result<(), StoreError> {
    let meta = store.meta()?;
    let now = {
        let look = StoreLook::new(&*store);
        let now = reach(&look, session.user, now_ms);
        if let Some(error) = look.error() {
            return Err(error);
        }
        now
    };
    let print = fingerprint(&now);
    if store.reach(print)?.is_none() {
        store.begin()?;
        store.put_reach(print, &now)?;
        store.commit()?;
    }
    let all = store.buckets()?;
    let mut cursor = request.cursor.clone();
    let known = if cursor.reach == print {
        Some(now.clone())
    } else {
        store.reach(cursor.reach)?
    };
    let stale = cursor.server_epoch != meta.epoch
        || cursor.seq > meta.seq
        || known.is_none()
        || matches!(&cursor.fill, Some(Fill { what: Filling::Reach(next), .. }) if *next != print);
    if stale {
        response.reset = true;
        cursor = Cursor {
            server_epoch: meta.epoch,
            seq: 0,
            reach: print,
            fill: None,
        };
    }
    let old = if stale {
        now.clone()
    } else {
        known.unwrap_or_default()
    };
    if cursor.reach != print && cursor.fill.is_none() {
        response.drops = inside(&all, |bucket| old.opens(bucket) && !now.opens(bucket));
        cursor.fill = Some(Fill {
            what: Filling::Reach(print),
            pos: 0,
        });
    }
    if cursor.fill.is_some() {
        fill(store, session.user, &old, &now, &all, &mut cursor, response)?;
    } else {
        news(store, session, &now, &all, meta.seq, &mut cursor, response)?;
    }
    if !response.more {
        let hashes = hashes_in_reach(store, session.user, &now, &all)?;
        response.sum = Some(
            hashes
                .iter()
                .fold(0, |sum: FacetHash, (_, hash)| sum.wrapping_add(*hash)),
        );
        if request.detail {
            response.hashes = hashes;
        }
    }
    response.cursor = cursor;
    Ok(())
}

fn inside(all: &[(Bucket, FacetHash)], test: impl Fn(&Bucket) -> bool) -> Vec<Bucket> {
    all.iter().map(|(bucket, _)| *bucket).filter(test).collect()
}

/// What happened since the cursor.
fn news<S: Store>(
    store: &S,
    session: Session,
    now: &Reach,
    all: &[(Bucket, FacetHash)],
    head: u64,
    cursor: &mut Cursor,
    response: &mut Response,
) -> Result<(), StoreError> {
    let mut buckets = inside(all, |bucket| now.opens(bucket));
    let query = RowQuery {
        buckets: &buckets,
        after: cursor.seq,
        upto: head,
        max_bytes: MAX_PAGE,
    };
    let Page { rows, full } = store.rows(&query)?;
    let mut upto = if full {
        rows.last().map_or(head, |row| row.seq)
    } else {
        head
    };
    let receipts = store.receipts(session.replica, cursor.seq, upto, MAX_RECEIPTS)?;
    if receipts.len() == MAX_RECEIPTS {
        upto = receipts.last().map_or(upto, |receipt| receipt.seq);
    }
    let lent = store.shared_rows(session.user, cursor.seq, upto)?;
    response.rows = merge(
        rows.into_iter().filter(|row| row.seq <= upto).collect(),
        lent,
        |b| now.opens(b),
    );
    response.receipts = receipts;
    buckets.extend(crate::entity::Level::ALL.map(|level| share_bucket(session.user, level)));
    response.leaves = store.leaves(&buckets, cursor.seq, upto)?;
    response.more = upto < head;
    cursor.seq = upto;
    Ok(())
}

/// Rows at or below the cursor that came into reach, or that are fetched anew.
fn fill<S: Store>(
    store: &S,
    user: Id,
    old: &Reach,
    now: &Reach,
    all: &[(Bucket, FacetHash)],
    cursor: &mut Cursor,
    response: &mut Response,
) -> Result<(), StoreError> {
    let Some(fill) = cursor.fill.take() else {
        return Ok(());
    };
    let buckets = match &fill.what {
        Filling::Reach(_) => inside(all, |bucket| now.opens(bucket) && !old.opens(bucket)),
        Filling::Buckets(wanted) => {
            inside(all, |bucket| now.opens(bucket) && wanted.contains(bucket))
        }
    };
    let query = RowQuery {
        buckets: &buckets,
        after: fill.pos,
        upto: cursor.seq,
        max_bytes: MAX_PAGE,
    };
    let Page { rows, full } = store.rows(&query)?;
    let pos = if full {
        rows.last().map_or(cursor.seq, |row| row.seq)
    } else {
        cursor.seq
    };
    let lent_too = match &fill.what {
        Filling::Reach(_) => false,
        Filling::Buckets(wanted) => wanted.iter().any(|b| *b == share_bucket(user, b.level)),
    };
    let lent = if lent_too {
        store.shared_rows(user, fill.pos, pos)?
    } else {
        Vec::new()
    };
    response.rows = merge(rows, lent, |bucket| now.opens(bucket));
    // A facet both lent and newly in reach says so.
    for sent in &mut response.rows {
        if store
            .shares(sent.row.id)?
            .iter()
            .any(|(id, level)| *id == user && sent.row.bucket.level <= *level)
        {
            sent.via |= via::SHARE;
        }
    }
    response.more = true;
    if full {
        cursor.fill = Some(Fill { pos, ..fill });
    } else if let Filling::Reach(next) = fill.what {
        cursor.reach = next;
    }
    Ok(())
}

/// Rows in reach and rows lent, each facet once.
fn merge(
    rows: Vec<FacetRow>,
    lent: Vec<FacetRow>,
    opens: impl Fn(&Bucket) -> bool,
) -> Vec<SentRow> {
    let mut sent: Vec<SentRow> = rows
        .into_iter()
        .map(|row| SentRow {
            row,
            via: via::HOME,
        })
        .collect();
    for row in lent {
        let twin = sent
            .iter_mut()
            .find(|s| s.row.id == row.id && s.row.bucket.level == row.bucket.level);
        match twin {
            Some(twin) => twin.via |= via::SHARE,
            None => {
                let home = if opens(&row.bucket) { via::HOME } else { 0 };
                sent.push(SentRow {
                    row,
                    via: home | via::SHARE,
                });
            }
        }
    }
    ordered::sort_by_key(&mut sent, |s| (s.row.seq, s.row.id, s.row.bucket.level));
    sent
}

/// Hashes of the buckets in reach, and of what is lent from elsewhere.
fn hashes_in_reach<S: Store>(
    store: &S,
    user: Id,
    now: &Reach,
    all: &[(Bucket, FacetHash)],
) -> Result<Vec<(Bucket, FacetHash)>, StoreError> {
    let mut hashes: Vec<(Bucket, FacetHash)> = all
        .iter()
        .filter(|(bucket, hash)| *hash != 0 && now.opens(bucket))
        .copied()
        .collect();
    for row in store
        .shared_rows(user, 0, u64::MAX)?
        .iter()
        .filter(|row| !now.opens(&row.bucket))
    {
        let bucket = share_bucket(user, row.bucket.level);
        match hashes.iter_mut().find(|(b, _)| *b == bucket) {
            Some((_, sum)) => *sum = sum.wrapping_add(row.hash()),
            None => hashes.push((bucket, row.hash())),
        }
    }
    Ok(hashes)
}
