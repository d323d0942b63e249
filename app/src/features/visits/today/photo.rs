//! Photographs of the stop: only while the guests agree, so that is asked first.

use super::super::doing::keep;
use super::Day;
use crate::features::camera::{Camera, hash};
use crate::i18n::tr;
use crate::replica::Act;
use crate::t;
use crate::ui::{Button, Dialog, FilePick, Glyph, Kind, Pick, closes, opens};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::visits::TourStop;
use shared::entity::{Entity, Id, Value};
use web_sys::File;

fn agreed(day: Day, stop: Id) -> bool {
    let yes = Some(Value::Bool(true));
    day.replica.world(|world| {
        world
            .get(stop)
            .is_some_and(|stop| stop.get(TourStop::PHOTO_CONSENT) == yes.as_ref())
    })
}

/// The third action of the dock.
#[component]
pub(super) fn Take(day: Day) -> impl IntoView {
    let camera = Camera::new();
    let pick = Callback::new(move |files: Vec<File>| take(day, camera, files));
    let may = Memo::new(move |_| {
        day.replica.revision(TourStop::KIND).track();
        day.stop.get().is_some_and(|stop| agreed(day, stop))
    });
    move || {
        if may.get() {
            view! { <FilePick pick=Pick::Camera icon=Glyph::CAMERA label=t!("today-photo") on_pick=pick /> }.into_any()
        } else {
            view! { <Button icon=Glyph::CAMERA on_press=opens(day.sheets.photo)>{t!("today-photo")}</Button> }.into_any()
        }
    }
}

fn take(day: Day, camera: Camera, files: Vec<File>) {
    let Some(stop) = day.stop.get_untracked() else {
        return;
    };
    for file in files {
        spawn_local(async move {
            let of = (TourStop::KIND, stop);
            let about = match camera
                .keep(day.replica, &file, of, tr("tour-stop", &[]))
                .await
            {
                Ok(about) => about,
                Err(words) => return day.toaster.say(words),
            };
            let before = day
                .replica
                .world(|world| world.get(stop)?.get(TourStop::PHOTOS).cloned());
            let mut photos = before.unwrap_or_default().items().to_vec();
            photos.push(Value::Bytes(about.sha256.0.clone()));
            let fields = vec![
                (TourStop::PHOTO_CONSENT, Value::Bool(true)),
                (TourStop::PHOTOS, Value::List(photos)),
            ];
            let set = Act::set(TourStop::KIND, stop, fields).with_blobs(hash(&about));
            let attach = Act::attach(day.replica.new_id(), &about);
            keep(day.replica, day.toaster, vec![attach, set], move || {
                day.sheets.photo.set(false)
            });
        });
    }
}

/// Do the guests agree? Without a stop there is nothing a photograph could belong to.
#[component]
pub(super) fn Sheet(day: Day) -> impl IntoView {
    let camera = Camera::new();
    let open = day.sheets.photo;
    let pick = Callback::new(move |files: Vec<File>| take(day, camera, files));
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("today-photo-no")}</Button>
            {move || if day.stop.get().is_some() {
                view! { <FilePick pick=Pick::Camera kind=Kind::Primary icon=Glyph::CAMERA label=t!("today-photo-yes") on_pick=pick /> }.into_any()
            } else {
                view! { <Button kind=Kind::Primary on_press=move || { open.set(false); day.sheets.stop.set(true); }>{t!("today-next-stop")}</Button> }.into_any()
            }}
        }
    };
    let words = move || {
        tr(
            if day.stop.get().is_some() {
                "today-photo-ask"
            } else {
                "today-photo-no-stop"
            },
            &[],
        )
    };
    view! { <Dialog open title=t!("today-photo") actions=actions><p>{words}</p></Dialog> }
}
