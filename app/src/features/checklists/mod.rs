//! Going through a checklist: one row for each item, made for a thumb.

mod run;

pub use run::RunPage;

use crate::record::now;
use crate::replica::{Act, Replica};
use shared::calendar::{self, Moment};
use shared::domain::checklists::{ChecklistRun, run_fields, template};
use shared::entity::{Day, Entity, Id, Kind};

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
