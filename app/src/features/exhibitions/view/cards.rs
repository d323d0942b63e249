//! Several cards of one file: take one into the form, or save many at once.

use crate::i18n::tr;
use crate::t;
use crate::ui::{
    Banner, Button, Column, Dialog, Glyph, Grid, GridModel, Kind, Phone, Progress, Tone, closes,
};
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

/// A card in the list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CardLine {
    /// Name.
    pub name: String,
    /// Company.
    pub company: String,
    /// The first way to reach them.
    pub reach: String,
}

/// What is under way.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Work {
    /// Nothing: choose.
    Idle,
    /// The file is being read; how far, 0 to 1.
    Reading(f64),
    /// Leads are being saved: how many are, of how many.
    Saving(usize, usize),
}

/// What the list shows and does.
#[derive(Clone, Copy)]
pub struct CardListModel {
    /// Is it open? Closing it stops what is under way.
    pub open: RwSignal<bool>,
    /// The cards not saved yet.
    pub rows: Signal<Arc<Vec<Uuid>>>,
    /// One of them.
    pub line: Callback<Uuid, CardLine>,
    /// The chosen ones.
    pub selected: RwSignal<HashSet<Uuid>>,
    /// What is under way.
    pub work: Signal<Work>,
    /// What went wrong.
    pub notice: Signal<Option<String>>,
    /// Takes one into the form.
    pub choose: Callback<Uuid>,
    /// Saves the chosen ones, all when none is chosen.
    pub save: Callback<()>,
    /// Stops what is under way.
    pub stop: Callback<()>,
}

/// The list.
#[component]
pub(super) fn CardList(model: CardListModel) -> impl IntoView {
    let count = Memo::new(move |_| model.rows.with(|rows| rows.len()));
    view! {
        <Dialog
            open=model.open
            title=t!("cards-title", count = count.get())
            wide=true
            actions=ViewFn::from(move || view! { <Actions model count /> })
        >
            <div class="card-list">
                {move || model.notice.get().map(|words| view! {
                    <Banner tone=Tone::Lamp icon=Glyph::ALERT inset=true fact=words />
                })}
                <UnderWay model count />
                <Rows model />
            </div>
        </Dialog>
    }
}

#[component]
fn Actions(model: CardListModel, count: Memo<usize>) -> impl IntoView {
    let idle = Memo::new(move |_| model.work.get() == Work::Idle);
    let save = move || {
        let chosen = model.selected.with(HashSet::len);
        if chosen == 0 {
            tr("cards-save-all", &[("count", count.get().into())])
        } else {
            tr("cards-save-some", &[("count", chosen.into())])
        }
    };
    move || {
        if idle.get() {
            view! {
                <Button on_press=closes(model.open)>{t!("cancel")}</Button>
                <Button kind=Kind::Primary icon=Glyph::SAVED on_press=model.save>{save}</Button>
            }
            .into_any()
        } else {
            view! { <Button on_press=model.stop>{t!("stop")}</Button> }.into_any()
        }
    }
}

/// How far reading or saving is.
#[component]
fn UnderWay(model: CardListModel, count: Memo<usize>) -> impl IntoView {
    let percent = Signal::derive(move || match model.work.get() {
        Work::Idle => None,
        Work::Reading(share) => Some(share * 100.0),
        Work::Saving(done, total) => Some(done as f64 * 100.0 / total.max(1) as f64),
    });
    let words = Signal::derive(move || match model.work.get() {
        Work::Saving(done, total) => format!("{done} / {total}"),
        Work::Idle | Work::Reading(_) => count.get().to_string(),
    });
    let label = move || {
        let saving = matches!(model.work.get(), Work::Saving(..));
        tr(
            if saving {
                "cards-saving"
            } else {
                "cards-reading"
            },
            &[],
        )
    };
    let shown = Memo::new(move |_| model.work.get() != Work::Idle);
    move || {
        if shown.get() {
            view! { <Progress label percent count=words /> }.into_any()
        } else {
            view! { <p class="fine">{t!("cards-hint")}</p> }.into_any()
        }
    }
}

#[component]
fn Rows(model: CardListModel) -> impl IntoView {
    let cell = move |(key, column): (Uuid, usize)| {
        let line = model.line.run(key);
        match column {
            // The grid has one tab stop; Enter takes the row.
            0 => view! {
                <button class="btn" data-kind="link" type="button" tabindex="-1" on:click=move |_| model.choose.run(key)>{named(&line)}</button>
            }
            .into_any(),
            1 => line.company.into_any(),
            _ => line.reach.into_any(),
        }
    };
    let grid = GridModel {
        rows: model.rows,
        cell: Callback::new(cell),
        name: Callback::new(move |key| named(&model.line.run(key))),
        selected: model.selected,
        sort: RwSignal::new(None),
        open: model.choose,
    };
    let column = |key: &'static str, width| Column {
        sortable: false,
        ..Column::new(move || tr(key, &[]), width)
    };
    let columns = vec![
        Column {
            heading: true,
            phone: Phone::Rem(7.0),
            ..column("lead-name", 9.0)
        },
        Column {
            phone: Phone::Rest,
            ..column("lead-company", 11.0)
        },
        column("lead-reach", 10.0),
    ];
    view! { <Grid label=t!("cards-label") model=grid columns ticks=true /> }
}

/// The name, or what there is instead of it.
fn named(line: &CardLine) -> String {
    let texts = [&line.name, &line.company, &line.reach];
    let found = texts.into_iter().find(|text| !text.is_empty());
    found.cloned().unwrap_or_else(|| tr("untitled", &[]))
}
