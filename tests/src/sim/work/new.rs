//! New records, and mischief.

use shared::domain::customers::{Contact, Customer, Interaction};
use shared::domain::exhibitions::BoothLead;
use shared::domain::organisation::User;
use shared::domain::probe::Probe;
use shared::domain::tasks::Task;
use shared::entity::{Entity, Kind, Value, common};
use shared::sync::Action;
use shared::sync::op::NewItem;

use super::super::cast::{self, Person};
use super::super::dice::Dice;
use super::{Build, Deed, Desk, deed, fact, reserve, set, text};

impl Desk<'_> {
    /// New records, with what belongs to them.
    pub(super) fn create(&self, person: &Person, dice: &mut Dice) -> Vec<Deed> {
        let id = dice.id(self.clock);
        let create = |kind: Kind, dice: &mut Dice| {
            let mut fields = cast::fields(kind, person, dice);
            if self.build == Build::New {
                fields.push((900, text(dice)));
            }
            let items = Vec::new();
            deed(kind, id, Action::Create { fields, items })
        };
        match dice.below(8) {
            0..3 => vec![create(Probe::KIND, dice)],
            3..5 => vec![create(BoothLead::KIND, dice)],
            5 => {
                let customer = create(Customer::KIND, dice);
                let fields = vec![
                    (Contact::CUSTOMER, Value::Ref(Customer::KIND, id)),
                    (Contact::NAME, text(dice)),
                    (Contact::PHONES, cast::phones(dice)),
                ];
                let items = Vec::new();
                let contact = Action::Create { fields, items };
                vec![customer, deed(Contact::KIND, dice.id(self.clock), contact)]
            }
            6 => {
                let customer = self.hot.records[4].1;
                let fields = vec![
                    (Interaction::CUSTOMER, Value::Ref(Customer::KIND, customer)),
                    (Interaction::SUMMARY, text(dice)),
                ];
                let items = Vec::new();
                vec![deed(
                    Interaction::KIND,
                    id,
                    Action::Create { fields, items },
                )]
            }
            _ => {
                let fields = vec![
                    (Task::TITLE, text(dice)),
                    (Task::OWNER, Value::Ref(User::KIND, person.id)),
                ];
                let items = Vec::new();
                vec![deed(Task::KIND, id, Action::Create { fields, items })]
            }
        }
    }

    /// Malformed, forbidden or dangerous.
    pub(super) fn poison(&self, dice: &mut Dice) -> Deed {
        let probe = self.probe(dice);
        let (kind, record, action) = match dice.below(10) {
            0 => (Probe::KIND, probe, set(vec![(Probe::AMOUNT, text(dice))])),
            1 => (
                Probe::KIND,
                probe,
                set(vec![(common::DOC_NO, text(dice)), (16, text(dice))]),
            ),
            2 => (Kind(64_999), probe, set(vec![(16, text(dice))])),
            3 => (Probe::KIND, probe, fact(Probe::NAME, text(dice))),
            4 => {
                let item = NewItem {
                    field: Probe::LINES,
                    item: dice.id(self.clock),
                    order: "a".into(),
                    fields: vec![(2, text(dice))],
                };
                (Probe::KIND, probe, Action::PutItem(item))
            }
            5 => (Probe::KIND, probe, reserve(-3)),
            6 => (
                Probe::KIND,
                probe,
                Action::Unknown(vec![0x82, 0x18, 0x63, dice.below(24) as u8]),
            ),
            7 => {
                let huge = Value::Text("x".repeat(70_000));
                (Probe::KIND, probe, set(vec![(Probe::NAME, huge)]))
            }
            8 => {
                let fields = vec![(Probe::NAME, text(dice)), (Probe::NAME, text(dice))];
                (Probe::KIND, probe, set(fields))
            }
            _ => {
                let fields = vec![(Probe::NAME, text(dice))];
                (Probe::KIND, self.hot.poison, set(fields))
            }
        };
        Deed {
            forged: dice.chance(200),
            poison: true,
            ..deed(kind, record, action)
        }
    }
}
