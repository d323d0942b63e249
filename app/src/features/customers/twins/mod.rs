//! records that look like one customer or one visitor. Every capture is kept; what looks alike
//! waits here for somebody to decide.

mod choice;
mod compare;
mod hint;
mod list;

pub use compare::TwinsPage;
pub use hint::TwinHint;
pub use list::{Twins, open_pairs};

use crate::i18n::tr;
use crate::replica::{Act, Replica};
use crate::ui::Toaster;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::customers::{Customer, Deeds, Duplicate, standing};
use shared::domain::exhibitions::BoothLead;
use shared::entity::{Entity, Id, Kind, Record, Value};
use std::sync::Arc;

/// Two records and the proposal that they are one.
#[derive(Clone, PartialEq)]
pub struct Pair {
    /// The proposal.
    pub proposal: Arc<Record>,
    /// The record that was there; a customer where the other is a lead.
    pub first: Arc<Record>,
    /// The record that came later.
    pub second: Arc<Record>,
}

impl Pair {
    /// The records a proposal is about; `None` where this device does not know both, or where they
    /// are one already.
    pub fn of(replica: Replica, proposal: Id) -> Option<Self> {
        replica.world(|world| {
            let proposal = world.get(proposal)?;
            let side = |no: u16| standing(world, proposal.reference(no)?);
            let (mut first, mut second) = (side(Duplicate::OLDER)?, side(Duplicate::NEWER)?);
            if second.kind == Customer::KIND && first.kind != Customer::KIND {
                (first, second) = (second, first);
            }
            let one = first.id == second.id
                || second.reference(BoothLead::CUSTOMER) == Some(first.id)
                    && second.kind == BoothLead::KIND;
            (!one).then(|| Self {
                proposal: Arc::new(proposal.clone()),
                first: Arc::new(first),
                second: Arc::new(second),
            })
        })
    }

    /// Both are of one kind, so that their fields can be compared.
    pub fn alike(&self) -> bool {
        self.first.kind == self.second.kind
    }
}

/// What both have in common, in words: 电话、公司名.
fn basis(proposal: &Record) -> String {
    let Some(Value::List(words)) = proposal.get(Duplicate::BASIS) else {
        return String::new();
    };
    let words = words.iter().filter_map(Value::text);
    let words: Vec<String> = words
        .map(|word| tr(&format!("twins-{word}"), &[]))
        .collect();
    words.join(tr("list-comma", &[]).as_str())
}

/// The kinds whose records may be one, as far as a screen has to look again when one changes.
fn watch(replica: Replica) {
    for kind in [Duplicate::KIND, Customer::KIND, BoothLead::KIND] {
        replica.revision(kind).with(|_| ());
    }
}

/// A name and where its record is.
fn address(kind: Kind, id: Id) -> String {
    use crate::routes::Route;
    let uuid = uuid::Uuid::from_bytes(id.0);
    if kind == Customer::KIND {
        Route::Customer(uuid).to_string()
    } else {
        Route::Lead(uuid).to_string()
    }
}

/// Saves what was decided as one group, then says so or goes on.
fn carry_out(replica: Replica, toaster: Toaster, deeds: Deeds, done: impl FnOnce() + 'static) {
    let act = |(kind, record, action)| Act::new(kind, record, action);
    let acts = deeds.into_iter().map(act).collect();
    spawn_local(async move {
        match replica.act(replica.seen(), acts).await {
            Ok(_) => done(),
            Err(error) => toaster.say(error.to_string()),
        }
    });
}
