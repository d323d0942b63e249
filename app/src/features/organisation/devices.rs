//! Devices people have signed in on; a lost one is told to wipe itself at its next contact.

use super::accounts::Desk;
use crate::features::start::refusal;
use crate::i18n::tr;
use crate::record::moment;
use crate::session::people::DeviceCard;
use crate::t;
use crate::ui::{Button, Dialog, Kind, Size, Tag, Toaster, Tone, closes};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::entity::Id;

/// The list.
#[component]
pub fn Devices(desk: Desk) -> impl IntoView {
    let devices = RwSignal::new(Vec::<DeviceCard>::new());
    let lost = RwSignal::new(None::<DeviceCard>);
    let load = move || {
        let api = desk.session.api();
        spawn_local(async move {
            if let Ok(all) = api.devices().await {
                devices.try_set(all);
            }
        });
    };
    load();
    let line = move |device: DeviceCard| {
        let users = device.users.clone();
        let names = move || {
            let name = |id: &Id| {
                desk.accounts
                    .with(|all| Some(all.iter().find(|a| a.id == *id)?.name.clone()))
            };
            users
                .iter()
                .filter_map(name)
                .collect::<Vec<_>>()
                .join(tr("list-comma", &[]).as_str())
        };
        let seen = moment(device.seen_ms);
        let card = device.clone();
        let press = move || lost.set(Some(card.clone()));
        let free = !device.revoked && !device.this;
        view! {
            <li>
                <span>
                    <strong>{device.name}</strong>
                    <small>{names} " · " {move || tr("people-seen", &[("time", seen.clone().into())])}</small>
                </span>
                {device.revoked.then(|| view! { <Tag tone=Tone::Danger words=t!("people-lost") /> })}
                {device.this.then(|| view! { <Tag words=t!("people-this-device") /> })}
                {free.then(|| view! { <Button size=Size::Small on_press=press>{t!("people-revoke")}</Button> })}
            </li>
        }
    };
    view! {
        <ul class="waiting">{move || devices.get().into_iter().map(line).collect_view()}</ul>
        <Lost desk lost then=load />
    }
}

/// Asks before a device is wiped.
#[component]
fn Lost(
    desk: Desk,
    lost: RwSignal<Option<DeviceCard>>,
    #[prop(into)] then: Callback<()>,
) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(lost.with(Option::is_some)));
    let revoke = move || {
        let Some(device) = lost.get_untracked() else {
            return;
        };
        let api = desk.session.api();
        open.set(false);
        spawn_local(async move {
            if let Err(error) = api.revoke(device.id).await {
                toaster.say(refusal(&error));
            }
            then.try_run(());
        });
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Danger on_press=revoke>{t!("people-revoke")}</Button>
        }
    };
    let name = move || lost.with(|lost| lost.as_ref().map(|device| device.name.clone()));
    view! {
        <Dialog open title=t!("people-revoke") actions=ViewFn::from(actions)>
            <p><strong>{name}</strong></p>
            <p>{t!("people-revoke-means")}</p>
        </Dialog>
    }
}
