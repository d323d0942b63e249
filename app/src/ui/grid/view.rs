//! The table element, its head, and the rows in sight.

use super::keys::{self, Place, Wish};
use super::window::Sight;
use super::{Column, GridModel, Phone};
use crate::i18n::tr;
use crate::plain;
use crate::t;
use crate::ui::id;
use crate::ui::keys as command;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver};

/// Height of the head, in CSS pixels, as `grid.css` sets it.
const HEAD: f64 = 32.0;
/// Width of the column of tick boxes, in rem.
const TICK: f64 = 3.5;

/// What the parts of one grid share.
#[derive(Clone, Copy)]
struct Inside {
    model: GridModel,
    columns: StoredValue<Vec<Column>>,
    /// Rows can be selected.
    ticks: bool,
    id: StoredValue<String>,
    here: RwSignal<Place>,
    /// The last row selected by pointer, where a Shift click starts from.
    anchor: StoredValue<usize>,
}

impl Inside {
    fn cell_id(self, (row, column): Place) -> String {
        self.id.with_value(|id| format!("{id}-{row}-{column}"))
    }
}

/// The grid.
#[component]
pub fn Grid(
    /// What the rows are.
    #[prop(into)]
    label: TextProp,
    /// What it shows and changes.
    model: GridModel,
    /// The columns after the tick boxes.
    columns: Vec<Column>,
    /// Something can be done with several rows: each has a tick box.
    #[prop(optional)]
    ticks: bool,
) -> impl IntoView {
    let width: f64 = columns.iter().map(|c| c.width).sum::<f64>() + if ticks { TICK } else { 0.0 };
    let fits_a_hand = columns.iter().any(|c| c.phone != Phone::Out);
    let inside = Inside {
        model,
        columns: StoredValue::new(columns),
        ticks,
        id: StoredValue::new(id::unique()),
        here: RwSignal::new((0, 1)),
        anchor: StoredValue::new(0),
    };
    let area = NodeRef::<html::Div>::new();
    let sight = RwSignal::new(Sight {
        top: 0.0,
        height: 600.0,
        row: 31.0,
    });
    let measure = move || look(area, sight);
    observe(area, measure);
    let total = Memo::new(move |_| model.rows.with(|rows| rows.len()));
    let drawn = Memo::new(move |_| sight.get().rows(total.get()));
    // Where the row it was on is gone, the keyboard begins at the top.
    Effect::new(move |_| {
        if inside.here.with_untracked(|(row, _)| *row >= total.get()) {
            inside.here.set((0, 1));
        }
    });
    let keydown = move |event: KeyboardEvent| press(&event, inside, area, sight);
    let active = move || {
        drawn
            .get()
            .contains(&inside.here.get().0)
            .then(|| inside.cell_id(inside.here.get()))
    };
    let above = move || pixels(drawn.get().start, sight.get().row);
    let below = move || {
        pixels(
            total.get() - drawn.get().end.min(total.get()),
            sight.get().row,
        )
    };
    let rows = move || {
        let rows = model.rows.get();
        drawn
            .get()
            .filter_map(|i| Some((i, *rows.get(i)?)))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="grid-wrap" node_ref=area on:scroll=move |_| measure()>
            <table
                class="grid"
                role="grid"
                tabindex="0"
                aria-label=move || label.get()
                aria-multiselectable=ticks.then_some("true")
                data-phone=fits_a_hand.then_some("")
                aria-rowcount=move || (total.get() + 1).to_string()
                aria-activedescendant=active
                style:--least=format!("{}rem", plain::number(width))
                on:keydown=keydown
                // A pointer has its place already, and must not find it moved under it.
                on:focus:target=move |event| if event.target().matches(":focus-visible") == Ok(true) {
                    let shown = shown(inside, area);
                    inside.here.update(|(_, column)| *column = keys::nearest(*column, &shown));
                    reveal(inside, area, sight);
                }
            >
                <HeadRow inside />
                <tbody>
                    <tr data-spacer="" aria-hidden="true" style:block-size=above><td></td></tr>
                    // The place is part of the key: a row that moves is drawn anew, with the ids of its place.
                    <For each=rows key=|place| *place let((index, row))>
                        <BodyRow inside index row />
                    </For>
                    <tr data-spacer="" aria-hidden="true" style:block-size=below><td></td></tr>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn HeadRow(inside: Inside) -> impl IntoView {
    let model = inside.model;
    let all = move || {
        let (rows, selected) = (
            model.rows.with(|r| r.len()),
            model.selected.with(|s| s.len()),
        );
        (
            selected > 0 && selected == rows,
            selected > 0 && selected < rows,
        )
    };
    let head = move |(index, column): (usize, Column)| {
        let sort = move || model.sort.get().filter(|sort| sort.column == index);
        let direction = move || {
            sort().map(|s| {
                if s.descending {
                    "descending"
                } else {
                    "ascending"
                }
            })
        };
        let arrow = move || sort().map(|s| if s.descending { " ↓" } else { " ↑" });
        let label = column.label;
        let words = move || view! { {label.get()}<span aria-hidden="true">{arrow}</span> };
        view! {
            <th
                scope="col"
                aria-sort=direction
                data-align=column.end.then_some("end")
                data-phone=column.phone.shown()
                style:--wide=format!("{}rem", plain::number(column.width))
                style:--phone=column.phone.width()
            >
                {if column.sortable {
                    view! { <button type="button" on:click=move |_| model.sort_by(index)>{words}</button> }.into_any()
                } else {
                    words.into_any()
                }}
            </th>
        }
    };
    view! {
        <thead>
            <tr aria-rowindex="1">
                {inside.ticks.then(|| view! {
                    <th scope="col" data-phone="" style:--wide=format!("{}rem", plain::number(TICK)) style:--phone="2.75rem">
                        <input
                            type="checkbox"
                            aria-label=t!("grid-select-all")
                            prop:checked=move || all().0
                            prop:indeterminate=move || all().1
                            on:change=move |_| model.toggle_all()
                        />
                    </th>
                })}
                {inside.columns.get_value().into_iter().enumerate().map(head).collect_view()}
            </tr>
        </thead>
    }
}

#[component]
fn BodyRow(inside: Inside, index: usize, row: Uuid) -> impl IntoView {
    let model = inside.model;
    let is_selected = move || model.selected.with(|s| s.contains(&row));
    let marked = move |column: usize| move || (inside.here.get() == (index, column)).then_some("");
    let cell = |(i, column): (usize, Column)| {
        let (id, align) = (inside.cell_id((index, i + 1)), column.end.then_some("end"));
        let phone = column.phone.shown();
        let content = model.cell.run((row, i));
        if column.heading {
            view! { <th scope="row" id=id data-active=marked(i + 1) data-align=align data-phone=phone>{content}</th> }.into_any()
        } else {
            view! { <td id=id data-active=marked(i + 1) data-align=align data-phone=phone>{content}</td> }.into_any()
        }
    };
    let cells = inside
        .columns
        .with_value(|columns| columns.iter().cloned().enumerate().map(cell).collect_view());
    view! {
        <tr
            aria-rowindex=(index + 2).to_string()
            aria-selected=move || inside.ticks.then(|| is_selected().to_string())
            on:click=move |event| point(&event, inside, index, row)
        >
            {inside.ticks.then(|| view! {
                <td id=inside.cell_id((index, 0)) data-active=marked(0) data-phone="">
                    <input
                        type="checkbox"
                        tabindex="-1"
                        aria-label=move || tr("grid-select", &[("name", model.name.run(row).into())])
                        prop:checked=is_selected
                        on:click=move |event| range(&event, inside, index, row)
                    />
                </td>
            })}
            {cells}
        </tr>
    }
}

/// A click on a cell takes the keyboard there and opens the row; links and tick boxes act for
/// themselves.
fn point(event: &MouseEvent, inside: Inside, index: usize, row: Uuid) {
    let Some(target) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else {
        return;
    };
    let Ok(Some(cell)) = target.closest("td, th") else {
        return;
    };
    let column = cell
        .id()
        .rsplit('-')
        .next()
        .and_then(|c| c.parse().ok())
        .unwrap_or(0);
    inside.here.set((index, column));
    let table = cell
        .closest("table")
        .ok()
        .flatten()
        .and_then(|t| t.dyn_into::<HtmlElement>().ok());
    if let Some(table) = table.filter(|_| target == cell) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = table.focus_with_options(&options);
    }
    let held = event.ctrl_key() || event.meta_key() || event.shift_key();
    let acts = matches!(target.closest("a, button, input, label"), Ok(Some(_)));
    if column > 0 && !held && !acts {
        inside.model.open.run(row);
    }
}

/// Selects a row; with Shift all rows from the last one.
fn range(event: &MouseEvent, inside: Inside, index: usize, row: Uuid) {
    let from = inside.anchor.get_value();
    inside.anchor.set_value(index);
    if event.shift_key() {
        let rows = inside.model.rows.get_untracked();
        let between = from.min(index)..=from.max(index);
        inside
            .model
            .selected
            .update(|selected| selected.extend(between.filter_map(|i| rows.get(i))));
    } else {
        inside.model.toggle(row);
    }
}

fn press(event: &KeyboardEvent, inside: Inside, area: NodeRef<html::Div>, sight: RwSignal<Sight>) {
    // Buttons in the head act for themselves.
    if event.target() != event.current_target() || command::composing(event) {
        return;
    }
    let rows = inside.model.rows.get_untracked();
    let here = inside.here.get_untracked();
    let seen = sight.get_untracked();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let page = ((seen.height - HEAD) / seen.row).max(1.0) as usize;
    let ctrl = event.ctrl_key() || event.meta_key();
    let shown = shown(inside, area);
    let Some(wish) = keys::read(&event.key(), ctrl, here, rows.len(), &shown, page) else {
        return;
    };
    event.prevent_default();
    match (wish, rows.get(here.0)) {
        (Wish::Move(place), _) => {
            inside.here.set(place);
            reveal(inside, area, sight);
        }
        (Wish::Open, Some(row)) => inside.model.open.run(*row),
        (Wish::Select, Some(row)) if inside.ticks => inside.model.toggle(*row),
        (Wish::SelectAll, _) if inside.ticks => inside.model.toggle_all(),
        _ => {}
    }
}

/// The columns that have a width: the stylesheet decides what a narrow screen leaves out.
fn shown(inside: Inside, area: NodeRef<html::Div>) -> Vec<usize> {
    let head = area.get_untracked().and_then(|area| {
        let row = area.query_selector("thead tr").ok().flatten();
        row.map(|row| row.children())
    });
    let Some(head) = head else { return Vec::new() };
    let first = usize::from(!inside.ticks);
    let drawn = |at: &u32| {
        let cell = head.item(*at);
        cell.is_some_and(|cell| cell.get_bounding_client_rect().width() > 0.0)
    };
    let columns = (0..head.length()).filter(drawn);
    columns.map(|at| at as usize + first).collect()
}

/// Brings the cell with the keyboard into sight.
fn reveal(inside: Inside, area: NodeRef<html::Div>, sight: RwSignal<Sight>) {
    let place = inside.here.get_untracked();
    let top = sight.get_untracked().reveal(place.0, HEAD);
    if let (Some(area), Some(top)) = (area.get_untracked(), top) {
        #[allow(clippy::cast_possible_truncation)]
        area.set_scroll_top(top.round() as i32);
    }
    sideways(&inside.cell_id(place));
}

/// Brings a cell into sight across; up and down is done by row.
fn sideways(cell: &str) {
    if let Some(cell) = document().get_element_by_id(cell) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        cell.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn look(area: NodeRef<html::Div>, sight: RwSignal<Sight>) {
    let Some(area) = area.get_untracked() else {
        return;
    };
    let drawn = area
        .query_selector("tr[aria-rowindex]:not([aria-rowindex='1'])")
        .ok()
        .flatten();
    let row = drawn.map(|row| row.get_bounding_client_rect().height());
    let seen = Sight {
        top: f64::from(area.scroll_top()),
        height: f64::from(area.client_height()),
        row: row
            .filter(|h| *h > 1.0)
            .unwrap_or(sight.get_untracked().row),
    };
    if seen != sight.get_untracked() {
        sight.set(seen);
    }
}

/// Measures again whenever the area or the density changes.
fn observe(area: NodeRef<html::Div>, measure: impl Fn() + Copy + 'static) {
    Effect::new(move |_| {
        let Some(element) = area.get() else { return };
        let callback = Closure::<dyn FnMut()>::new(measure);
        if let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
            observer.observe(&element);
            if let Some(table) = element.first_element_child() {
                observer.observe(&table);
            }
            // Callback and observer live as long as the grid.
            let kept = StoredValue::new_local((observer, callback));
            on_cleanup(move || {
                kept.try_with_value(|(observer, _)| observer.disconnect());
            });
        }
    });
}

#[allow(clippy::cast_precision_loss)]
fn pixels(rows: usize, height: f64) -> String {
    format!("{}px", plain::number(rows as f64 * height))
}
