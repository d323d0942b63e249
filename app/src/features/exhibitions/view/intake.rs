//! What comes in besides typing: what it says when it cannot, and the dialogs it opens.

use super::album::{Album, AlbumModel};
use super::cards::{CardList, CardListModel};
use super::scanner::{Scanner, ScannerModel};
use crate::t;
use crate::ui::{Banner, Button, Glyph, Size, Tone};
use leptos::prelude::*;

/// Something could not be read or kept. Nothing that was typed is affected.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What, and the way out.
    pub words: String,
    /// Tries the same once more.
    pub again: Option<Callback<()>>,
}

/// Codes, files and photographs.
#[derive(Clone, Copy)]
pub struct Intake {
    /// What could not be read or kept.
    pub notice: Signal<Option<Notice>>,
    /// The camera.
    pub scanner: ScannerModel,
    /// Several cards at once.
    pub cards: CardListModel,
    /// Photographs of the guest in front.
    pub album: AlbumModel,
}

/// What could not be read or kept, above the form.
#[component]
pub(super) fn Notices(notice: Signal<Option<Notice>>) -> impl IntoView {
    let shown = |Notice { words, again }: Notice| {
        view! {
            <Banner tone=Tone::Lamp icon=Glyph::ALERT inset=true fact=words>
                {again.map(|again| view! { <Button size=Size::Small on_press=again>{t!("try-again")}</Button> })}
            </Banner>
        }
    };
    move || notice.get().map(shown)
}

/// The dialogs.
#[component]
pub(super) fn Dialogs(intake: Intake) -> impl IntoView {
    view! {
        <Scanner model=intake.scanner />
        <CardList model=intake.cards />
        <Album model=intake.album title=t!("booth-card") />
    }
}
