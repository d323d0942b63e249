//! Going through a checklist: one row for each item, made for a thumb.

mod run;

pub use run::RunPage;

use crate::record::now;
use crate::replica::{Act, Replica};
use crate::ui::Toaster;
use leptos::task::spawn_local;
use shared::calendar::{self, Moment};
use shared::domain::checklists::{ChecklistRun, run_fields, template};
use shared::entity::{Day, Entity, Id, Kind, VOID_STATE, common};
use shared::sync::Look;
use shared::sync::look::child_key;

/// A new run through a list for whoever works here: its id, and the act that makes it. `None` where there
/// is no such list.
pub fn begin(
    replica: Replica,
    code: &str,
    of: Option<(Kind, Id)>,
    unit: Option<Id>,
) -> Option<(Id, Act)> {
    let list = replica.world(|world| template(world, code))?;
    let today = calendar::standard().zone().local(Moment(now().utc_ms)).date;
    let fields = run_fields(&list, of, unit, Some(replica.me()), Day(today.0), None);
    let run = replica.new_id();
    Some((
        run,
        Act::create_from(ChecklistRun::KIND, run, fields, Vec::new()),
    ))
}

/// The run through a list for a record: the one there is, else a new one. It is kept before anybody is led
/// there; what went wrong is said.
pub fn run_of(replica: Replica, code: &'static str, of: Id, toaster: Toaster) -> Option<Id> {
    let found = replica.world(|world| {
        let runs = world
            .at(&child_key(ChecklistRun::KIND, ChecklistRun::OF, of))
            .ids;
        let mut runs = runs.into_iter().filter_map(|id| world.get(id));
        let run =
            runs.find(|run| run.text(ChecklistRun::TEMPLATE) == code && run.state() != VOID_STATE);
        run.map(|run| run.id)
    });
    if found.is_some() {
        return found;
    }
    let object = replica.world(|world| world.get(of).cloned())?;
    let unit = object.reference(common::UNIT);
    let (run, act) = begin(replica, code, Some((object.kind, of)), unit)?;
    let seen = replica.seen();
    spawn_local(async move {
        if let Err(error) = replica.act(seen, vec![act]).await {
            toaster.say(error.to_string());
        }
    });
    Some(run)
}
