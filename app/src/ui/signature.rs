//! Signing: strokes of a pen, finger or mouse on a line; or the name typed, for whoever cannot draw.

use super::button::IconButton;
use super::field::Field;
use super::icon::Glyph;
use super::input::TextInput;
use crate::t;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use std::fmt::Write;

/// The drawing's own units: what is signed on a phone looks the same on a desk.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 180.0;
const VIEW_BOX: &str = "0 0 600 180";
/// Points nearer than this say nothing new.
const NEAR: i32 = 2;

/// What stands on the line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ink {
    /// Strokes, each a row of points.
    pub strokes: Vec<Vec<(i32, i32)>>,
    /// The name, typed in their place.
    pub typed: String,
}

impl Ink {
    /// Nothing was drawn and nothing typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.strokes.is_empty() && self.typed.trim().is_empty()
    }

    /// The strokes as the path of a drawing.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for stroke in &self.strokes {
            for (place, (x, y)) in stroke.iter().enumerate() {
                let pen = if place == 0 { 'M' } else { 'L' };
                // Writing to a text cannot fail.
                let _ = write!(path, "{pen}{x} {y}");
            }
            if let [(x, y)] = stroke.as_slice() {
                // A dot is a stroke, too.
                let _ = write!(path, "L{x} {y}");
            }
        }
        path
    }

    fn add(&mut self, point: (i32, i32)) {
        let Some(stroke) = self.strokes.last_mut() else {
            return;
        };
        let near = |(x, y): &(i32, i32)| (x - point.0).abs() + (y - point.1).abs() < NEAR;
        if !stroke.last().is_some_and(near) {
            stroke.push(point);
        }
    }
}

/// A line to sign on, and the name to type instead.
#[component]
pub fn SignaturePad(
    /// What stands on it.
    ink: RwSignal<Ink>,
    /// Whose signature it is and what it stands under, in words.
    #[prop(into)]
    about: TextProp,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| {
        let text = typed.get();
        if ink.with_untracked(|ink| ink.typed != text) {
            ink.update(|ink| ink.typed = text);
        }
    });
    let drawn = Memo::new(move |_| ink.with(|ink| !ink.is_blank()));
    let wipe = move || {
        typed.set(String::new());
        ink.set(Ink::default());
    };
    view! {
        <div class="sign" role="group" aria-label=t!("sign")>
            <div class="line">
                <Paper ink />
                {move || drawn.get().then(|| view! { <IconButton icon=Glyph::CLOSE label=t!("sign-clear") on_press=wipe /> })}
            </div>
            <Field label=t!("sign-typed") help=Signal::derive(move || Some(about.get().to_string()))>
                <TextInput value=typed />
            </Field>
        </div>
    }
}

#[component]
fn Paper(ink: RwSignal<Ink>) -> impl IntoView {
    let paper = NodeRef::<leptos::svg::Svg>::new();
    let drawing = RwSignal::new(false);
    let point = move |event: &PointerEvent| {
        let place = paper.get_untracked()?.get_bounding_client_rect();
        let share = |at: i32, from: f64, length: f64| (f64::from(at) - from) / length.max(1.0);
        let x = share(event.client_x(), place.left(), place.width()) * WIDTH;
        let y = share(event.client_y(), place.top(), place.height()) * HEIGHT;
        Some((x.clamp(0.0, WIDTH) as i32, y.clamp(0.0, HEIGHT) as i32))
    };
    let begin = move |event: PointerEvent| {
        let Some(at) = point(&event) else { return };
        event.prevent_default();
        if let Some(paper) = paper.get_untracked() {
            // A stroke that leaves the line is still the same stroke.
            let _ = paper.set_pointer_capture(event.pointer_id());
        }
        drawing.set(true);
        ink.update(|ink| ink.strokes.push(vec![at]));
    };
    let go_on = move |event: PointerEvent| {
        if let Some(at) = point(&event).filter(|_| drawing.get_untracked()) {
            ink.update(|ink| ink.add(at));
        }
    };
    view! {
        <svg
            node_ref=paper
            class="ink"
            viewBox=VIEW_BOX
            preserveAspectRatio="none"
            aria-hidden="true"
            on:pointerdown=begin
            on:pointermove=go_on
            on:pointerup=move |_| drawing.set(false)
            on:pointercancel=move |_| drawing.set(false)
        >
            <path data-part="rule" d="M24 144H576" />
            <path data-part="pen" d=move || ink.with(Ink::path) />
        </svg>
        <span class="hint" aria-hidden="true">{move || {
            ink.with(|ink| if ink.strokes.is_empty() { Some(ink.typed.clone()).filter(|t| !t.is_empty()) } else { None })
        }}</span>
    }
}

/// A signature that was given, with who, when and under what.
#[component]
pub fn Signature(
    /// The strokes, as the path of a drawing; empty where the name was typed.
    path: String,
    /// Who signed.
    name: String,
    /// When and under what, in words.
    #[prop(into)]
    about: TextProp,
) -> impl IntoView {
    let drawn = !path.is_empty();
    let written = name.clone();
    view! {
        <figure class="signed">
            {if drawn {
                view! { <svg class="ink" viewBox=VIEW_BOX aria-hidden="true"><path data-part="pen" d=path /></svg> }.into_any()
            } else {
                view! { <span class="typed" aria-hidden="true">{written}</span> }.into_any()
            }}
            <figcaption><b>{name}</b>" · "{move || about.get()}</figcaption>
        </figure>
    }
}

#[cfg(test)]
mod tests {
    use super::Ink;

    #[test]
    fn strokes_become_a_path() {
        let mut ink = Ink::default();
        assert!(ink.is_blank());
        ink.strokes.push(vec![(10, 20)]);
        assert_eq!(ink.path(), "M10 20L10 20");
        ink.add((10, 21));
        ink.add((40, 60));
        assert_eq!(ink.path(), "M10 20L40 60");
        ink.typed = " 林国栋 ".to_owned();
        assert!(!ink.is_blank());
    }
}
