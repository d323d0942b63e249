//! Transitions.

use shared::domain::customers::Customer;
use shared::domain::exhibitions::BoothLead;
use shared::domain::organisation::User;
use shared::domain::probe::Probe;
use shared::domain::{self, bound_hash};
use shared::entity::{Entity, Id, Kind, Record, Value};
use shared::sync::op::Fields;
use shared::sync::{Action, Look};

use super::super::cast;
use super::super::dice::Dice;
use super::{Build, Desk, decimal, step, text};

impl Desk<'_> {
    pub(super) fn step(
        &self,
        kind: Kind,
        record: Id,
        view: Option<&Record>,
        dice: &mut Dice,
    ) -> Action {
        let seen = view.map_or(1, Record::state);
        let old = self.stale.get(&record).copied().unwrap_or(seen);
        let from = if dice.chance(200) { old } else { seen };
        if let (Build::New, true) = (self.build, dice.chance(150)) {
            return step(200, from, Vec::new(), None);
        }
        let Some(table) = domain::schema(kind).and_then(|schema| schema.states) else {
            return step(16, from, Vec::new(), None);
        };
        let arrows: Vec<_> = table
            .transitions
            .iter()
            .filter(|arrow| arrow.from.contains(&from))
            .collect();
        let Some(arrow) = dice.pick(&arrows) else {
            return step(16, from, Vec::new(), None);
        };
        let mut args: Fields = Vec::new();
        for no in arrow.args {
            if arrow.needs.contains(no) || dice.chance(920) {
                args.push((*no, self.argument(kind, *no, dice)));
            }
        }
        let bound = view
            .filter(|_| arrow.key == "approve" && dice.chance(600))
            .and_then(|view| bound_hash(self.world as &dyn Look, domain::schema(kind)?, view).ok());
        step(arrow.no, from, args, bound)
    }

    fn argument(&self, kind: Kind, no: u16, dice: &mut Dice) -> Value {
        match (kind, no) {
            (Probe::KIND, Probe::QTY) => decimal(dice),
            (BoothLead::KIND, BoothLead::OWNER) => {
                let people = cast::people();
                let at = dice.below(people.len() as u64) as usize;
                Value::Ref(User::KIND, people[at].id)
            }
            (BoothLead::KIND, BoothLead::CUSTOMER) => {
                Value::Ref(Customer::KIND, self.hot.records[4].1)
            }
            (BoothLead::KIND, BoothLead::SAME_AS) => {
                Value::Ref(BoothLead::KIND, self.hot.records[3].1)
            }
            _ => text(dice),
        }
    }
}
