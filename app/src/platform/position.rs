//! Where the device is, for as long as somebody watches. Dropping the watch ends it.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

/// Why nobody knows where the device is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PositionError {
    /// The person, the browser or the owner of the device does not allow it.
    #[error("the position is not allowed")]
    Refused,
    /// No signal, or this device cannot know.
    #[error("there is no position")]
    Absent,
}

/// Latitude and longitude in 10⁻⁷ degrees, accuracy in metres.
pub type Place = (i32, i32, u32);

/// A running watch.
pub struct Watch {
    id: JsValue,
    // Called by the browser until the watch is cleared.
    _heard: Closure<dyn FnMut(JsValue)>,
    _failed: Closure<dyn FnMut(JsValue)>,
}

impl Watch {
    /// Begins to listen; the browser may ask the person first. `heard` is told every new place, or why
    /// there is none.
    ///
    /// # Errors
    /// [`PositionError::Absent`] where the browser has no such thing.
    pub fn start(
        heard: impl Fn(Result<Place, PositionError>) + Clone + 'static,
    ) -> Result<Self, PositionError> {
        let source = source().ok_or(PositionError::Absent)?;
        let tell = heard.clone();
        let ok = Closure::<dyn FnMut(JsValue)>::new(move |position: JsValue| {
            tell(place(&position).ok_or(PositionError::Absent));
        });
        let failed = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| {
            // 1 is a refusal; everything else is a matter of the signal.
            let refused = number(&error, "code") == Some(1.0);
            heard(Err(if refused {
                PositionError::Refused
            } else {
                PositionError::Absent
            }));
        });
        let watch: Function = Reflect::get(&source, &"watchPosition".into())
            .ok()
            .and_then(|watch| watch.dyn_into().ok())
            .ok_or(PositionError::Absent)?;
        let id = watch
            .call2(&source, ok.as_ref(), failed.as_ref())
            .map_err(|_| PositionError::Absent)?;
        Ok(Self {
            id,
            _heard: ok,
            _failed: failed,
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let clear = source().and_then(|source| {
            let clear: Function = Reflect::get(&source, &"clearWatch".into())
                .ok()?
                .dyn_into()
                .ok()?;
            clear.call1(&source, &self.id).ok()
        });
        // A page that goes away takes its watch along.
        drop(clear);
    }
}

fn source() -> Option<JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let source = Reflect::get(&navigator, &"geolocation".into()).ok()?;
    source.is_object().then_some(source)
}

fn number(of: &JsValue, key: &str) -> Option<f64> {
    Reflect::get(of, &key.into()).ok()?.as_f64()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "degrees in 10⁻⁷ fit, and an accuracy is never negative"
)]
fn place(position: &JsValue) -> Option<Place> {
    let coords = Reflect::get(position, &"coords".into()).ok()?;
    let degrees = |key: &str| Some((number(&coords, key)? * 1e7).round() as i32);
    let accuracy = number(&coords, "accuracy").unwrap_or_default();
    Some((degrees("latitude")?, degrees("longitude")?, accuracy as u32))
}
