//! Photographs and files.

use super::button::{Kind, Size};
use super::icon::{Glyph, Icon};
use leptos::prelude::*;
use web_sys::File;

/// What a picker asks the device for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pick {
    /// The camera on phones and tablets, an image file elsewhere.
    Camera,
    /// Images that are already there.
    Images,
    /// Files with these endings or types, as in the attribute `accept`.
    Files(&'static str),
}

/// A button that opens the camera or the file dialog. The native input lies over it.
#[component]
pub fn FilePick(
    /// What is asked for.
    pick: Pick,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: Kind,
    /// How large it is.
    #[prop(optional)]
    size: Size,
    /// Drawn before the words.
    icon: Glyph,
    /// What it does.
    #[prop(into)]
    label: TextProp,
    /// More than one at once.
    #[prop(optional)]
    several: bool,
    /// The chosen files; never empty.
    #[prop(into)]
    on_pick: Callback<Vec<File>, ()>,
) -> impl IntoView {
    let (accept, capture) = match pick {
        Pick::Camera => ("image/*", Some("environment")),
        Pick::Images => ("image/*", None),
        Pick::Files(accept) => (accept, None),
    };
    let name = label.clone();
    view! {
        <span class="btn pick" data-kind=kind.attribute() data-size=size.attribute()>
            <Icon glyph=icon />
            <span aria-hidden="true">{move || label.get()}</span>
            <input
                type="file"
                accept=accept
                capture=capture
                multiple=several
                aria-label=move || name.get()
                on:change:target=move |event| {
                    let input = event.target();
                    let files = input.files().map(|list| (0..list.length()).filter_map(|i| list.item(i)).collect());
                    // The same file may be chosen again.
                    input.set_value("");
                    match files {
                        Some(files) if !Vec::is_empty(&files) => on_pick.run(files),
                        _ => {}
                    }
                }
            />
        </span>
    }
}

/// A photograph that is kept, with what is known about it; opens on press.
#[component]
pub fn PhotoTile(
    /// A `blob:` address; none while the picture is not on this device.
    #[prop(into)]
    src: Signal<Option<String>>,
    /// What it shows and its state: `名片 · 已存本机`.
    #[prop(into)]
    caption: TextProp,
    /// Opens it.
    #[prop(into)]
    on_open: Callback<()>,
    /// Drawn while there is no picture.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    view! {
        <button class="photo" type="button" on:click=move |_| on_open.run(())>
            {move || match src.get() {
                Some(src) => Some(view! { <img src=src alt="" /> }.into_any()),
                None => children.as_ref().map(|children| children().into_any()),
            }}
            <span class="cap">{move || caption.get()}</span>
        </button>
    }
}
