//! The frame's data, from the session and the replica: what waits, who is here, what can be made.

use crate::features::approvals::to_decide;
use crate::features::tasks::due_count;
use crate::i18n::tr;
use crate::record::{moment, sync_state};
use crate::replica::{RecordSync, Replica};
use crate::routes::Route;
use crate::session::Session;
use crate::shell::{Person, Router, ShellState};
use crate::sync::LinkState;
use crate::ui::{MenuItem, SyncState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::grants_of;
use shared::domain::exhibitions::BoothLead;
use shared::entity::Entity;

/// The state of the frame around every screen.
pub fn shell(session: Session, router: Router) -> ShellState {
    let replica = session.replica();
    let with = move |read: fn(Replica) -> usize| replica.get().map_or(0, read);
    let pending = Memo::new(move |_| with(|replica| replica.unsynced().get()));
    let attention = Memo::new(move |_| with(waiting_for_me));
    let online = Memo::new(move |_| {
        replica.get().is_none_or(|r| {
            matches!(
                r.status().get().state,
                LinkState::Online | LinkState::Unknown
            )
        })
    });
    let contact = Memo::new(move |_| {
        replica
            .get()
            .and_then(|r| r.status().get().last_contact)
            .unwrap_or_default()
    });
    let since = move || {
        Some(contact.get())
            .filter(|ms| *ms > 0)
            .map(|ms| moment(i64::try_from(ms).unwrap_or_default()))
    };
    let person = session.person();
    let menu = vec![
        MenuItem::new(
            || tr("nav-booth", &[]),
            Callback::new(move |()| router.go(Route::Booth)),
        ),
        MenuItem::new(
            || tr("customer-new", &[]),
            Callback::new(move |()| router.go(Route::Customers)),
        ),
    ];
    ShellState {
        pending: pending.into(),
        attention: attention.into(),
        online: online.into(),
        offline_since: Signal::derive(move || (!online.get()).then(since).flatten()),
        sync: Signal::derive(move || overall(pending.get(), online.get(), attention.get())),
        synced_at: Signal::derive(since),
        person: Signal::derive(move || {
            let known = person.get()?;
            Some(Person {
                role: roles(replica.get(), known.user),
                name: known.name,
            })
        }),
        organisation: Signal::derive(move || person.get().map(|known| known.organisation)),
        demo: Signal::derive(move || person.with(|known| known.as_ref().is_some_and(|k| k.demo))),
        count: Callback::new(move |route| replica.get().and_then(|replica| count(replica, route))),
        create: StoredValue::new(menu),
        find: Callback::new(move |()| router.go(Route::Customers)),
        lock: Callback::new(move |()| session.lock()),
        leave: Callback::new(move |()| {
            spawn_local(async move {
                // With unsynced work the session refuses; the storage page then offers the ways out.
                if session.sign_out(false).await.is_err() {
                    router.go(Route::Storage);
                }
            });
        }),
    }
}

fn overall(pending: usize, online: bool, attention: usize) -> SyncState {
    match (pending, online) {
        (0, _) if attention > 0 => SyncState::Review,
        (0, _) => SyncState::Synced,
        (_, true) => sync_state(RecordSync::Syncing),
        (_, false) => SyncState::Local,
    }
}

/// Conflicts I own and ops of mine that came back.
fn waiting_for_me(replica: Replica) -> usize {
    let returned = replica.returned().get();
    returned + replica.conflicts().with(|ids| ids.len())
}

fn roles(replica: Option<Replica>, user: shared::entity::Id) -> String {
    let Some(replica) = replica else {
        return String::new();
    };
    // Read, not only tracked: a memo that nobody reads never runs.
    replica.record(user).with(|_| ());
    let words: Vec<String> = replica.world(|world| {
        grants_of(world, user)
            .iter()
            .map(|grant| tr(&format!("role-{}", grant.role.to_lowercase()), &[]))
            .collect()
    });
    words.join(tr("list-comma", &[]).as_str())
}

fn count(replica: Replica, route: Route) -> Option<usize> {
    let open = match route {
        Route::Home => due_count(replica),
        Route::Approvals => to_decide(replica).len(),
        Route::Leads => {
            replica.revision(BoothLead::KIND).track();
            replica.world(|world| {
                world
                    .of_kind(BoothLead::KIND)
                    .into_iter()
                    .filter_map(|id| world.get(id))
                    .filter(|l| l.state() == 1)
                    .count()
            })
        }
        Route::Outbox => waiting_for_me(replica),
        _ => return None,
    };
    Some(open).filter(|open| *open > 0)
}
