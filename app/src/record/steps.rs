//! The steps of a life cycle as buttons. What is blocked says why before it is tried (design §8).

use super::sure::Sure;
use super::words::{field_label, moment};
use crate::i18n::tr;
use crate::replica::{Act, Replica};
use crate::routes::Route;
use crate::ui::{Button, Explanation, Kind as Look, Toaster, Why};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::entity::{EntitySchema, Id, Kind, Record, Transition};
use shared::rules::rule;
use shared::sync::Reason;
use shared::sync::apply::offered;
use std::sync::Arc;

/// A reason in words: the text of its code, with the field it is about, and the item of a checklist:
/// its number and its words in each language are the arguments.
#[must_use]
pub fn reason_words(schema: &'static EntitySchema, reason: &Reason) -> String {
    let field = schema
        .field(reason.field)
        .map(|spec| field_label(schema, spec))
        .unwrap_or_default();
    let arg = |place: usize| reason.args.get(place).map_or("", String::as_str);
    // A moment is written `@` and its number, so that everybody reads it on his own clock.
    let time = arg(0).strip_prefix('@').and_then(|at| at.parse().ok());
    let matter = match &*reason.code {
        "visit-unprepared" => tr(&format!("task-matter-{}", arg(0)), &[]),
        _ => String::new(),
    };
    tr(
        &format!("reason-{}", reason.code),
        &[
            ("field", field.into()),
            ("item", arg(1 + language()).into()),
            ("time", time.map(moment).unwrap_or_default().into()),
            ("count", arg(0).parse::<i64>().unwrap_or_default().into()),
            ("place", arg(1).into()),
            ("matter", matter.into()),
        ],
    )
}

/// Why something is blocked, in four parts: what, the rule in its own words, where it stands, what to do.
#[must_use]
pub fn why(schema: &'static EntitySchema, what: String, reasons: &[Reason]) -> Explanation {
    let first = reasons
        .iter()
        .map(|reason| reason.rule)
        .find(|no| rule(*no).is_some());
    Explanation {
        way_out: Some(
            reasons
                .iter()
                .map(|r| reason_words(schema, r))
                .collect::<Vec<_>>()
                .join(" "),
        ),
        ..first.map_or_else(|| plain(what.clone()), |no| by_rule(what.clone(), no))
    }
}

/// An answer that leans on no rule.
fn plain(title: String) -> Explanation {
    Explanation {
        title,
        ..Explanation::default()
    }
}

/// What a rule says about something: its own words, where it stands, where it can be read.
#[must_use]
pub fn by_rule(title: String, no: u16) -> Explanation {
    let Some(rule) = rule(no) else {
        return plain(title);
    };
    Explanation {
        rule: rule.text[language()].to_owned(),
        source: format!("R-{:03} · {}", rule.id, clause_words(rule.clause)),
        more: Some((Route::Rule(no).to_string(), tr("rules-see", &[]))),
        ..plain(title)
    }
}

/// The place of the language in use among the texts of a rule.
#[must_use]
pub fn language() -> usize {
    match crate::i18n::locale().tag() {
        "zh-Hans" => 0,
        "zh-Hant" => 1,
        _ => 2,
    }
}

/// A clause with the name of its document in place of the document's number: `S0 §3.1.1` →
/// `《客户服务管理办法》3.1.1`.
#[must_use]
pub fn clause_words(clause: &str) -> String {
    let one = |part: &str| {
        let part = part.trim();
        let (document, place) = part.split_once(" §").unwrap_or((part, ""));
        match document {
            "S0" | "S1" | "S2" | "S3" | "S4" => {
                let key = format!("rules-document-{}", document.to_lowercase());
                format!("{} {place}", tr(&key, &[]))
            }
            _ => part.replace("[P]", &tr("rules-document-p", &[])),
        }
    };
    clause.split(';').map(one).collect::<Vec<_>>().join(" · ")
}

/// Buttons for the steps that need nothing more than a press, as far as this person may take them. Steps with arguments have their own
/// dialogs in `features`.
#[component]
pub fn Steps(
    /// The record.
    #[prop(into)]
    record: Signal<Option<Arc<Record>>>,
    /// The first step that is free is the next thing to do.
    #[prop(optional, into)]
    lead: Signal<bool>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let sure = expect_context::<Sure>();
    // What blocks a step may stand in any record.
    let offered = Memo::new(move |_| {
        replica.changes().track();
        let record = record.get()?;
        let schema = shared::catalogue::schema(record.kind)?;
        let mut steps = replica.world(|world| offered(world, replica.me(), schema, &record));
        steps.retain(|(arrow, _)| arrow.args.is_empty());
        Some((record.kind, record.id, record.state(), steps))
    });
    let button = move |(kind, id, from): (Kind, Id, u32),
                       first: bool,
                       (arrow, reasons): (&'static Transition, Vec<Reason>)| {
        let schema = shared::catalogue::schema(kind)?;
        let name = tr(&format!("{}-do-{}", schema.key, arrow.key), &[]);
        let explain = why(schema, name.clone(), &reasons);
        let blocked = (!reasons.is_empty()).then(|| explain.way_out.clone().unwrap_or_default());
        let free = blocked.is_none();
        let look = if first && free {
            Look::Primary
        } else {
            Look::Plain
        };
        let said = name.clone();
        let press = move |()| {
            if !free {
                return;
            }
            let said = said.clone();
            let take = move || {
                spawn_local(async move {
                    let act = Act::step(kind, id, arrow.no, from, None, Vec::new());
                    match replica.act(replica.seen(), vec![act]).await {
                        Ok(_) => toaster.say(tr("step-taken", &[("step", said.into())])),
                        Err(error) => toaster.say(error.to_string()),
                    }
                });
            };
            if let Some(record) = record.get_untracked() {
                sure.step(replica, &record, arrow.no, &Vec::new(), take);
            }
        };
        Some(view! {
            <span class="step">
                <Button kind=look blocked=Signal::derive(move || blocked.clone()) on_press=press>{name}</Button>
                {(!free).then(|| view! { <Why explanation=Signal::from(explain) /> })}
            </span>
        })
    };
    move || {
        let (kind, id, from, steps) = offered.get()?;
        let leads = lead.get();
        let buttons = steps.into_iter().enumerate();
        let buttons =
            buttons.map(|(place, step)| button((kind, id, from), leads && place == 0, step));
        Some(buttons.collect_view())
    }
}
