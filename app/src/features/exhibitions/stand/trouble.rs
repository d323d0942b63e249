//! What went wrong, in words that name the way out.

use crate::i18n::tr;
use crate::platform::camera::CameraError;
use crate::platform::reader::ReaderError;
use crate::replica::SaveError;
use shared::exchange::reader::Problem;

/// Why a picture, code or file could not be read.
pub(super) fn of_reader(error: ReaderError) -> String {
    let key = match error {
        ReaderError::Refused(Problem::TooManyPixels { width, height }) => {
            let size = format!("{width} × {height}");
            return tr("reader-too-many-pixels", &[("size", size.into())]);
        }
        ReaderError::Refused(Problem::NotAPicture) => "reader-not-a-picture",
        ReaderError::Refused(Problem::NoCanvas) => "reader-no-canvas",
        ReaderError::Refused(Problem::Misunderstood) => "reader-misunderstood",
        ReaderError::Died => "reader-died",
        ReaderError::Silent => "reader-silent",
        ReaderError::NotStarted => "reader-not-started",
    };
    tr(key, &[])
}

/// Whether the same may go better the next time.
pub(super) const fn worth_repeating(error: ReaderError) -> bool {
    !matches!(error, ReaderError::Refused(_))
}

/// Why the camera shows nothing.
pub(super) fn of_camera(error: CameraError) -> String {
    let key = match error {
        CameraError::Refused => "camera-refused",
        CameraError::Absent => "camera-absent",
        CameraError::Busy => "camera-busy",
    };
    tr(key, &[])
}

/// Why something was not kept.
pub(super) fn of_saving(error: &SaveError) -> String {
    let key = match error {
        SaveError::NoRoom => "save-no-room",
        SaveError::TooLarge { .. } => "save-too-large",
        SaveError::TooMuch => "save-too-much",
        SaveError::Locked => "save-locked",
        SaveError::Store(_) => "save-store-failed",
    };
    tr(key, &[])
}
