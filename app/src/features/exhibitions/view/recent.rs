//! Today's leads beside the form: everything is there, and how far it is on its way.

use super::BoothModel;
use crate::routes::Route;
use crate::t;
use crate::ui::{Button, Glyph, Grade, Sync, SyncState};
use leptos::prelude::*;
use uuid::Uuid;

/// The day in numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Today {
    /// All leads.
    pub total: usize,
    /// At the server.
    pub synced: usize,
    /// On this device only.
    pub local: usize,
    /// On their way and failed.
    pub failed: usize,
}

/// A lead of today.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Caught {
    /// The lead.
    pub id: Uuid,
    /// `A` to `D`; none where nobody said.
    pub grade: Option<char>,
    /// Name, or what there is instead of it.
    pub name: String,
    /// Company and country, or what is missing.
    pub about: String,
    /// When, in words.
    pub time: String,
    /// How far it is on its way.
    pub state: SyncState,
}

/// The list of today.
#[component]
pub fn Recent(
    /// What it shows.
    model: BoothModel,
) -> impl IntoView {
    let row = |caught: Caught| {
        view! {
            <li>
                <a href=Route::Lead(caught.id).to_string()>
                    {match caught.grade {
                        Some(letter) => view! { <Grade letter=letter /> }.into_any(),
                        None => view! { <span class="grade" data-grade="D" aria-hidden="true"></span> }.into_any(),
                    }}
                    <span class="n clip">{caught.name}</span>
                    <span class="t num">{caught.time}</span>
                    <span class="c clip">{caught.about}</span>
                    <Sync state=caught.state />
                </a>
            </li>
        }
    };
    let none = Memo::new(move |_| model.recent.with(Vec::is_empty));
    let numbers = move || {
        let Today {
            synced,
            local,
            failed,
            ..
        } = model.today.get();
        t!(
            "booth-today-state",
            synced = synced,
            local = local,
            failed = failed
        )()
    };
    view! {
        <aside class="recent" aria-label=t!("booth-recent")>
            <div class="sum">
                <h2>{t!("booth-today", count = model.today.get().total)}</h2>
                <p>{numbers}</p>
            </div>
            {move || if none.get() {
                view! { <p class="empty">{t!("booth-none-yet")}</p> }.into_any()
            } else {
                // A row that says the same stays as it is.
                view! { <ol><For each=move || model.recent.get() key=Caught::clone children=row /></ol> }.into_any()
            }}
            {model.close_day.map(|close| view! {
                <div class="shut">
                    <Button wide=true icon=Glyph::SHIELD_OK on_press=close>{t!("booth-close-day")}</Button>
                </div>
            })}
        </aside>
    }
}
