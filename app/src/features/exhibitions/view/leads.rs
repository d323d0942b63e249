//! All leads in a table: search, filters, what to do with several.

use crate::i18n::tr;
use crate::routes::Route;
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{
    BulkBar, Button, ButtonLink, ChipOne, Chips, Column, Empty, Glyph, Grid, GridModel, Kind,
    SearchBox, Select,
};
use leptos::prelude::*;

/// What narrows the list; an empty text narrows nothing.
#[derive(Clone, Copy)]
pub struct LeadFilters {
    /// Interest, as the number of its choice.
    pub interest: RwSignal<String>,
    /// State, as its number.
    pub state: RwSignal<String>,
    /// Owner, as an id.
    pub owner: RwSignal<String>,
    /// Show, as an id.
    pub show: RwSignal<String>,
}

impl LeadFilters {
    /// Is something narrowed?
    #[must_use]
    pub fn any(self) -> bool {
        self.all()
            .into_iter()
            .any(|filter| filter.with(|f| !f.is_empty()))
    }

    fn all(self) -> [RwSignal<String>; 4] {
        [self.interest, self.state, self.owner, self.show]
    }
}

/// Values and words of a filter.
pub type Choices = Signal<Vec<(String, String)>>;

/// Everything the page shows and does.
#[derive(Clone, Copy)]
pub struct LeadListModel {
    /// How many leads, in words.
    pub about: Signal<Option<String>>,
    /// Rows, cells, selection, order.
    pub grid: GridModel,
    /// The columns.
    pub columns: StoredValue<Vec<Column>>,
    /// What is searched for.
    pub search: RwSignal<String>,
    /// Somebody is about to search.
    pub about_to_search: Callback<()>,
    /// What narrows the list.
    pub filters: LeadFilters,
    /// Interests.
    pub interests: Choices,
    /// States.
    pub states: Choices,
    /// People who can own a lead, and nobody.
    pub owners: Choices,
    /// Shows.
    pub shows: Choices,
    /// May what is shown be exported?
    pub exportable: Signal<bool>,
    /// Exports what is shown.
    pub export: Callback<()>,
    /// Gives the selected leads to somebody.
    pub assign: Callback<()>,
    /// Ends the selected leads as invalid.
    pub invalidate: Callback<()>,
}

/// The page.
#[component]
pub fn LeadList(
    /// What it shows and does.
    model: LeadListModel,
) -> impl IntoView {
    let none = Memo::new(move |_| model.grid.rows.with(|rows| rows.is_empty()));
    let narrowed = move || model.filters.any() || model.search.with(|text| !text.is_empty());
    view! {
        <Office>
            <div class="list-page" data-density="compact">
                <PageHead title=t!("nav-leads") sub=model.about>
                    // On a desk the rail leads there.
                    <span class="in-hand"><ButtonLink icon=Glyph::SCAN href=Route::Booth.to_string()>{t!("nav-booth-short")}</ButtonLink></span>
                    {move || (model.exportable.get() && !none.get()).then(|| view! {
                        <Button icon=Glyph::DOWNLOAD on_press=model.export>{t!("export")}</Button>
                    })}
                </PageHead>
                <Filters model />
                {move || if none.get() {
                    let (title, text) = if narrowed() { ("leads-none-so", "leads-none-so-text") } else { ("leads-none", "leads-none-text") };
                    let text = Signal::derive(move || Some(tr(text, &[])));
                    view! { <Empty title=move || tr(title, &[]) text drawn=true /> }.into_any()
                } else {
                    view! { <Grid label=t!("nav-leads") model=model.grid columns=model.columns.get_value() ticks=true /> }.into_any()
                }}
                <Selected model />
            </div>
        </Office>
    }
}

#[component]
fn Filters(model: LeadListModel) -> impl IntoView {
    let filters = model.filters;
    let interest = move |(value, word): (String, String)| {
        view! { <ChipOne chosen=filters.interest value>{word}</ChipOne> }
    };
    let clear = move || {
        filters
            .all()
            .into_iter()
            .for_each(|filter| filter.set(String::new()));
    };
    view! {
        <div class="filters" role="group" aria-label=t!("filters")>
            <SearchBox text=model.search label=t!("leads-search") on_focus=model.about_to_search />
            <Chips legend=t!("lead-interest") quiet=true>
                {move || model.interests.get().into_iter().map(interest).collect_view()}
            </Chips>
            <Narrow label="lead-state" any="leads-any-state" value=filters.state options=model.states />
            <Narrow label="lead-owner" any="leads-any-owner" value=filters.owner options=model.owners />
            <Narrow label="lead-exhibition" any="leads-any-show" value=filters.show options=model.shows />
            {move || filters.any().then(|| view! {
                <Button kind=Kind::Quiet icon=Glyph::CLOSE on_press=clear>{t!("filters-clear")}</Button>
            })}
        </div>
    }
}

/// One filter: a list with "any" first. It looks chosen as long as it narrows.
#[component]
fn Narrow(
    label: &'static str,
    any: &'static str,
    value: RwSignal<String>,
    options: Choices,
) -> impl IntoView {
    let on = move || value.with(|value| !value.is_empty()).then_some("");
    view! {
        <label class="narrow" data-on=on>
            <span class="vh">{move || tr(label, &[])}</span>
            <Select value options none=move || tr(any, &[]) />
        </label>
    }
}

#[component]
fn Selected(model: LeadListModel) -> impl IntoView {
    let count = Signal::derive(move || model.grid.selected.with(|rows| rows.len()));
    let clear = move || {
        model.grid.selected.update(std::collections::HashSet::clear);
    };
    view! {
        <BulkBar count on_clear=clear>
            <Button kind=Kind::Primary icon=Glyph::USER on_press=model.assign>{t!("leads-assign")}</Button>
            <Button on_press=model.invalidate>{t!("step-lead-invalidate")}</Button>
        </BulkBar>
    }
}
