//! What people do: plausible actions on what they see, some of them mischievous.

mod fields;
mod new;
mod steps;

use std::collections::BTreeMap;

use shared::domain::exhibitions::BoothLead;
use shared::domain::organisation::User;
use shared::domain::probe::Probe;
use shared::entity::{Entity, Id, Kind, Level, Value, common};
use shared::sync::op::Fields;
use shared::sync::world::World;
use shared::sync::{Action, Class};

use super::cast::{self, Hot, Person};
use super::dice::Dice;

/// Which build a device runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Build {
    /// The one before: knows less.
    Old,
    /// The server's.
    Current,
    /// The next: its fields, actions, kinds and choices are unknown to the server.
    New,
}

/// One action and what is special about it.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    /// Kind of the record.
    pub kind: Kind,
    /// The record.
    pub record: Id,
    /// What is done.
    pub action: Action,
    /// Malformed, or dangerous to the server's rules.
    pub poison: bool,
    /// Under somebody else's name.
    pub forged: bool,
}

/// A person at a device.
pub(super) struct Desk<'a> {
    /// What he sees.
    pub world: &'a World,
    /// Who he is; `None` when nobody is signed in.
    pub person: Option<&'a Person>,
    /// Its build.
    pub build: Build,
    /// The contested records.
    pub hot: &'a Hot,
    /// Records he made himself.
    pub own: &'a [(Kind, Id)],
    /// States he saw a while ago.
    pub stale: &'a BTreeMap<Id, u32>,
    /// What the device believes the time is.
    pub clock: u64,
    /// Texts are long, so that a pull takes several pages.
    pub heavy: bool,
}

fn deed(kind: Kind, record: Id, action: Action) -> Deed {
    Deed {
        kind,
        record,
        action,
        poison: false,
        forged: false,
    }
}

fn set(fields: Fields) -> Action {
    Action::Set {
        fields,
        resolves: Vec::new(),
    }
}

fn text(dice: &mut Dice) -> Value {
    let few = dice.chance(100);
    Value::Text(format!("{}", dice.below(if few { 4 } else { 1 << 40 })))
}

impl Desk<'_> {
    /// One user action: mostly one op, sometimes a group.
    pub(super) fn act(&self, dice: &mut Dice) -> Vec<Deed> {
        let Some(person) = self.person else {
            return vec![self.unsigned(dice)];
        };
        if dice.chance(15) {
            return vec![self.poison(dice)];
        }
        if dice.chance(90) {
            return self.create(person, dice);
        }
        let mut deeds = vec![self.one(person, dice)];
        if dice.chance(220) {
            // Together or not at all.
            for _ in 0..dice.between(1, 3) {
                deeds.push(self.one(person, dice));
            }
        }
        deeds
    }

    /// Nobody is signed in: a new lead, or a fact about one.
    fn unsigned(&self, dice: &mut Dice) -> Deed {
        let (kind, record) = match dice.pick(self.own) {
            Some(one) if dice.chance(600) => one,
            _ => {
                let people = cast::people();
                let fields = cast::fields(BoothLead::KIND, &people[0], dice);
                let items = Vec::new();
                let create = Action::Create { fields, items };
                return deed(BoothLead::KIND, dice.id(self.clock), create);
            }
        };
        match dice.below(6) {
            0 => deed(kind, record, set(vec![(BoothLead::NAME, text(dice))])),
            1 => deed(Probe::KIND, self.probe(dice), self.item(None, dice)),
            2 => deed(kind, record, step(16, 1, Vec::new(), None)),
            3 => deed(Probe::KIND, self.probe(dice), reserve(1)),
            _ => deed(kind, record, fact(common::LATE, text(dice))),
        }
    }

    /// A record that somebody may be fighting over.
    fn target(&self, dice: &mut Dice) -> (Kind, Id) {
        let own = (!self.own.is_empty() && dice.chance(250)).then(|| dice.pick(self.own));
        own.flatten()
            .or_else(|| dice.pick(&self.hot.records))
            .unwrap_or_default()
    }

    fn probe(&self, dice: &mut Dice) -> Id {
        // Most crowd around the first.
        let at = if dice.chance(500) { 0 } else { dice.below(3) };
        self.hot.records[at as usize].1
    }

    fn one(&self, person: &Person, dice: &mut Dice) -> Deed {
        let class = match dice.below(100) {
            0..18 => Class::F,
            18..45 => Class::S,
            45..63 => Class::C,
            63..84 => Class::T,
            _ => Class::R,
        };
        let (kind, record) = match class {
            Class::C | Class::R => (Probe::KIND, self.probe(dice)),
            Class::F | Class::S if dice.chance(400) => (Probe::KIND, self.probe(dice)),
            // Spread out: where many decide, nearly all come too late.
            Class::T if dice.chance(600) => dice.pick(&self.hot.records[..3]).unwrap_or_default(),
            _ => self.target(dice),
        };
        let view = self.world.get(record);
        let action = match class {
            Class::F => self.fact(kind, dice),
            Class::S => self.set(kind, record, view, person, dice),
            Class::C => self.item(view, dice),
            Class::T => self.step(kind, record, view, dice),
            Class::R => reserve(dice.between(1, 4) as i64),
        };
        deed(kind, record, action)
    }
}

fn fact(field: u16, value: Value) -> Action {
    Action::Fact { field, value }
}

/// Lends a record to a user, or takes it back.
pub(super) fn share(to: Id, level: Level, withdrawn: bool) -> Action {
    let mut parts = vec![
        (1, Value::Ref(User::KIND, to)),
        (2, Value::Int(i64::from(level as u8))),
    ];
    if withdrawn {
        parts.push((3, Value::Bool(true)));
    }
    fact(common::SHARES, Value::Group(parts))
}

fn reserve(amount: i64) -> Action {
    let field = Probe::STOCK;
    Action::Reserve { field, amount }
}

fn step(transition: u16, from: u32, args: Fields, bound: Option<[u8; 32]>) -> Action {
    Action::Step {
        transition,
        from,
        bound,
        args,
    }
}

fn decimal(dice: &mut Dice) -> Value {
    let few = dice.chance(100);
    let n = dice.below(if few { 5 } else { 1 << 40 });
    Value::Decimal(i64::try_from(n).unwrap_or(0), 2)
}
