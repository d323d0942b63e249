//! What has run its course is put away, once an hour; and the daily backup, where one is wanted.

use crate::app::App;
use crate::auth::caller::{IDLE_DAYS, LIFE_DAYS};
use crate::blobs::upload;
use crate::clock::DAY;
use crate::jobs::backup::{self, Target};
use crate::store::{codes, sessions};
use std::sync::Arc;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

/// Tidies up until the server stops.
pub async fn keep_house(app: Arc<App>) {
    let mut hours = tokio::time::interval(HOUR);
    loop {
        hours.tick().await;
        if let Err(error) = tidy(&app).await {
            tracing::warn!(%error, "housekeeping was not finished");
        }
    }
}

async fn tidy(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    let ended = app.database.write(move |conn| {
        sessions::close_old(conn, now - IDLE_DAYS * DAY, now - LIFE_DAYS * DAY)?;
        codes::clear_old(conn, now)
    });
    ended.await?;
    let folder = app.folder.clone();
    tokio::task::spawn_blocking(move || upload::clear_abandoned(&folder, now)).await??;
    Ok(())
}

/// Makes a backup now and then every day, until the server stops.
pub async fn back_up_daily(app: Arc<App>, target: Target) {
    let mut days = tokio::time::interval(24 * HOUR);
    loop {
        days.tick().await;
        let (folder, target, now) = (app.folder.clone(), target.clone(), app.clock.now());
        let made = tokio::task::spawn_blocking(move || backup::run(&folder, &target, now)).await;
        match made {
            Ok(Ok((snapshot, manifest))) => {
                tracing::info!(snapshot, seq = manifest.seq, "backed up");
                app.pokes.poke(0);
            }
            Ok(Err(error)) => tracing::error!(error = %format!("{error:#}"), "the backup failed"),
            Err(error) => tracing::error!(%error, "the backup failed"),
        }
    }
}
