//! The sync state of one record, in a word (ui/README §4, §5).

use shared::entity::Id;
use shared::sync::client::{Entry, SyncWord};
use std::collections::{BTreeSet, HashMap};

/// How far a record has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum RecordSync {
    /// 已同步: nothing of it waits here.
    #[default]
    Synced,
    /// 部分: the server has the record, an attachment is still on its way.
    Partly,
    /// 已存本机: durable here; the server is out of reach.
    Saved,
    /// 排队: durable here, will be sent next.
    Queued,
    /// 同步中: on its way.
    Syncing,
    /// 冲突: a field holds two values; the owner chooses.
    Conflict,
    /// 需复核: an op of this device waits for a person.
    Review,
    /// 被退回: an op of this device came back.
    Returned,
}

/// The words of all records that are not simply synced.
pub(super) fn words<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    waiting: RecordSync,
    blobs_here: &BTreeSet<[u8; 32]>,
) -> HashMap<Id, RecordSync> {
    let mut words = HashMap::new();
    for entry in entries {
        let word = match entry.word() {
            SyncWord::Saved => waiting,
            SyncWord::Review if entry.needs_attention() => RecordSync::Review,
            SyncWord::Returned if entry.needs_attention() => RecordSync::Returned,
            _ if entry.op.blobs.iter().any(|blob| blobs_here.contains(blob)) => RecordSync::Partly,
            _ => continue,
        };
        let known: &mut RecordSync = words.entry(entry.op.record).or_default();
        *known = (*known).max(word);
    }
    words
}
