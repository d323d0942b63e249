//! How concurrent intents meet, class by class (design §4).

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use shared::domain::probe::Probe;
use shared::entity::{Id, OpId, Slot, Value, common};
use shared::sync::{Action, Op, Verdict};

use crate::scene::{RECORD, Scene, line, op, resolve, set, step};

const EVERYTHING: u64 = u64::MAX - 1;

fn text(n: u32) -> Value {
    Value::Text(format!("值{n}"))
}

fn qty(n: u32) -> Value {
    Value::Decimal(n.into(), 0)
}

/// One op of each replica on a part of the record that no other replica touches.
fn independent(replica: u32, what: u8, n: u32, ms: u64) -> Op {
    let part = u8::try_from(10 + replica).unwrap();
    let action = match what % 5 {
        0 => set(
            [Probe::NAME, Probe::SECRET, Probe::OPINION][replica as usize % 3],
            text(n),
        ),
        1 => Action::Fact {
            field: Probe::NOTES,
            value: text(n),
        },
        2 => Action::PutItem(line(part, n.into())),
        3 => set(
            [Probe::QTY, Probe::AMOUNT, 900][replica as usize % 3],
            match replica % 3 {
                0 => qty(n),
                1 => Value::Money(n.into(), shared::entity::Currency(*b"CNY")),
                _ => text(n),
            },
        ),
        _ => Action::Fact {
            field: common::SHARES,
            value: Value::Group(vec![(
                1,
                Value::Ref(shared::entity::Kind(2), Id([part; 16])),
            )]),
        },
    };
    op(replica, 1, 1, ms, action)
}

proptest! {
    /// V3: ops that do not touch the same thing commute, whatever their clocks say.
    #[test]
    fn independent_ops_commute(
        whats in vec((any::<u8>(), any::<u32>(), 0u64..1_000_000), 3),
        order in Just(vec![0usize, 1, 2]).prop_shuffle(),
    ) {
        let ops: Vec<Op> = (0u32..).zip(&whats).map(|(r, (what, n, ms))| independent(r + 1, *what, *n, *ms)).collect();
        let (mut one, mut other) = (Scene::new(), Scene::new());
        for op in &ops {
            prop_assert_eq!(one.take(op), Verdict::Accepted);
        }
        for at in order {
            prop_assert_eq!(other.take(&ops[at]), Verdict::Accepted);
        }
        prop_assert_eq!(one.without_order(), other.without_order());
    }

    /// Facts are a set: any order, any repetition.
    #[test]
    fn facts_are_united(notes in vec(any::<u32>(), 1..6), order in any::<prop::sample::Index>(), again in any::<prop::sample::Index>()) {
        let ops: Vec<Op> = (1u32..).zip(&notes).map(|(r, n)| op(r, 1, 0, 5, Action::Fact { field: Probe::NOTES, value: text(*n) })).collect();
        let (mut one, mut other) = (Scene::new(), Scene::new());
        ops.iter().for_each(|op| { one.take(op); });
        let mut turned = ops.clone();
        turned.rotate_left(order.index(ops.len()));
        turned.push(ops[again.index(ops.len())].clone());
        turned.iter().for_each(|op| { other.take(op); });
        prop_assert_eq!(one.without_order(), other.without_order());
    }

    /// Who saw a value replaces it, whatever the clocks say; what gave way is remembered.
    #[test]
    fn causality_comes_before_clocks(old_ms in any::<u32>(), new_ms in any::<u32>(), critical in any::<bool>()) {
        let (no, first, second) = if critical { (Probe::QTY, qty(7), qty(8)) } else { (Probe::NAME, text(7), text(8)) };
        let mut scene = Scene::new();
        scene.take(&op(1, 1, EVERYTHING, old_ms.into(), set(no, first.clone())));
        let verdict = scene.take(&op(2, 1, EVERYTHING, new_ms.into(), set(no, second.clone())));
        prop_assert_eq!(verdict, Verdict::Accepted);
        prop_assert_eq!(scene.probe().get(no), Some(&second));
        prop_assert!(scene.remembered(no).contains(&first));
    }

    /// A plain field: the later corrected clock stands, in any order of arrival, and the other value
    /// is remembered.
    #[test]
    fn of_a_plain_field_the_later_stands_and_the_other_is_remembered(
        stamps in vec(0u64..1_000_000, 2..5),
        turn in any::<prop::sample::Index>(),
    ) {
        let mut ops: Vec<Op> = (1u32..).zip(&stamps).map(|(r, ms)| op(r, 1, 1, *ms, set(Probe::NAME, text(r)))).collect();
        let latest = ops.iter().max_by_key(|op| (op.hlc, op.id.replica)).unwrap().clone();
        let at = turn.index(ops.len());
        ops.rotate_left(at);
        let mut scene = Scene::new();
        ops.iter().for_each(|op| { scene.take(op); });
        let stands = scene.versions(Probe::NAME);
        prop_assert_eq!(stands.len(), 1);
        prop_assert_eq!(stands[0].0, latest.id);
        let remembered = scene.remembered(Probe::NAME);
        for op in ops.iter().filter(|op| op.id != latest.id) {
            prop_assert!(remembered.contains(&text(op.id.replica.0)));
        }
    }

    /// A critical field: all concurrent values stand, in any order of arrival, whatever the clocks.
    #[test]
    fn of_a_critical_field_all_values_stand(
        stamps in vec(any::<u32>(), 2..5),
        order in any::<prop::sample::Index>(),
    ) {
        let mut ops: Vec<Op> = (1u32..).zip(&stamps).map(|(r, ms)| op(r, 1, 1, (*ms).into(), set(Probe::QTY, qty(100 + r)))).collect();
        let expected: BTreeSet<OpId> = ops.iter().map(|op| op.id).collect();
        let at = order.index(ops.len());
        ops.rotate_left(at);
        let mut scene = Scene::new();
        for (n, op) in ops.iter().enumerate() {
            let verdict = scene.take(op);
            prop_assert_eq!(verdict, if n == 0 { Verdict::Accepted } else { Verdict::Conflict });
        }
        let stands: BTreeSet<OpId> = scene.versions(Probe::QTY).into_iter().map(|(op, _)| op).collect();
        prop_assert_eq!(stands, expected);
        prop_assert_eq!(scene.probe().get(Probe::QTY), None);
    }

    /// Resolving replaces exactly the siblings it names; one not named stays; what went is remembered.
    #[test]
    fn resolving_names_what_it_replaces(count in 2u32..6, named in vec(any::<bool>(), 6)) {
        let mut scene = Scene::new();
        for replica in 1..=count {
            scene.take(&op(replica, 1, 1, 5, set(Probe::QTY, qty(100 + replica))));
        }
        let before = scene.versions(Probe::QTY);
        let (gone, stay): (Vec<_>, Vec<_>) = before.into_iter().zip(&named).partition(|(_, named)| **named);
        let gone: Vec<(OpId, Value)> = gone.into_iter().map(|(v, _)| v).collect();
        let chosen = op(50, 1, EVERYTHING, 1, resolve(Probe::QTY, qty(999), gone.iter().map(|(op, _)| *op).collect()));
        let verdict = scene.take(&chosen);
        let mut expected: BTreeSet<OpId> = stay.into_iter().map(|((op, _), _)| op).collect();
        prop_assert_eq!(verdict == Verdict::Conflict, !expected.is_empty());
        expected.insert(chosen.id);
        let stands: BTreeSet<OpId> = scene.versions(Probe::QTY).into_iter().map(|(op, _)| op).collect();
        prop_assert_eq!(stands, expected);
        let remembered = scene.remembered(Probe::QTY);
        for (_, value) in gone {
            prop_assert!(remembered.contains(&value));
        }
    }

    /// A line edited by one and removed by another is kept and marked, whoever comes first.
    #[test]
    fn an_edit_beats_a_concurrent_removal(edit_first in any::<bool>(), a in any::<u32>(), b in any::<u32>()) {
        let item = Id([1; 16]);
        let edit = op(1, 1, 1, a.into(), Action::PutItem(line(1, 77)));
        let remove = op(2, 1, 1, b.into(), Action::RemoveItem { field: Probe::LINES, item });
        let mut scene = Scene::new();
        let verdicts = if edit_first { [scene.take(&edit), scene.take(&remove)] } else { [scene.take(&remove), scene.take(&edit)] };
        prop_assert_eq!(verdicts, [Verdict::Accepted, Verdict::Merged]);
        let live = scene.probe().live_items(Probe::LINES);
        let kept = live.iter().find(|(id, _)| *id == item).map(|(_, item)| item.contested);
        prop_assert_eq!(kept, Some(true));
        // Who has seen the line as it is may remove it.
        let again = op(2, 2, EVERYTHING, 0, Action::RemoveItem { field: Probe::LINES, item });
        prop_assert_eq!(scene.take(&again), Verdict::Accepted);
        prop_assert!(scene.probe().live_items(Probe::LINES).iter().all(|(id, _)| *id != item));
    }

    /// The first valid decision stands; each later one needs review and keeps its words.
    #[test]
    fn the_first_decision_stands(clocks in vec(any::<u32>(), 2..5)) {
        let mut scene = Scene::new();
        scene.take(&op(1, 1, EVERYTHING, 0, step(16, 1, None)));
        for (n, ms) in clocks.iter().enumerate() {
            let transition = if n % 2 == 0 { 17 } else { 18 };
            let replica = 2 + u32::try_from(n).unwrap();
            let late = op(replica, 1, 3, (*ms).into(), step(transition, 2, Some("意见")));
            let verdict = scene.take(&late);
            prop_assert_eq!(verdict, if n == 0 { Verdict::Accepted } else { Verdict::NeedsReview });
            if n > 0 {
                let kept = scene.probe().facts(common::LATE).any(|(id, _)| *id == late.id);
                prop_assert!(kept);
            }
        }
        prop_assert_eq!(scene.probe().state(), 3);
    }

    /// No replica spends more than it was granted.
    #[test]
    fn a_quota_is_never_overspent(granted in 0i64..20, wanted in vec(1i64..8, 1..12)) {
        let mut scene = Scene::new();
        let field = Probe::STOCK;
        if granted > 0 {
            scene.take(&op(0, 2, 0, 0, Action::Grant { field, replica: 4, amount: granted }));
        }
        let mut spent = 0;
        for (n, amount) in (1..).zip(wanted) {
            let verdict = scene.take(&op(4, n, 0, 0, Action::Reserve { field, amount }));
            if verdict == Verdict::Accepted {
                spent += amount;
            } else {
                prop_assert_eq!(verdict, Verdict::NeedsReview);
                prop_assert!(spent + amount > granted);
            }
        }
        prop_assert!(spent <= granted);
    }

    /// A group takes effect whole or not at all; a late decision in it keeps its words alone.
    #[test]
    fn a_group_is_whole(fails in any::<bool>(), n in any::<u32>()) {
        let mut scene = Scene::new();
        let mut ops = vec![
            op(1, 1, EVERYTHING, 0, set(Probe::NAME, text(n))),
            op(1, 2, EVERYTHING, 0, Action::PutItem(line(3, 5))),
            op(1, 3, EVERYTHING, 0, step(16, if fails { 3 } else { 1 }, None)),
        ];
        ops.iter_mut().for_each(|op| op.group = Some(Id([7; 16])));
        let before = scene.probe().clone();
        let verdicts = scene.take_group(&ops);
        prop_assert!(verdicts.iter().all(|v| v.took_effect() != fails));
        if fails {
            let mut after = scene.records[&RECORD].clone();
            let late = after.slots.remove(&common::LATE);
            prop_assert_eq!(after, before);
            prop_assert!(matches!(late, Some(Slot::Facts(facts)) if facts.contains_key(&ops[2].id)));
            prop_assert_eq!(scene.records.len(), 1);
        } else {
            prop_assert_eq!(scene.probe().get(Probe::NAME), Some(&text(n)));
            prop_assert_eq!(scene.probe().state(), 2);
        }
    }

    /// V5: whatever the clocks, the same sequence leaves the same critical values, states and lines.
    #[test]
    fn no_clock_decides_what_matters(
        plan in vec((1u32..4, 0u8..5, 0u32..3, 0u64..6), 1..12),
        one in vec(any::<u32>(), 12),
        other in vec(any::<u32>(), 12),
    ) {
        let play = |clocks: &[u32]| {
            let mut scene = Scene::new();
            for ((at, (replica, what, n, behind)), ms) in (1..).zip(&plan).zip(clocks) {
                let seen = scene.seq.saturating_sub(*behind);
                let action = match what {
                    0 => set(Probe::QTY, qty(*n)),
                    1 => step(16, 1 + n, None),
                    2 => Action::PutItem(line(1, (*n).into())),
                    3 => set(900, text(*n)),
                    _ => step(18, 2, Some("退")),
                };
                scene.take(&op(*replica, at, seen, (*ms).into(), action));
            }
            let lines: Vec<_> = scene.probe().live_items(Probe::LINES).into_iter().map(|(id, item)| {
                (id, item.cells[&2].versions.iter().map(|v| (v.op, v.value.clone())).collect::<Vec<_>>())
            }).collect();
            (scene.versions(Probe::QTY), scene.versions(900), scene.versions(common::STATE), lines)
        };
        prop_assert_eq!(play(&one), play(&other));
    }
}
