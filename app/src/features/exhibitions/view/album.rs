//! Photographs of a card: small in a row, large in a dialog.

use crate::t;
use crate::ui::{Button, Dialog, Drawing, Glyph, PhotoTile, Subject, closes};
use leptos::prelude::*;
use uuid::Uuid;

/// One photograph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shot {
    /// What it is known by.
    pub key: Uuid,
    /// SHA-256 of its bytes.
    pub picture: [u8; 32],
    /// What it shows.
    pub about: String,
}

/// Photographs and what can be done with them.
#[derive(Clone, Copy)]
pub struct AlbumModel {
    /// Are they shown large?
    pub open: RwSignal<bool>,
    /// The photographs.
    pub shots: Signal<Vec<Shot>>,
    /// A `blob:` address that lives as long as the view that asks; none while it is not on this device.
    pub src: Callback<[u8; 32], Signal<Option<String>>>,
    /// Puts one aside; none where they belong to a record.
    pub remove: Option<Callback<Uuid>>,
}

/// The photographs, large.
#[component]
pub fn Album(
    /// What it shows and does.
    model: AlbumModel,
    /// What they are of.
    #[prop(into)]
    title: TextProp,
) -> impl IntoView {
    let none = Memo::new(move |_| model.shots.with(Vec::is_empty));
    Effect::new(move |_| {
        if none.get() {
            model.open.set(false);
        }
    });
    let actions = move || view! { <Button on_press=closes(model.open)>{t!("close")}</Button> };
    let large = move |shot: Shot| {
        let src = model.src.run(shot.picture);
        let key = shot.key;
        view! {
            <figure class="large-photo">
                {move || match src.get() {
                    Some(src) => view! { <img src=src alt=shot.about.clone() /> }.into_any(),
                    None => view! { <p class="fine">{t!("photo-not-here")}</p> }.into_any(),
                }}
                {model.remove.map(|remove| view! {
                    <Button icon=Glyph::CLOSE on_press=move || remove.run(key)>{t!("photo-remove")}</Button>
                })}
            </figure>
        }
    };
    view! {
        <Dialog open=model.open title wide=true actions=ViewFn::from(actions)>
            <For each=move || model.shots.get() key=|shot| shot.key let(shot)>{large(shot)}</For>
        </Dialog>
    }
}

/// The photographs of a record, small; a press shows them large. Nothing where there are none.
#[component]
pub fn PhotoStrip(
    /// What it shows and does.
    model: AlbumModel,
    /// What they are of.
    #[prop(into)]
    title: TextProp,
) -> impl IntoView {
    let small = move |shot: Shot| {
        let src = model.src.run(shot.picture);
        view! {
            <PhotoTile src caption=shot.about on_open=move || model.open.set(true)>
                <Drawing subject=Subject::Card />
            </PhotoTile>
        }
    };
    view! {
        <div class="photo-strip">
            <For each=move || model.shots.get() key=|shot| shot.key let(shot)>{small(shot)}</For>
        </div>
        <Album model title />
    }
}
