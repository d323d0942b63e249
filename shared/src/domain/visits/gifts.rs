//! 礼品/赠品库存: what is given to guests comes out of a stock.
//!
//! Giving something is class R: a phone may promise what its quota or the house's free stock holds,
//! offline as well; what is final the server says at sync, and what is not there goes back to a person.

use super::rows::part;
use crate::domain::organisation::User;
use crate::entity::{FieldKind, FieldSpec, Id, Kind, Level, Merge, Record, ReplicaId, Text, Value};
use crate::ordered;
use crate::sync::Action;
use crate::sync::apply::{Work, available, reserved};
use shared_derive::Entity;

const QTY: u16 = 1;
const REF: u16 = 2;
const BY: u16 = 3;
const AT: u16 = 4;

const fn fact(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    part(no, key, kind, Level::L2, Merge::Fact)
}

/// Parts of a move: pieces, in above nought and out below; for which record; who; when.
pub const MOVE: &[FieldSpec] = &[
    fact(QTY, "qty", FieldKind::Int),
    fact(REF, "ref", FieldKind::Ref(Kind(0))),
    fact(BY, "by", FieldKind::Ref(Kind(2))),
    fact(AT, "at", FieldKind::Instant),
];

/// 礼品/赠品库存, in everybody's pack: whoever receives guests gives of it. The unit that keeps it is the record's own.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 35, key = "gift-stock", compartment = Reference, level = L2, title = item)]
pub struct GiftStock {
    /// 品名.
    #[field(16, required, search, listed)]
    pub item: Text,
    /// What phones hold of it, and what they took.
    #[field(17, quota)]
    pub stock: i64,
    /// 出入库.
    #[field(18, fact, kind = FieldKind::Group(MOVE))]
    pub moves: Text,
    /// 库存; see [`on_hand`].
    #[field(19, computed, listed)]
    pub on_hand: i64,
}

/// What came in of a gift, pieces: the stock that quotas and reservations draw on. `None` for another
/// field.
pub fn gift_supply(gift: &Record, no: u16) -> Option<i64> {
    (no == GiftStock::STOCK).then(|| {
        gift.facts(GiftStock::MOVES)
            .filter_map(|(_, fact)| match fact.value.part(QTY) {
                Some(Value::Int(pieces)) => Some((*pieces).max(0)),
                _ => None,
            })
            .fold(0, i64::saturating_add)
    })
}

/// 库存, pieces: what came in less what was taken. What went out is counted by the reservations alone, so
/// that no note in the list of moves takes from the stock.
pub fn on_hand(gift: &Record) -> i64 {
    let came = gift_supply(gift, GiftStock::STOCK).unwrap_or_default();
    came.saturating_sub(reserved(gift, GiftStock::STOCK))
}

/// What came and went, oldest first: when (UTC ms), pieces above nought in and below out, by whom, for
/// which record.
pub fn moves(gift: &Record) -> Vec<(i64, i64, Option<Id>, Option<Id>)> {
    let line = |value: &Value| {
        let Some(Value::Int(pieces)) = value.part(QTY) else {
            return None;
        };
        let at = value.part(AT).and_then(super::anchor::instant);
        let reference = |no: u16| value.part(no).and_then(Value::reference);
        Some((
            at.unwrap_or_default(),
            *pieces,
            reference(BY),
            reference(REF),
        ))
    };
    let facts = gift.facts(GiftStock::MOVES);
    let mut moves: Vec<_> = facts.filter_map(|(_, fact)| line(&fact.value)).collect();
    // Of one moment what came in stands first: nothing goes out of an empty stock.
    ordered::sort_by_key(&mut moves, |(at, pieces, ..)| (*at, -*pieces));
    moves
}

/// Whether this device may give so many pieces now, as far as it knows.
pub fn can_issue(gift: &Record, replica: ReplicaId, pieces: i64) -> bool {
    pieces > 0 && available(gift, GiftStock::STOCK, replica.0) >= pieces
}

/// The actions that give pieces away, for one atomic group on the gift: the reservation, and the line in
/// the list of moves that says for which record (a tour stop, a visit).
pub fn issue(pieces: i64, of: Option<(Kind, Id)>, by: Id, at: Value) -> [Action; 2] {
    let reserve = Action::Reserve {
        field: GiftStock::STOCK,
        amount: pieces,
    };
    [reserve, moved(pieces.saturating_neg(), of, by, at)]
}

/// The action that puts pieces into stock: a purchase, or what was not given after all.
pub fn receive(pieces: i64, of: Option<(Kind, Id)>, by: Id, at: Value) -> Action {
    moved(pieces, of, by, at)
}

fn moved(qty: i64, of: Option<(Kind, Id)>, by: Id, at: Value) -> Action {
    let mut parts = vec![(QTY, Value::Int(qty))];
    if let Some((kind, id)) = of {
        parts.push((REF, Value::Ref(kind, id)));
    }
    parts.push((BY, Value::Ref(<User as crate::entity::Entity>::KIND, by)));
    parts.push((AT, at));
    Action::Fact {
        field: GiftStock::MOVES,
        value: Value::Group(parts),
    }
}

/// Keeps the computed stock true.
pub fn gift_effects(work: &mut Work<'_, '_>, _: Option<&Record>, after: &Record) {
    let now = Value::Int(on_hand(after));
    if after.get(GiftStock::ON_HAND) != Some(&now) {
        let mut gift = after.clone();
        gift.put(GiftStock::ON_HAND, work.version(now));
        work.overlay.put(gift);
    }
}
