//! The stand at work: what is typed, scanned, photographed and tapped becomes a lead, at once and
//! without a network.

mod album;
mod card;
mod form;
mod import;
mod intake;
mod photos;
mod reading;
mod scan;
mod show;
mod today;
mod trouble;
mod ways;

use super::view::{Booth, BoothModel, Draft, PhotoStrip};
use crate::i18n::tr;
use crate::replica::{Act, Replica, SaveError};
use crate::routes::Route;
use crate::shell::use_router;
use crate::ui::Toaster;
use intake::Inlet;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue;
use shared::domain::exhibitions::BoothLead;
use shared::domain::products::Product;
use shared::entity::{Entity, Id};
use shared::sync::Action;
use shared::sync::op::Seen;
use uuid::Uuid;

/// Where an unfinished lead is kept.
const DRAFT: &str = "booth";

/// The screen.
#[component]
pub fn Stand() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let router = use_router();
    let choice = show::Choice::new(replica);
    let show = choice.show();
    let draft = Draft::blank();
    let name_node = NodeRef::<html::Input>::new();
    let inlet = Inlet::new(replica, draft, expect_context(), show);
    let desk = Desk {
        replica,
        toaster: expect_context(),
        draft,
        inlet,
        show,
        seen: StoredValue::new(replica.seen()),
        saving: RwSignal::new(false),
        name_node,
    };
    desk.restore();
    desk.keep_draft();
    let me = replica.record(replica.me());
    let todays = today::todays(replica);
    let intake = inlet.model(replica);
    let model = BoothModel {
        show: Signal::derive(move || show::words(replica, show.get())),
        shows: choice.shows(replica),
        draft,
        name_node,
        card: album::tile(replica, inlet.photos),
        intake: Some(intake),
        known: today::known(replica, draft),
        picks: Signal::derive(move || show::picks(replica, show.get())),
        product_count: Signal::derive(move || replica.ids(Product::KIND).with(|ids| ids.len())),
        owner: Signal::derive(move || me.get().map(|me| catalogue::title(&me)).unwrap_or_default()),
        saving: desk.saving.into(),
        today: Signal::derive(move || todays.with(|ids| today::day(replica, ids))),
        recent: today::latest(replica, todays).into(),
        scan: Some(Callback::new(move |()| inlet.scan.open.set(true))),
        photo: Some(Callback::new(move |files| inlet.photos.take(files))),
        file: Some(Callback::new(move |files| inlet.read(files))),
        open_card: Some(Callback::new(move |()| intake.album.open.set(true))),
        all_products: None,
        change_owner: None,
        close_day: None,
        write: Callback::new(move |()| desk.focus()),
        compare: Callback::new(move |()| {
            if let Some(id) = today::look_alike(replica, draft) {
                router.go(Route::Lead(Uuid::from_bytes(id.0)));
            }
        }),
        save: Callback::new(move |()| desk.save()),
    };
    view! { <Booth model /> }
}

/// The photographs of a lead, on its page.
#[component]
pub fn Photographs(
    /// Of which record.
    of: Id,
    /// What they show.
    #[prop(into)]
    title: TextProp,
) -> impl IntoView {
    view! { <PhotoStrip model=album::of_record(expect_context(), of) title /> }
}

/// The form and where it goes.
#[derive(Clone, Copy)]
struct Desk {
    replica: Replica,
    toaster: Toaster,
    draft: Draft,
    inlet: Inlet,
    show: Memo<Option<Id>>,
    /// What the form has seen since the last guest.
    seen: StoredValue<Seen>,
    saving: RwSignal<bool>,
    name_node: NodeRef<html::Input>,
}

impl Desk {
    fn focus(self) {
        if let Some(input) = self.name_node.get_untracked() {
            let _ = input.focus();
        }
    }

    fn is_blank(self) -> bool {
        let photos = self.inlet.photos;
        let none =
            photos.shots.with_untracked(Vec::is_empty) && photos.working.get_untracked() == 0;
        none && self.draft.is_blank()
    }

    /// Saves what there is: what is missing is added later.
    fn save(self) {
        if self.saving.get_untracked() {
            return;
        }
        if self.is_blank() {
            self.toaster.say(tr("booth-nothing-yet", &[]));
            self.focus();
            return;
        }
        self.saving.set(true);
        spawn_local(async move {
            // A photograph on its way belongs to this guest.
            let turn = self.inlet.photos.turn();
            let turn = turn.lock().await;
            let typed = self.draft.raw.with_untracked(String::is_empty)
                && self.inlet.photos.shots.with_untracked(Vec::is_empty);
            let saved = self.write().await;
            drop(turn);
            self.saving.try_set(false);
            match saved {
                Ok(()) => {
                    self.toaster.say(tr("booth-saved", &[]));
                    // Who types goes on typing; who scans is spared the on-screen keyboard.
                    if typed {
                        self.focus();
                    }
                }
                // What was typed is still on the screen.
                Err(error) => self.toaster.say(trouble::of_saving(&error)),
            }
        });
    }

    async fn write(self) -> Result<(), SaveError> {
        let photos = self.inlet.photos;
        let lead = self.replica.new_id();
        let mut fields = form::fields(self.replica, self.draft, self.show.get_untracked());
        fields.extend(photos.field());
        let act = Act::create_from(BoothLead::KIND, lead, fields, Vec::new());
        let mut acts = vec![act.with_blobs(photos.blobs())];
        acts.extend(photos.acts(lead, self.draft.consent.get_untracked()));
        self.replica.act(self.seen.get_value(), acts).await?;
        self.replica.clear_draft(DRAFT);
        self.draft.clear();
        photos.shots.set(Vec::new());
        self.inlet.notice.set(None);
        self.seen.set_value(self.replica.seen());
        Ok(())
    }

    /// Keeps what is on the screen while it is being typed (V1: a killed tab loses nothing).
    fn keep_draft(self) {
        let Self {
            replica,
            draft,
            show,
            ..
        } = self;
        let photos = self.inlet.photos;
        Effect::new(move |kept: Option<bool>| {
            draft.track();
            photos.shots.track();
            if self.is_blank() {
                if kept == Some(true) {
                    replica.clear_draft(DRAFT);
                }
                return false;
            }
            let fields = form::fields(replica, draft, show.get_untracked());
            let items = photos.items();
            replica.save_draft(DRAFT, &Action::Create { fields, items });
            true
        });
    }

    fn restore(self) {
        if let Some(Action::Create { fields, items }) = self.replica.draft(DRAFT) {
            form::show(self.draft, fields);
            self.inlet.photos.restore(items);
        }
    }
}
