//! How far a run is, and what it lacks to be submitted.

use super::answer::{is_signed, result_id};
use super::item::{CheckItem, Evidence};
use super::run::{Answer, ChecklistRun, answered, is_system, run_items};
use crate::entity::{Blob, FieldType, Id, Instant, Item, Record, Slot, Value};
use crate::rules;
use crate::sync::Reason;

/// What was said to one item.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Answered {
    /// 是, 否, 不适用; `None` when nobody answered, or two people differently.
    pub answer: Option<Answer>,
    /// 理由.
    pub reason: String,
    /// Photos by the SHA-256 of their bytes; all of them where two people's are kept.
    pub photos: Vec<Blob>,
    /// When it was answered last.
    pub at: Option<Instant>,
    /// By whom.
    pub by: Option<Id>,
    /// When the list with the evidence was opened.
    pub opened_at: Option<Instant>,
    /// The signature of an item that wants one.
    pub signature: Option<Value>,
    /// Two people answered differently: one of them has to be chosen.
    pub two_values: bool,
}

/// How far a run is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// Items that are answered with all their evidence.
    pub answered: usize,
    /// Of how many.
    pub of: usize,
    /// Mandatory ones among the others.
    pub mandatory_left: usize,
}

/// What was said to an item; `None` = nothing yet.
pub fn result(run: &Record, no: u16) -> Option<Answered> {
    let Some(Slot::Items(items)) = run.slots.get(&ChecklistRun::RESULTS) else {
        return None;
    };
    let item = items.get(&result_id(run.id, no))?;
    item.removed.is_none().then(|| read(item))
}

fn read(item: &Item) -> Answered {
    fn typed<T: FieldType>(item: &Item, no: u16) -> Option<T> {
        item.cells.get(&no)?.value().and_then(T::from_value)
    }
    let versions = |no: u16| item.cells.get(&no).map_or(&[][..], |cell| &cell.versions);
    let mut photos: Vec<Blob> = Vec::new();
    let shown = versions(answered::PHOTOS).iter();
    for photo in shown.flat_map(|version| version.value.items()) {
        let photo = Blob::from_value(photo).filter(|photo| !photos.contains(photo));
        photos.extend(photo);
    }
    let signature = versions(answered::SIGNATURE).first();
    Answered {
        answer: typed(item, answered::ANSWER),
        reason: typed(item, answered::REASON).unwrap_or_default(),
        photos,
        at: typed(item, answered::AT),
        by: versions(answered::BY)
            .first()
            .and_then(|version| version.value.reference()),
        opened_at: typed(item, answered::OPENED_AT),
        signature: signature.map(|version| version.value.clone()),
        two_values: item.contested || item.cells.values().any(|cell| cell.in_conflict()),
    }
}

/// Every item of a run with what was said to it, in the order of the list.
pub fn rows(run: &Record) -> Vec<(CheckItem, Option<Answered>)> {
    run_items(run)
        .into_iter()
        .map(|item| {
            let said = result(run, item.no);
            (item, said)
        })
        .collect()
}

/// How many items are answered with all their evidence, and what is left.
pub fn progress(run: &Record) -> Progress {
    let rows = rows(run);
    let whole = |row: &&(CheckItem, Option<Answered>)| {
        row.1.as_ref().is_some_and(|said| said.answer.is_some())
            && lacks(&row.0, row.1.as_ref()).is_none()
    };
    let answered = rows.iter().filter(whole).count();
    let open = rows.iter().filter(|row| row.0.mandatory && !whole(row));
    Progress {
        answered,
        of: rows.len(),
        mandatory_left: open.count(),
    }
}

/// Why a run may not be submitted yet: the items that miss something, each by its number and words,
/// then the signature. Empty = it may. Whether the person may is asked elsewhere.
pub fn submit_blocks(run: &Record) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = rows(run)
        .iter()
        .filter_map(|(item, said)| lacks(item, said.as_ref()))
        .collect();
    if rules::on(210) && !is_signed(run.get(ChecklistRun::SIGNATURE)) {
        reasons.push(Reason::of_rule(210, "unsigned").at(ChecklistRun::SIGNATURE));
    }
    reasons
}

/// The items that were answered with no: what is not as it should be.
pub fn refused(run: &Record) -> Vec<Reason> {
    let no = |(item, said): &(CheckItem, Option<Answered>)| {
        let answer = said.as_ref().and_then(|said| said.answer);
        (answer == Some(Answer::No)).then(|| about(210, "item-refused", item))
    };
    rows(run).iter().filter_map(no).collect()
}

/// The items that two people answered differently.
pub(super) fn conflicts(run: &Record) -> Vec<Reason> {
    rows(run)
        .iter()
        .filter(|(_, said)| said.as_ref().is_some_and(|said| said.two_values))
        .map(|(item, _)| about(283, "item-two-values", item))
        .collect()
}

/// What an item misses. An optional one may stay unanswered, but not half answered.
fn lacks(item: &CheckItem, said: Option<&Answered>) -> Option<Reason> {
    let empty = Answered::default();
    let said = said.unwrap_or(&empty);
    if said.two_values {
        return Some(about(283, "item-two-values", item));
    }
    let duty = |code: &str| rules::on(210).then(|| about(210, code, item));
    let Some(answer) = said.answer else {
        return if item.mandatory {
            duty("item-unanswered")
        } else {
            None
        };
    };
    if is_system(item) && said.opened_at.is_none() && rules::on(211) {
        return Some(about(211, "item-not-opened", item));
    }
    match (answer, item.evidence) {
        (Answer::No, _) if said.reason.trim().is_empty() => duty("item-no-reason"),
        (Answer::Yes, Evidence::Photo) if said.photos.is_empty() => duty("item-no-photo"),
        (Answer::Yes, Evidence::Signature) if !is_signed(said.signature.as_ref()) => {
            duty("item-unsigned")
        }
        _ => None,
    }
}

/// A reason about one item: its number, and its words in the languages of the product.
pub(super) fn about(rule: u16, code: &str, item: &CheckItem) -> Reason {
    let mut reason = Reason::of_rule(rule, code).at(ChecklistRun::RESULTS);
    reason.args.push(item.no.to_string());
    let words = crate::language::Language::ALL.map(|language| item.text.text(language));
    reason.args.extend(words.map(str::to_owned));
    reason
}
