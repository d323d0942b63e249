//! How safe the data of this device is, as facts.

use super::browser::{self, Grant};
use super::rescue;
use super::view::{Health, HealthLine, HealthModel};
use crate::i18n::{number, tr};
use crate::record::moment;
use crate::replica::{self, Replica};
use crate::session::Session;
use crate::shell::{Office, PageHead};
use crate::sync::{LinkState, LinkStatus};
use crate::t;
use crate::ui::{Banner, FilePick, Glyph, Pick, Toaster};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Above this share of the allowed room the line asks for attention, in percent.
const FULL: f64 = 80.0;

/// The facts of this device.
pub fn health(replica: Replica) -> HealthModel {
    let (status, unsynced, kept) = (replica.status(), replica.unsynced(), replica.health());
    let granted = RwSignal::new(None::<Grant>);
    let look = move || {
        spawn_local(async move {
            let grant = browser::grant().await;
            granted.try_set(Some(grant));
        });
    };
    look();
    let lines = Signal::derive(move || {
        let (status, grant) = (status.get(), granted.get());
        let mut lines = vec![link(&status), waiting(unsynced.get())];
        lines.push(kept.with(journals));
        lines.extend(grant.map(persistence));
        lines.extend(grant.and_then(|grant| grant.room).map(room));
        lines.push(backup(status.watermark));
        lines
    });
    let ask = move |()| {
        spawn_local(async move {
            browser::ask_persistence().await;
            look();
        });
    };
    let toaster = expect_context::<Toaster>();
    HealthModel {
        device: Signal::from(None),
        lines,
        persist: Signal::derive(move || {
            let asked = granted.get().is_some_and(|grant| !grant.persistent);
            asked.then(|| Callback::new(ask))
        }),
        rescue: Some(Callback::new(move |()| {
            rescue::offer(async move { replica.rescue_file().await }, toaster);
        })),
    }
}

fn line(icon: Glyph, fact: String, meaning: String) -> HealthLine {
    HealthLine {
        icon,
        fact,
        meaning,
        meter: None,
        warn: false,
    }
}

fn link(status: &LinkStatus) -> HealthLine {
    let when = |ms: u64| moment(i64::try_from(ms).unwrap_or_default());
    let contact = status.last_contact.map(when);
    let contact = contact.unwrap_or_else(|| tr("health-never", &[]));
    let (icon, key) = match status.state {
        LinkState::Unknown => (Glyph::SYNC, "health-unknown"),
        LinkState::Online => (Glyph::CLOUD_OK, "health-online"),
        LinkState::Offline => (Glyph::CLOUD_OFF, "health-offline"),
        LinkState::Failing => (Glyph::ALERT, "health-failing"),
        LinkState::SignedOut => (Glyph::KEY, "health-signed-out"),
        LinkState::Revoked => (Glyph::STOP, "health-revoked"),
    };
    HealthLine {
        warn: matches!(
            status.state,
            LinkState::Failing | LinkState::SignedOut | LinkState::Revoked
        ),
        ..line(
            icon,
            tr(key, &[]),
            tr("health-contact", &[("time", contact.into())]),
        )
    }
}

fn waiting(count: usize) -> HealthLine {
    if count == 0 {
        return line(
            Glyph::SAVED,
            tr("health-none-waiting", &[]),
            tr("health-none-waiting-means", &[]),
        );
    }
    line(
        Glyph::SAVED,
        tr("health-waiting", &[("count", count.into())]),
        tr("health-waiting-means", &[]),
    )
}

fn journals(kept: &replica::Health) -> HealthLine {
    let mut means = Vec::new();
    let mut add = |count: usize, key: &str| {
        if count > 0 {
            means.push(tr(key, &[("count", count.into())]));
        }
    };
    add(kept.half_kept, "health-half-kept");
    add(kept.recovered, "health-recovered");
    add(kept.lost, "health-lost");
    add(kept.unreadable, "health-unreadable");
    if means.is_empty() {
        let key = if kept.journal {
            "health-journals-mean"
        } else {
            "health-one-journal-means"
        };
        means.push(tr(key, &[]));
    }
    let key = if kept.journal {
        "health-journals"
    } else {
        "health-one-journal"
    };
    HealthLine {
        warn: !kept.journal || kept.half_kept > 0 || kept.lost > 0,
        ..line(Glyph::FILE, tr(key, &[]), means.join(" "))
    }
}

fn persistence(grant: Grant) -> HealthLine {
    let (fact, means) = if grant.persistent {
        ("health-persistent", "health-persistent-means")
    } else {
        ("health-clearable", "health-clearable-means")
    };
    HealthLine {
        warn: !grant.persistent,
        ..line(Glyph::DEVICE, tr(fact, &[]), tr(means, &[]))
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn room((used, quota): (u64, u64)) -> HealthLine {
    let share = 100.0 * used as f64 / quota.max(1) as f64;
    HealthLine {
        meter: Some(share),
        warn: share > FULL,
        ..line(
            Glyph::BOX,
            tr(
                "health-room",
                &[("used", size(used).into()), ("quota", size(quota).into())],
            ),
            tr("health-room-means", &[]),
        )
    }
}

/// Bytes in the unit people know, with at most one digit after the point.
#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn size(bytes: u64) -> String {
    let (mut size, mut unit) = (bytes as f64, "kB");
    size /= 1_000.0;
    for next in ["MB", "GB"] {
        if size >= 1_000.0 {
            size /= 1_000.0;
            unit = next;
        }
    }
    format!("{} {unit}", number((size * 10.0).round() / 10.0))
}

fn backup(watermark: u64) -> HealthLine {
    if watermark == 0 {
        return HealthLine {
            warn: true,
            ..line(
                Glyph::SHIELD_OK,
                tr("health-no-backup", &[]),
                tr("health-no-backup-means", &[]),
            )
        };
    }
    let seq = i64::try_from(watermark).unwrap_or(i64::MAX);
    line(
        Glyph::SHIELD_OK,
        tr("health-backup", &[("seq", seq.into())]),
        tr("health-backup-means", &[]),
    )
}

/// The page.
#[component]
pub fn StoragePage() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let session = expect_context::<Session>();
    let word = rescue::Word::new(None);
    let take = move |files| rescue::hand_over(files, session, word);
    view! {
        <Office>
            <PageHead title=t!("nav-storage") />
            {move || word.get().map(|(tone, words)| view! {
                <Banner tone icon=Glyph::INFO fact=words inset=true />
            })}
            <Health model=health(replica) page=true>
                <FilePick pick=Pick::Files(".yingke-rescue") icon=Glyph::PLUS label=t!("device-rescue-in") on_pick=take />
            </Health>
        </Office>
    }
}
