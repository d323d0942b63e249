//! The rescue file: everything the server has not backed up, sealed to the server, for any device to
//! carry there. Works while the device is locked.

use super::browser;
use crate::i18n::tr;
use crate::platform::clock;
use crate::ui::Toaster;
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
