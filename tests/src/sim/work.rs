//! What people do: plausible actions on what they see, some of them mischievous.

use std::collections::BTreeMap;

use shared::domain::customers::{Contact, Customer, Interaction};
use shared::domain::exhibitions::BoothLead;
use shared::domain::organisation::User;
use shared::domain::probe::Probe;
use shared::domain::tasks::Task;
use shared::domain::{self, bound_hash};
use shared::entity::{Entity, Id, Kind, Level, OpId, Record, Value, common};
use shared::sync::op::{Fields, NewItem};
use shared::sync::world::World;
use shared::sync::{Action, Class, Look};

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
        if dice.chance(150) {
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
        self.hot.records[dice.below(3) as usize].1
    }

    fn one(&self, person: &Person, dice: &mut Dice) -> Deed {
        let class = match dice.below(100) {
            0..14 => Class::F,
            14..48 => Class::S,
            48..66 => Class::C,
            66..86 => Class::T,
            _ => Class::R,
        };
        let (kind, record) = match class {
            Class::C | Class::R => (Probe::KIND, self.probe(dice)),
            Class::F if dice.chance(500) => (Probe::KIND, self.probe(dice)),
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

    fn fact(&self, kind: Kind, dice: &mut Dice) -> Action {
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
            return fact(Probe::NOTES, text(dice));
        }
        fact(common::LATE, text(dice))
    }

    fn set(
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
            (Probe::KIND, 3..5) => vec![(Probe::AMOUNT, cast::money(dice))],
            (Probe::KIND, 5..7) => vec![(Probe::QTY, decimal(dice))],
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

    fn item(&self, view: Option<&Record>, dice: &mut Dice) -> Action {
        let lines: Vec<Id> = view
            .map(|view| view.live_items(Probe::LINES))
            .unwrap_or_default()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        let field = Probe::LINES;
        let known = dice.pick(&lines);
        if let Some(item) = known.filter(|_| dice.chance(200)) {
            return Action::RemoveItem { field, item };
        }
        let item = match known {
            Some(item) if lines.len() > 3 || dice.chance(600) => item,
            _ => dice.id(self.clock),
        };
        let mut fields = Vec::new();
        if dice.chance(600) {
            fields.push((2, decimal(dice)));
        }
        if fields.is_empty() || dice.chance(500) {
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

    fn step(&self, kind: Kind, record: Id, view: Option<&Record>, dice: &mut Dice) -> Action {
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
            if arrow.needs.contains(no) || dice.chance(600) {
                args.push((*no, self.argument(kind, *no, dice)));
            }
        }
        let bound = view
            .filter(|_| arrow.key == "approve" && dice.chance(600))
            .and_then(|view| {
                bound_hash(
                    self.world as &dyn Look,
                    domain::schema(kind)?,
                    view,
                    arrow.no,
                )
                .ok()
            });
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

    /// New records, with what belongs to them.
    fn create(&self, person: &Person, dice: &mut Dice) -> Vec<Deed> {
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
    fn poison(&self, dice: &mut Dice) -> Deed {
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
