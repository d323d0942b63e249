//! Where a record is shown, for whoever knows only its kind.

use crate::replica::Replica;
use crate::routes::Route;
use shared::domain::approvals::Approval;
use shared::domain::checklists::ChecklistRun;
use shared::domain::customers::Customer;
use shared::domain::exhibitions::BoothLead;
use shared::domain::notices::InternalNotice;
use shared::domain::visits::{FactoryVisit, TripLog};
use shared::entity::{Entity, Id, Kind};
use uuid::Uuid;

/// The screen of a record; `None` for a kind without one of its own.
#[must_use]
pub fn place_of(kind: Kind, id: Id) -> Option<Route> {
    let id = Uuid::from_bytes(id.0);
    match kind {
        BoothLead::KIND => Some(Route::Lead(id)),
        Customer::KIND => Some(Route::Customer(id)),
        Approval::KIND => Some(Route::Approval(id)),
        InternalNotice::KIND => Some(Route::Notice(id)),
        FactoryVisit::KIND => Some(Route::Visit(id)),
        TripLog::KIND => Some(Route::Trip(id)),
        ChecklistRun::KIND => Some(Route::Checklist(id)),
        _ => None,
    }
}

/// The same for a record this device knows.
#[must_use]
pub fn place(replica: Replica, id: Id) -> Option<Route> {
    let kind = replica.world(|world| world.get(id).map(|record| record.kind))?;
    place_of(kind, id)
}
