//! All leads in a table: views, search, filters, what to do with several.

use crate::i18n::tr;
use crate::routes::Route;
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{
    BulkBar, Button, Column, Due, Empty, Explanation, Glyph, Grade, Grid, GridModel, Icon, Kind,
    Menu, MenuItem, Nearness, SearchBox, Size, Sync, SyncState, Tag, Tone, Views, Who, Why,
};
use leptos::prelude::*;
use uuid::Uuid;

/// One lead as the table shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeadRow {
    /// `A` to `D`.
    pub grade: Option<char>,
    /// Name, or what there is instead of it.
    pub name: String,
    /// Company.
    pub company: String,
    /// Country.
    pub country: String,
    /// Names of the products.
    pub products: String,
    /// Next step, in words.
    pub next: String,
    /// State, in words, and whether it ended well.
    pub state: (String, bool),
    /// Who follows up.
    pub owner: Option<String>,
    /// When it is due.
    pub due: (Nearness, String),
    /// How far it is on its way.
    pub sync: SyncState,
}

/// Everything the page shows and does.
#[derive(Clone, Copy)]
pub struct LeadListModel {
    /// The show and the number of leads, in words.
    pub about: Signal<Option<String>>,
    /// Rows, selection, order. Its cells are drawn by [`LeadList`].
    pub grid: GridModel,
    /// A row by its id; none while it is not on this device.
    pub row: Callback<Uuid, Option<LeadRow>>,
    /// Key, name and count of each saved view.
    pub views: Signal<Vec<(String, String, Option<String>)>>,
    /// The view in use.
    pub view: RwSignal<String>,
    /// What is searched for.
    pub search: RwSignal<String>,
    /// Filters in use: key, name, value.
    pub filters: Signal<Vec<(String, String, String)>>,
    /// Filters that can be added.
    pub addable: StoredValue<Vec<MenuItem>>,
    /// Takes a filter away.
    pub drop_filter: Callback<String>,
    /// How many are late, and the rule behind it.
    pub late: Signal<(usize, Explanation)>,
    /// Keeps the filters as a view.
    pub keep_view: Callback<()>,
    /// Exports what is shown.
    pub export: Callback<()>,
    /// Gives the selected leads to somebody.
    pub assign: Callback<()>,
    /// Changes the next step of the selected leads.
    pub change_next: Callback<()>,
    /// Merges the selected leads.
    pub merge: Callback<()>,
    /// Exports the selected leads.
    pub export_selected: Callback<()>,
}

/// The columns of the table.
#[must_use]
fn columns() -> Vec<Column> {
    let column = |key: &'static str, width: f64| Column::new(move || tr(key, &[]), width);
    vec![
        Column {
            sortable: true,
            ..column("lead-interest", 4.0)
        },
        Column {
            heading: true,
            ..column("lead-name", 10.5)
        },
        column("lead-company", 11.0),
        column("lead-country", 5.5),
        Column {
            sortable: false,
            ..column("lead-products", 14.0)
        },
        column("lead-next-step", 6.5),
        column("lead-state", 6.0),
        column("lead-owner", 7.5),
        column("lead-due", 9.0),
        Column {
            sortable: false,
            ..column("sync", 7.0)
        },
    ]
}

/// Draws a cell of the table.
#[must_use]
pub fn lead_cell(model: LeadListModel, id: Uuid, column: usize) -> AnyView {
    let Some(lead) = model.row.run(id) else {
        return ().into_any();
    };
    match column {
        0 => lead
            .grade
            .map(|letter| view! { <Grade letter=letter /> })
            .into_any(),
        1 => view! { <a href=Route::Lead(id).to_string() tabindex="-1">{lead.name}</a> }.into_any(),
        2 => lead.company.into_any(),
        3 => lead.country.into_any(),
        4 => lead.products.into_any(),
        5 => lead.next.into_any(),
        6 => {
            let tone = if lead.state.1 {
                Tone::Brand
            } else {
                Tone::Neutral
            };
            view! { <Tag tone words=lead.state.0 /> }.into_any()
        }
        7 => match lead.owner {
            Some(name) => view! { <Who name /> }.into_any(),
            None => view! { <span class="faint">{t!("lead-unassigned")}</span> }.into_any(),
        },
        8 => view! { <Due near=lead.due.0 words=lead.due.1 /> }.into_any(),
        _ => view! { <Sync state=lead.sync /> }.into_any(),
    }
}

/// The page.
#[component]
pub fn LeadList(
    /// What it shows and does.
    model: LeadListModel,
) -> impl IntoView {
    let none = move || model.grid.rows.with(|rows| rows.is_empty());
    view! {
        <Office>
            <div class="list-page" data-density="compact">
                <PageHead title=t!("nav-leads") sub=model.about>
                    <Button icon=Glyph::DOWNLOAD on_press=model.export>{t!("export")}</Button>
                </PageHead>
                <Views label=t!("views") chosen=model.view views=model.views on_keep=model.keep_view />
                <Filters model />
                {move || if none() {
                    let text = Signal::derive(|| Some(tr("leads-none-text", &[])));
                    view! { <Empty title=t!("leads-none") text drawn=true /> }.into_any()
                } else {
                    view! { <Grid label=t!("nav-leads") model=model.grid columns=columns() /> }.into_any()
                }}
                <Selected model />
            </div>
        </Office>
    }
}

#[component]
fn Filters(model: LeadListModel) -> impl IntoView {
    let one = move |(key, name, value): (String, String, String)| {
        view! {
            <Button size=Size::Small on_press=move || model.drop_filter.run(key.clone())>
                {name} " " <b>{value}</b> <Icon glyph=Glyph::CLOSE /> <span class="vh">{t!("filter-drop")}</span>
            </Button>
        }
    };
    let late = move || model.late.with(|late| late.0);
    view! {
        <div class="filters" role="group" aria-label=t!("filters")>
            <SearchBox text=model.search label=t!("leads-search") />
            <Menu label=t!("filter") items=model.addable.get_value()><Icon glyph=Glyph::FILTER />{t!("filter")}</Menu>
            {move || model.filters.get().into_iter().map(one).collect_view()}
            {move || (late() > 0).then(|| view! {
                <span class="end">
                    <Due near=Nearness::Late words=t!("leads-late", count = late()) />
                    <Why explanation=Signal::derive(move || model.late.get().1) />
                </span>
            })}
        </div>
    }
}

#[component]
fn Selected(model: LeadListModel) -> impl IntoView {
    let count = Signal::derive(move || model.grid.selected.with(|rows| rows.len()));
    let clear = move || model.grid.selected.update(std::collections::HashSet::clear);
    view! {
        <BulkBar count on_clear=clear>
            <Button kind=Kind::Primary icon=Glyph::USER on_press=model.assign>{t!("leads-assign")}</Button>
            <Button on_press=model.change_next>{t!("leads-change-next")}</Button>
            <Button on_press=model.merge>{t!("leads-merge")}</Button>
            <Button on_press=model.export_selected>{t!("export-selected")}</Button>
        </BulkBar>
    }
}
