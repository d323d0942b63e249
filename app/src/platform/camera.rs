//! The camera, for as long as somebody aims it. Dropping it switches it off.

use super::worker::set;
use futures::channel::oneshot;
use js_sys::Object;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DomException, HtmlVideoElement, ImageBitmap, MediaDevices, MediaStream, MediaStreamConstraints,
    MediaStreamTrack, MediaStreamTrackState,
};

/// Why there is no picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CameraError {
    /// The person, the browser or the owner of the device does not allow it.
    #[error("the camera is not allowed")]
    Refused,
    /// This device has none, or the browser gives none to this page.
    #[error("there is no camera")]
    Absent,
    /// Another program uses it, or it failed.
    #[error("the camera is busy or failed")]
    Busy,
}

/// A running camera: the one that looks away from the person, where there are two.
#[derive(Debug)]
pub struct Camera {
    stream: MediaStream,
}

impl Camera {
    /// Switches it on; the browser may ask the person first. Whoever stops waiting leaves no
    /// camera running.
    ///
    /// # Errors
    /// See [`CameraError`].
    pub async fn open() -> Result<Self, CameraError> {
        let (sender, opened) = oneshot::channel();
        // Asked on its own: a permission given after the person went away must still end in a drop.
        spawn_local(async move {
            drop(sender.send(ask().await));
        });
        opened.await.unwrap_or(Err(CameraError::Busy))
    }

    /// Shows what it sees.
    pub fn show_in(&self, video: &HtmlVideoElement) {
        video.set_src_object(Some(&self.stream));
        // Refused only when the element is already gone.
        drop(video.play());
    }

    /// Whether it still delivers: not pulled out, not taken away by the system.
    #[must_use]
    pub fn is_live(&self) -> bool {
        tracks(&self.stream).any(|track| track.ready_state() == MediaStreamTrackState::Live)
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        tracks(&self.stream).for_each(|track| track.stop());
    }
}

/// What `video` shows now; none before the first frame.
pub async fn frame(video: &HtmlVideoElement) -> Option<ImageBitmap> {
    let taking = web_sys::window()?
        .create_image_bitmap_with_html_video_element(video)
        .ok()?;
    JsFuture::from(taking).await.ok()?.dyn_into().ok()
}

async fn ask() -> Result<Camera, CameraError> {
    let stream = devices()
        .and_then(|devices| devices.get_user_media_with_constraints(&wishes()).ok())
        .ok_or(CameraError::Absent)?;
    match JsFuture::from(stream).await {
        Ok(stream) => Ok(Camera {
            stream: stream.unchecked_into(),
        }),
        Err(error) => Err(reason(&error)),
    }
}

/// None on pages that are not served securely.
fn devices() -> Option<MediaDevices> {
    let devices = web_sys::window()?.navigator().media_devices().ok()?;
    // Typed as always there; old and insecure pages answer undefined.
    (!devices.is_undefined()).then_some(devices)
}

/// Sharp enough for a code on a badge; everything is a wish, so that any camera will do.
fn wishes() -> MediaStreamConstraints {
    let video = Object::new();
    set(&video, "facingMode", &"environment".into());
    for (edge, pixels) in [("width", 1280.0), ("height", 720.0)] {
        let ideal = Object::new();
        set(&ideal, "ideal", &pixels.into());
        set(&video, edge, &ideal);
    }
    let wishes = MediaStreamConstraints::new();
    wishes.set_video(&video);
    wishes
}

fn reason(error: &JsValue) -> CameraError {
    let name = error.dyn_ref::<DomException>().map(DomException::name);
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => CameraError::Refused,
        Some("NotFoundError" | "OverconstrainedError") => CameraError::Absent,
        _ => CameraError::Busy,
    }
}

fn tracks(stream: &MediaStream) -> impl Iterator<Item = MediaStreamTrack> {
    stream
        .get_video_tracks()
        .into_iter()
        .map(JsCast::unchecked_into)
}
