//! The three forms of a visit on paper: F-06 report, F-07 reception plan, F-10 reception record, each with
//! the lines and the cells for signatures of the house's own forms.

use super::doing::{fact, printed};
use crate::features::frame::number_of;
use crate::i18n::{self, tr};
use crate::record::{now, value_words, zone};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::{Office, PageHead, use_shell};
use crate::t;
use crate::ui::{Button, Empty, Glyph, Kind, Segment, Segmented};
use leptos::prelude::*;
use shared::catalogue;
use shared::domain::visits::{Line, TourStop, plan_of, reception_form, report_form, visit_form};
use shared::entity::{Entity, FieldKind, FieldSpec, Id, Record, Value};
use uuid::Uuid;

/// The page: one form at a time, and the button that prints it.
#[component]
pub fn Papers(
    /// Of which visit.
    id: Id,
) -> impl IntoView {
    let chosen = RwSignal::new("F-06");
    let segment = |value: &'static str, key: &'static str| Segment {
        value,
        label: (move || format!("{value} {}", tr(key, &[]))).into(),
        icon: None,
    };
    let segments = vec![
        segment("F-06", "visit-report"),
        segment("F-07", "reception-plan"),
        segment("F-10", "paper-record"),
    ];
    let replica = expect_context::<Replica>();
    let print = move || {
        // Refused in a frame only; the form stays on the screen.
        let _ = window().print();
        printed(replica, id);
    };
    let back = Route::Visit(Uuid::from_bytes(id.0)).to_string();
    view! {
        <Office>
            <div class="paper-head">
                <a href=back>{t!("visit")}</a>
                <PageHead title=t!("visit-papers")>
                    <Button kind=Kind::Primary icon=Glyph::PRINT on_press=print>{t!("print")}</Button>
                </PageHead>
                <Segmented label=t!("visit-papers") chosen segments />
            </div>
            {move || view! { <Paper id form=chosen.get() /> }}
        </Office>
    }
}

/// One form. The words are those of the screens, so that nobody has to learn two.
#[component]
fn Paper(id: Id, form: &'static str) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let shell = use_shell();
    let record = replica.record(id);
    let lines = move || -> Vec<Line> {
        super::doing::follow(replica);
        replica.world(|world| {
            let Some(visit) = world.get(id) else {
                return Vec::new();
            };
            match form {
                "F-06" => report_form(world, visit),
                "F-07" => plan_of(world, id)
                    .map(|plan| reception_form(world, &plan))
                    .unwrap_or_default(),
                _ => visit_form(world, visit),
            }
        })
    };
    let (title, signs) = match form {
        "F-06" => ("visit-report", ["paper-by", "paper-head", "paper-gm"]),
        "F-07" => ("reception-plan", ["paper-by", "paper-head", "paper-gm"]),
        _ => ("paper-record", ["visit-host", "visit-owner", "paper-head"]),
    };
    let number = move || {
        record
            .get()
            .map(|record| number_of(&record))
            .unwrap_or_default()
    };
    let table = move || {
        let lines = lines();
        if lines.is_empty() {
            return view! { <Empty title=t!("plan-none") /> }.into_any();
        }
        view! {
            <table><tbody>
                {lines.into_iter().map(|line| row(replica, line)).collect_view()}
                {(form == "F-10").then(|| tour(replica, id))}
            </tbody></table>
            <table class="signs"><tbody>
                <tr>{signs.map(|key| view! { <th>{move || tr(key, &[])}</th><td class="sign"></td> }).into_iter().collect_view()}</tr>
            </tbody></table>
        }.into_any()
    };
    view! {
        <article class="form-a4">
            <header>
                <div><span>{move || shell.organisation.get()}" · "{form}</span><h2>{move || tr(title, &[])}</h2></div>
                <div><span class="num">{number}</span><br/><span class="num">{tr("paper-printed", &[("time", i18n::date_time(now().utc_ms as f64, &zone()).into())])}</span></div>
            </header>
            {table}
        </article>
    }
}

/// A line under its label; a table as a line for each of its rows.
fn row(replica: Replica, line: Line) -> Option<impl IntoView + use<>> {
    // A tick that something was not wanted, and that is not there, says nothing.
    if line.value == Value::Bool(false) && line.label.contains("-no-") {
        return None;
    }
    // A reason that nobody had to give needs no line.
    let excuse = ["-no-interpreter", "-exemption-reason"];
    if line.value == Value::Empty && excuse.iter().any(|end| line.label.ends_with(end)) {
        return None;
    }
    let label = tr(&line.label, &[]);
    let (kind, parts) = spec(&line.label);
    let words = match &line.value {
        Value::List(rows) if rows.iter().any(|row| matches!(row, Value::Group(_))) => rows
            .iter()
            .map(|row| group(replica, row, parts))
            .collect::<Vec<_>>(),
        value => value_words(replica, &kind, value).into_iter().collect(),
    };
    Some(view! {
        <tr><th>{label}</th><td>{words.into_iter().map(|words| view! { <div>{words}</div> }).collect_view()}</td></tr>
    })
}

/// The field a label belongs to: how its values are said, and the parts of its rows.
fn spec(label: &str) -> (FieldKind, &'static [FieldSpec]) {
    for schema in catalogue::REGISTRY.iter().map(|entry| entry.schema) {
        if schema.key == label {
            return (FieldKind::Text, schema.fields);
        }
        let key = label
            .strip_prefix(schema.key)
            .and_then(|rest| rest.strip_prefix('-'));
        if let Some(spec) = key.and_then(|key| schema.by_key(key)) {
            let parts = match spec.kind {
                FieldKind::Items(parts) | FieldKind::Group(parts) => parts,
                _ => &[],
            };
            return (spec.kind, parts);
        }
    }
    (FieldKind::Text, &[])
}

fn group(replica: Replica, row: &Value, parts: &[FieldSpec]) -> String {
    let Value::Group(said) = row else {
        return String::new();
    };
    let words = said.iter().filter_map(|(no, value)| {
        let spec = parts.iter().find(|part| part.no == *no);
        value_words(
            replica,
            &spec.map_or(FieldKind::Text, |spec| spec.kind),
            value,
        )
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// The stops of the tour, between the lines of F-10.
fn tour(replica: Replica, visit: Id) -> impl IntoView + use<> {
    let stops: Vec<Record> =
        super::doing::children(replica, TourStop::KIND, TourStop::VISIT, visit);
    let shown = [
        TourStop::AT,
        TourStop::PLACE,
        TourStop::TOPICS,
        TourStop::ITEMS,
        TourStop::REMARKS,
    ];
    let words = move |stop: &Record| {
        let said = shown.iter().filter_map(|no| fact(replica, stop, *no));
        said.map(|(_, words)| words).collect::<Vec<_>>().join(" · ")
    };
    let lines: Vec<String> = stops.iter().map(words).collect();
    view! {
        <tr><th>{t!("tour-stop")}</th><td>{lines.into_iter().map(|words| view! { <div>{words}</div> }).collect_view()}</td></tr>
    }
}
