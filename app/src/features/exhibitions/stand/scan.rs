//! The camera looks for a code until it finds one, or until nobody aims any more.

use super::super::view::{Aim, ScannerModel};
use super::intake::Inlet;
use super::reading::Reading;
use super::trouble;
use crate::i18n::tr;
use crate::platform::camera::{self, Camera, CameraError};
use crate::platform::reader::Picture;
use crate::platform::timers::sleep;
use futures::channel::oneshot;
use futures::future::select;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::exchange::card::Card;
use std::pin::pin;
use web_sys::{File, HtmlVideoElement};

/// Pause between two frames, in milliseconds: the reader is quick, the battery is small.
const PAUSE_MS: u32 = 80;
/// How often the reader may break down over frames before the person is asked.
const PATIENCE: u32 = 3;

/// The scanner.
#[derive(Clone, Copy)]
pub(super) struct Scan {
    reading: Reading,
    /// Is somebody aiming?
    pub open: RwSignal<bool>,
    aim: RwSignal<Aim>,
    /// Dropped when nobody aims any more: ends the search, and the camera with it.
    hold: StoredValue<Option<oneshot::Sender<()>>, LocalStorage>,
}

impl Scan {
    pub(super) fn new(reading: Reading) -> Self {
        let scan = Self {
            reading,
            open: RwSignal::new(false),
            aim: RwSignal::new(Aim::Starting),
            hold: StoredValue::new_local(None),
        };
        Effect::new(move |_| {
            if !scan.open.get() {
                scan.hold.set_value(None);
            }
        });
        scan
    }

    /// Switches the camera on, shows it in `video` and looks for a code.
    fn start(self, video: HtmlVideoElement, found: Callback<Card>) {
        let (hold, let_go) = oneshot::channel();
        self.hold.set_value(Some(hold));
        self.aim.set(Aim::Starting);
        spawn_local(async move {
            let search = pin!(self.search(&video));
            if let futures::future::Either::Left((outcome, _)) = select(search, let_go).await {
                match outcome {
                    Ok(card) => {
                        self.open.set(false);
                        found.run(card);
                    }
                    Err(words) => self.aim.set(Aim::Failed(words)),
                }
            }
        });
    }

    /// Looks until a code is read.
    async fn search(self, video: &HtmlVideoElement) -> Result<Card, String> {
        let camera = Camera::open().await.map_err(trouble::of_camera)?;
        camera.show_in(video);
        self.aim.set(Aim::Looking);
        let mut broken = 0;
        while camera.is_live() {
            let reader = self.reading.reader().map_err(trouble::of_reader)?;
            if let Some(frame) = camera::frame(video).await {
                match reader.codes(Picture::Frame(frame)).await.map(Inlet::best) {
                    Ok(Some(card)) => return Ok(card),
                    Ok(None) => broken = 0,
                    Err(error) if broken == PATIENCE || !trouble::worth_repeating(error) => {
                        return Err(trouble::of_reader(error));
                    }
                    // The next frame is another picture and gets another reader.
                    Err(_) => broken += 1,
                }
            }
            sleep(PAUSE_MS).await;
        }
        Err(trouble::of_camera(CameraError::Busy))
    }

    /// What the screen shows of it. `files` reads pictures chosen instead of aiming.
    pub(super) fn model(self, found: Callback<Card>, files: Callback<Vec<File>>) -> ScannerModel {
        ScannerModel {
            open: self.open,
            aim: self.aim.into(),
            start: Callback::new(move |video| self.start(video, found)),
            files: Callback::new(move |chosen| {
                self.open.set(false);
                files.run(chosen);
            }),
            words: Signal::derive(move || match self.aim.get() {
                Aim::Starting => tr("scan-starting", &[]),
                Aim::Looking => tr("scan-looking", &[]),
                Aim::Failed(words) => words,
            }),
        }
    }
}
