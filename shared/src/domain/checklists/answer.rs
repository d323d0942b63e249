//! Answering: what a tap on an item becomes. Every function answers with the item of the collection
//! `results` to be put by a `PutItem` op, and writes no part that stays as it is: two phones at
//! different parts of one item do not meet.

use super::progress::result;
use super::run::{Answer, ChecklistRun, answered, is_system, item};
use crate::entity::{Blob, FieldType, Id, Instant, Kind, Record, Value};
use crate::ordered;
use crate::rules;
use crate::sync::Reason;
use crate::sync::op::NewItem;

/// What somebody says to one item.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Given {
    /// 是, 否, 不适用.
    pub answer: Answer,
    /// 理由: needed for 否 before the run is submitted, never to save the answer.
    pub reason: String,
    /// For [`super::Evidence::Signature`]: see [`sign`].
    pub signature: Option<Value>,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: Id,
}

/// The client id of a result: the same on every phone, so that two answers to one item meet.
pub fn result_id(run: Id, no: u16) -> Id {
    let mut item = [0; 16];
    item[14..].copy_from_slice(&no.to_be_bytes());
    Id::of_pair(run, Id(item), "checklist-item")
}

/// A place in a list that starts as the numbers do.
pub(super) fn order(no: u16) -> String {
    format!("{no:05}")
}

/// Answers an item.
///
/// # Errors
/// `unknown-item`: the run has no such item. R-211 `item-not-opened`: its evidence is in the system,
/// and nobody opened that list yet; see [`open_list`].
pub fn answer(run: &Record, no: u16, given: &Given) -> Result<NewItem, Reason> {
    let asked = item(run, no).ok_or_else(unknown)?;
    let before = result(run, no);
    let opened = before.as_ref().is_some_and(|was| was.opened_at.is_some());
    if is_system(&asked) && !opened && rules::on(211) {
        return Err(super::progress::about(211, "item-not-opened", &asked));
    }
    let mut parts = vec![(answered::ANSWER, given.answer.to_value())];
    let reason = before.as_ref().map_or("", |was| was.reason.as_str());
    if given.reason != reason {
        parts.push((answered::REASON, given.reason.to_value()));
    }
    if let Some(signature) = &given.signature {
        parts.push((answered::SIGNATURE, signature.clone()));
    }
    Ok(put(run, no, parts, given.at.clone(), given.by))
}

/// Opens the list that holds an item's evidence, which ticks the item. An answer that was
/// given already stays.
///
/// # Errors
/// `unknown-item`: the run has no such item, or its evidence is not in the system.
pub fn open_list(run: &Record, no: u16, at: Instant, by: Id) -> Result<NewItem, Reason> {
    item(run, no).filter(is_system).ok_or_else(unknown)?;
    let mut parts = Vec::new();
    let before = result(run, no);
    if before.is_none_or(|was| was.answer.is_none() && !was.two_values) {
        parts.push((answered::ANSWER, Answer::Yes.to_value()));
    }
    parts.push((answered::OPENED_AT, at.to_value()));
    Ok(put(run, no, parts, at, by))
}

/// Sets the photos of an item: all of them, by the SHA-256 of their bytes.
///
/// # Errors
/// `unknown-item`: the run has no such item.
pub fn photos(
    run: &Record,
    no: u16,
    photos: &[Blob],
    at: Instant,
    by: Id,
) -> Result<NewItem, Reason> {
    item(run, no).ok_or_else(unknown)?;
    let photos = Value::List(photos.iter().map(FieldType::to_value).collect());
    Ok(put(run, no, vec![(answered::PHOTOS, photos)], at, by))
}

/// A signature: who signs and when, and the strokes where somebody drew them. Staff sign as the
/// signed-in user, nothing is drawn.
pub fn sign(signer: Id, at: Instant, strokes: Option<Vec<u8>>) -> Value {
    let mut parts = vec![(2, Value::Ref(Kind(2), signer)), (3, Value::Instant(at))];
    if let Some(strokes) = strokes {
        parts.insert(0, (1, Value::Bytes(strokes)));
    }
    Value::Group(parts)
}

/// Whether a value names a signer and a time.
pub(super) fn is_signed(signature: Option<&Value>) -> bool {
    let part = |no| signature.and_then(|value| value.part(no));
    part(2)
        .and_then(Value::reference)
        .is_some_and(|id| !id.is_nil())
        && matches!(part(3), Some(Value::Instant(at)) if at.utc_ms > 0)
}

fn unknown() -> Reason {
    Reason::new("unknown-item").at(ChecklistRun::RESULTS)
}

fn put(run: &Record, no: u16, parts: Vec<(u16, Value)>, at: Instant, by: Id) -> NewItem {
    let mut fields = parts;
    fields.push((answered::NO, Value::Int(no.into())));
    fields.push((answered::AT, Value::Instant(at)));
    fields.push((answered::BY, Value::Ref(Kind(2), by)));
    ordered::sort_by_key(&mut fields, |(no, _)| *no);
    NewItem {
        field: ChecklistRun::RESULTS,
        item: result_id(run.id, no),
        order: order(no),
        fields,
    }
}
