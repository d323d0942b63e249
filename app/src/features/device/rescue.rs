//! The rescue file: everything the server has not backed up, sealed to the server, for any device to
//! carry there. Saving one works while the device is locked; handing one over needs the server.

use super::browser;
use crate::features::start::refusal;
use crate::i18n::tr;
use crate::platform::clock;
use crate::record::read_file;
use crate::session::Session;
use crate::ui::{Toaster, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// Makes the file and offers it to be saved; says why where that does not go.
pub fn offer<E: std::fmt::Display + 'static>(
    file: impl Future<Output = Result<Vec<u8>, E>> + 'static,
    toaster: Toaster,
) {
    spawn_local(async move {
        match file.await {
            Ok(bytes) => {
                let name = format!("yingke-{}.yingke-rescue", clock::wall_ms() / 1_000);
                browser::save(&name, "application/octet-stream", &bytes);
                toaster.say(tr("device-rescue-saved", &[]));
            }
            Err(error) => toaster.say(error.to_string()),
        }
    });
}

/// What became of a file, for the screen: its colour and its words.
pub type Word = RwSignal<Option<(Tone, String)>>;

/// Hands chosen files over to the server, one after the other.
pub fn hand_over(files: Vec<web_sys::File>, session: Session, word: Word) {
    word.set(Some((Tone::Info, tr("device-rescue-sending", &[]))));
    spawn_local(async move {
        for file in files {
            let said = one(file, session).await;
            word.try_set(Some(said));
        }
    });
}

async fn one(file: web_sys::File, session: Session) -> (Tone, String) {
    let Some(bytes) = read_file(file).await else {
        return (Tone::Danger, tr("device-rescue-unread", &[]));
    };
    match session.api().rescue(&bytes).await {
        Ok(done) => {
            let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX).into();
            let mut words = vec![tr(
                "device-rescue-done",
                &[("ops", count(done.ops)), ("blobs", count(done.blobs))],
            )];
            let mut tone = Tone::Brand;
            let waiting = done.ops.saturating_sub(done.answered);
            for (number, key) in [
                (waiting, "device-rescue-waiting"),
                (done.left_out, "device-rescue-left-out"),
            ] {
                if number > 0 {
                    tone = Tone::Lamp;
                    words.push(tr(key, &[("count", count(number))]));
                }
            }
            (tone, words.join(" "))
        }
        Err(error) => (Tone::Danger, refusal(&error)),
    }
}
