//! How safe the data of this device is, as facts.

use super::view::{Health, HealthLine, HealthModel};
use crate::i18n::tr;
use crate::record::moment;
use crate::replica::Replica;
use crate::shell::{Office, PageHead};
use crate::sync::LinkState;
use crate::t;
use crate::ui::Glyph;
use leptos::prelude::*;

/// The facts of this device.
pub fn health(replica: Replica) -> HealthModel {
    let status = replica.status();
    let unsynced = replica.unsynced();
    let lines = Signal::derive(move || {
        let status = status.get();
        let when = |ms: Option<u64>| ms.map(|ms| moment(i64::try_from(ms).unwrap_or_default()));
        let contact = when(status.last_contact).unwrap_or_else(|| tr("health-never", &[]));
        let online = status.state == LinkState::Online;
        let waiting = unsynced.get();
        vec![
            HealthLine {
                icon: if online {
                    Glyph::CLOUD_OK
                } else {
                    Glyph::CLOUD_OFF
                },
                fact: tr(
                    if online {
                        "health-online"
                    } else {
                        "health-offline"
                    },
                    &[],
                ),
                meaning: tr("health-contact", &[("time", contact.into())]),
                meter: None,
                warn: false,
            },
            HealthLine {
                icon: Glyph::SAVED,
                fact: tr("health-waiting", &[("count", waiting.into())]),
                meaning: tr("health-waiting-means", &[]),
                meter: None,
                warn: false,
            },
            HealthLine {
                icon: Glyph::SHIELD_OK,
                fact: tr(
                    "health-backup",
                    &[(
                        "seq",
                        i64::try_from(status.watermark).unwrap_or_default().into(),
                    )],
                ),
                meaning: tr("health-backup-means", &[]),
                meter: None,
                warn: false,
            },
        ]
    });
    HealthModel {
        device: Signal::from(None),
        lines,
        rescue: None,
        check: None,
    }
}

/// The page.
#[component]
pub fn StoragePage() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let unsynced = replica.unsynced();
    let lead =
        Signal::derive(move || Some(tr("offline-safe", &[("count", unsynced.get().into())])));
    view! {
        <Office>
            <PageHead title=t!("nav-storage") lead />
            <Health model=health(replica) page=true />
        </Office>
    }
}
