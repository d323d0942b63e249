//! Aiming at a code: what the camera sees, a frame to aim with, and an image file where there is no
//! camera.

use crate::t;
use crate::ui::{Button, Dialog, FilePick, Glyph, Pick, closes};
use leptos::html;
use leptos::prelude::*;
use web_sys::{File, HtmlVideoElement};

/// How the camera stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Aim {
    /// Being switched on; the browser may ask first.
    Starting,
    /// Looking for a code.
    Looking,
    /// No picture, and why.
    Failed(String),
}

impl Aim {
    /// The value of `data-aim`.
    const fn attribute(&self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Looking => "looking",
            Self::Failed(_) => "failed",
        }
    }
}

/// What the scanner shows and does.
#[derive(Clone, Copy)]
pub struct ScannerModel {
    /// Is it open? Closing it switches the camera off.
    pub open: RwSignal<bool>,
    /// How the camera stands.
    pub aim: Signal<Aim>,
    /// The same in words.
    pub words: Signal<String>,
    /// Shows the camera in this element and looks for codes.
    pub start: Callback<HtmlVideoElement>,
    /// Reads image files instead.
    pub files: Callback<Vec<File>>,
}

/// The scanner.
#[component]
pub(super) fn Scanner(model: ScannerModel) -> impl IntoView {
    let actions = move || {
        view! {
            <FilePick pick=Pick::Images icon=Glyph::PHOTO label=t!("scan-image") on_pick=model.files />
            <Button on_press=closes(model.open)>{t!("cancel")}</Button>
        }
    };
    view! {
        <Dialog open=model.open title=t!("scan-title") actions=ViewFn::from(actions)>
            <Finder model />
        </Dialog>
    }
}

#[component]
fn Finder(model: ScannerModel) -> impl IntoView {
    let video = NodeRef::<html::Video>::new();
    Effect::new(move |_| {
        if let Some(video) = video.get() {
            // Before it plays: phones show no unmuted video without a tap of its own.
            video.set_muted(true);
            model.start.run(video);
        }
    });
    view! {
        <div class="finder" data-aim=move || model.aim.with(Aim::attribute)>
            <video node_ref=video playsinline=true aria-hidden="true"></video>
            <span class="aim" aria-hidden="true"><i></i></span>
        </div>
        <p class="finder-words" role="status">{move || model.words.get()}</p>
    }
}
