//! Facts, fields and lines.

use shared::domain::customers::{Contact, Customer, Interaction};
use shared::domain::exhibitions::BoothLead;
use shared::domain::organisation::User;
use shared::domain::probe::Probe;
use shared::domain::tasks::Task;
use shared::entity::{Entity, Id, Kind, Level, OpId, Record, Value, common};
use shared::sync::Action;
use shared::sync::op::{Fields, NewItem};

use super::super::cast::{self, Person};
use super::super::dice::Dice;
use super::{Build, Desk, decimal, fact, set, share, text};

impl Desk<'_> {
    pub(super) fn fact(&self, kind: Kind, dice: &mut Dice) -> Action {
        if dice.chance(120) {
            let people = cast::people();
            let to = &people[dice.below(people.len() as u64) as usize];
            return share(to.id, Level::L2, dice.chance(300));
        }
        if self.build == Build::New && dice.chance(300) {
            return fact(
                901,
                Value::Raw(vec![0x82, 0x18, 0x63, dice.below(24) as u8]),
            );
        }
        if kind == Probe::KIND {
            let long = if self.heavy { 3_000 } else { 0 };
            let note = format!("{}{}", dice.below(1 << 40), "长".repeat(long));
            return fact(Probe::NOTES, Value::Text(note));
        }
        fact(common::LATE, text(dice))
    }

    pub(super) fn set(
        &self,
        kind: Kind,
        record: Id,
        view: Option<&Record>,
        person: &Person,
        dice: &mut Dice,
    ) -> Action {
        let people = cast::people();
        let other = people[dice.below(people.len() as u64) as usize].id;
        let owner = Value::Ref(User::KIND, if dice.chance(500) { person.id } else { other });
        if self.build == Build::New && dice.chance(250) {
            return self.set_from_the_future(dice);
        }
        let mut fields = match (kind, dice.below(10)) {
            (Probe::KIND, 0..3) => vec![(Probe::NAME, text(dice))],
            (Probe::KIND, 3) => vec![(Probe::AMOUNT, cast::money(dice))],
            (Probe::KIND, 4..7) => vec![(Probe::QTY, decimal(dice))],
            (Probe::KIND, 7) => vec![(Probe::SECRET, text(dice))],
            (Probe::KIND, 8) => vec![(Probe::OWNER, owner)],
            (Probe::KIND, _) => vec![(Probe::OPINION, text(dice))],
            (BoothLead::KIND, 0..3) => vec![(BoothLead::COMPANY, text(dice))],
            (BoothLead::KIND, 3..6) => vec![(BoothLead::PHONES, cast::phones(dice))],
            (BoothLead::KIND, 6) => vec![(BoothLead::OWNER, owner)],
            (BoothLead::KIND, 7) => {
                vec![(BoothLead::INTEREST, Value::Choice(1 + dice.below(4) as u32))]
            }
            (BoothLead::KIND, _) => vec![(BoothLead::QTY, decimal(dice))],
            (Customer::KIND, 0..3) => vec![(Customer::NAME, text(dice))],
            (Customer::KIND, 3..5) => vec![(Customer::ADDRESS, text(dice))],
            (Customer::KIND, 5) => vec![(Customer::OWNER, owner)],
            (Customer::KIND, _) => vec![(Customer::REMARKS, text(dice))],
            (Contact::KIND, _) => vec![(Contact::PHONES, cast::phones(dice))],
            (Task::KIND, _) => vec![(Task::TITLE, text(dice))],
            _ => vec![(Interaction::SUMMARY, text(dice))],
        };
        if kind == Probe::KIND && dice.chance(150) {
            fields.push((Probe::NAME, text(dice)));
        }
        let resolves = view.map_or_else(Vec::new, |view| {
            self.siblings(record, view, &mut fields, dice)
        });
        Action::Set { fields, resolves }
    }

    /// Sees two values: mostly decides between them.
    fn siblings(
        &self,
        _record: Id,
        view: &Record,
        fields: &mut Fields,
        dice: &mut Dice,
    ) -> Vec<OpId> {
        let conflicts: Vec<u16> = view.conflicts().collect();
        let Some(no) = dice.pick(&conflicts).filter(|_| dice.chance(500)) else {
            return Vec::new();
        };
        let Some(cell) = view.cell(no) else {
            return Vec::new();
        };
        let mut named: Vec<OpId> = cell.versions.iter().map(|v| v.op).collect();
        if dice.chance(200) {
            named.pop();
        }
        if let Some(chosen) = dice.pick(&cell.versions) {
            *fields = vec![(no, chosen.value)];
        }
        named
    }

    /// Fields and values of a build the server does not know.
    fn set_from_the_future(&self, dice: &mut Dice) -> Action {
        match dice.below(3) {
            0 => set(vec![(900, text(dice))]),
            1 => {
                let raw = Value::Raw(vec![0x83, 0x18, 0x40, 0x01, dice.below(24) as u8]);
                set(vec![(900, raw)])
            }
            _ => set(vec![
                (900, Value::Choice(77)),
                (
                    902,
                    Value::Int(i64::try_from(dice.below(1 << 30)).unwrap_or(0)),
                ),
            ]),
        }
    }

    pub(super) fn item(&self, view: Option<&Record>, dice: &mut Dice) -> Action {
        let lines: Vec<Id> = view
            .map(|view| view.live_items(Probe::LINES))
            .unwrap_or_default()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        let field = Probe::LINES;
        // Most crowd around the first.
        let first = lines.first().copied().filter(|_| dice.chance(350));
        let known = first.or_else(|| dice.pick(&lines));
        if let Some(item) = known.filter(|_| dice.chance(120)) {
            return Action::RemoveItem { field, item };
        }
        let item = match known {
            Some(item) if lines.len() > 1 || dice.chance(600) => item,
            _ => dice.id(self.clock),
        };
        let mut fields = Vec::new();
        if dice.chance(600) {
            fields.push((2, decimal(dice)));
        }
        if fields.is_empty() || dice.chance(700) {
            fields.push((1, text(dice)));
        }
        let order = if known.is_none() || dice.chance(200) {
            format!("{:06}", dice.below(1_000_000))
        } else {
            String::new()
        };
        Action::PutItem(NewItem {
            field,
            item,
            order,
            fields,
        })
    }
}
