//! What is still missing, each with its reason and the way out.

use super::Day;
use crate::i18n::tr;
use crate::record::{reason_words, why};
use crate::t;
use crate::ui::{Button, Glyph, Icon, Why, opens};
use leptos::prelude::*;
use shared::domain::visits::FactoryVisit;
use shared::entity::Entity;
use shared::rules::rule;
use shared::sync::Reason;

/// The section.
#[component]
pub(super) fn Missing(day: Day) -> impl IntoView {
    let all = move || {
        let all = day.standing.get();
        all.map(|all| all.missing).unwrap_or_default()
    };
    let unready = move || {
        let all = day.standing.get();
        all.map(|all| all.unready).unwrap_or_default()
    };
    let none = move || {
        (all().is_empty() && unready().is_empty())
            .then(|| view! { <p class="fine">{t!("today-missing-none")}</p> })
    };
    view! {
        <section class="sec" id="missing" aria-labelledby="missing-h">
            <h2 id="missing-h">{t!("today-missing")} " " <span>{move || all().len() + unready().len()}</span></h2>
            <ul class="miss">
                {move || all().into_iter().map(|reason| one(day, reason)).collect_view()}
                {move || unready().into_iter().map(not_ready).collect_view()}
            </ul>
            {none}
        </section>
    }
}

/// What blocks nothing and is not as it should be.
fn not_ready(reason: Reason) -> impl IntoView {
    let words = reason_words(FactoryVisit::SCHEMA, &reason);
    let source = rule(reason.rule).map(|rule| format!("R-{:03} · {}", rule.id, rule.clause));
    view! { <li><Icon glyph=Glyph::ALERT /><span>{words}<small>{source}</small></span></li> }
}

fn one(day: Day, reason: Reason) -> impl IntoView + use<> {
    let explain = why(
        FactoryVisit::SCHEMA,
        tr("today-missing", &[]),
        std::slice::from_ref(&reason),
    );
    let words = explain.way_out.clone().unwrap_or_default();
    let source = rule(reason.rule).map(|rule| format!("R-{:03} · {}", rule.id, rule.clause));
    let sheets = day.sheets;
    // Some gaps can be closed on the spot.
    let way = match &*reason.code {
        "visit-no-debrief"
        | "debrief-no-impression"
        | "debrief-no-opinion"
        | "debrief-no-intention"
        | "debrief-no-reason" => Some((sheets.debrief, "today-debrief-do")),
        "visit-no-tour" => Some((sheets.stop, "today-next-stop")),
        "debrief-no-farewell" => Some((sheets.farewell, "visit-do-farewell")),
        _ => None,
    };
    view! {
        <li data-block="">
            <Icon glyph=Glyph::STOP />
            <span>{words}<small>{source}</small></span>
            {match way {
                Some((sheet, key)) => view! {
                    <Button on_press=opens(sheet)>{move || tr(key, &[])}</Button>
                }.into_any(),
                None => view! { <Why explanation=Signal::from(explain) /> }.into_any(),
            }}
        </li>
    }
}
