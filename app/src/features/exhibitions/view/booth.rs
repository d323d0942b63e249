//! The screen of the stand: form and list of today in the frame of the booth.

use super::capture::{Capture, CardShot, Pick};
use super::draft::Draft;
use super::intake::{Dialogs, Intake};
use super::recent::{Caught, Recent, Today};
use crate::shell::BoothFrame;
use crate::t;
use crate::ui::{Glyph, Icon, Menu, MenuItem};
use leptos::html;
use leptos::prelude::*;
use web_sys::File;

/// A show that can be chosen.
#[derive(Clone)]
pub struct ShowPick {
    /// Its name.
    pub name: String,
    /// Is it the one?
    pub chosen: Signal<bool>,
    /// Captures for it from now on.
    pub choose: Callback<()>,
}

impl From<ShowPick> for MenuItem {
    fn from(pick: ShowPick) -> Self {
        Self {
            checked: Some(pick.chosen),
            ..Self::new(move || pick.name.clone(), pick.choose)
        }
    }
}

/// Everything the stand shows and does.
#[derive(Clone, Copy)]
pub struct BoothModel {
    /// Show, stand and day, in words.
    pub show: Signal<String>,
    /// The shows there are.
    pub shows: Signal<Vec<ShowPick>>,
    /// What is being typed.
    pub draft: Draft,
    /// The first field, to put the cursor there.
    pub name_node: NodeRef<html::Input>,
    /// The photograph of the card.
    pub card: Signal<Option<CardShot>>,
    /// Codes, files and photographs; none where there is only typing.
    pub intake: Option<Intake>,
    /// What is known about the guest already.
    pub known: Signal<Option<String>>,
    /// The products most asked for here, at most four.
    pub picks: Signal<Vec<Pick>>,
    /// How many products there are.
    pub product_count: Signal<usize>,
    /// Who follows up.
    pub owner: Signal<String>,
    /// Being written.
    pub saving: Signal<bool>,
    /// The day in numbers.
    pub today: Signal<Today>,
    /// Today's leads, newest first.
    pub recent: Signal<Vec<Caught>>,
    /// Opens the scanner.
    pub scan: Option<Callback<()>>,
    /// Takes photographs of cards.
    pub photo: Option<Callback<Vec<File>>>,
    /// Starts by hand.
    pub write: Callback<()>,
    /// Reads contact files and images.
    pub file: Option<Callback<Vec<File>>>,
    /// Shows the card large.
    pub open_card: Option<Callback<()>>,
    /// Shows the earlier lead beside this one.
    pub compare: Callback<()>,
    /// Opens all products.
    pub all_products: Option<Callback<()>>,
    /// Chooses another owner.
    pub change_owner: Option<Callback<()>>,
    /// Saves and starts the next one.
    pub save: Callback<()>,
    /// Checks the day's leads.
    pub close_day: Option<Callback<()>>,
}

/// The screen.
#[component]
pub fn Booth(
    /// What it shows and does.
    model: BoothModel,
    /// Opens the screen for the guest; no button where there is none.
    #[prop(optional, into)]
    on_guest: Option<Callback<()>>,
) -> impl IntoView {
    let show = move || model.show.get();
    let inside = move || {
        view! {
            <Capture model />
            <Recent model />
            {model.intake.map(|intake| view! { <Dialogs intake /> })}
        }
    };
    let choose = move || view! { <ChooseShow shows=model.shows /> };
    match on_guest {
        Some(on_guest) => {
            view! { <BoothFrame show choose on_guest>{inside()}</BoothFrame> }.into_any()
        }
        None => view! { <BoothFrame show choose>{inside()}</BoothFrame> }.into_any(),
    }
}

/// Another show, where there is more than one.
#[component]
fn ChooseShow(shows: Signal<Vec<ShowPick>>) -> impl IntoView {
    move || {
        let items: Vec<MenuItem> = shows.get().into_iter().map(MenuItem::from).collect();
        (items.len() > 1).then(|| {
            view! {
                <Menu label=t!("booth-change-show") items kind="quiet">
                    <Icon glyph=Glyph::CALENDAR />{t!("booth-change-show")}
                </Menu>
            }
        })
    }
}
