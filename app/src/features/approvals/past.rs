//! 审批记录: who asked and who said what before, with opinion and signature.

use super::case::{Case, amount, at};
use super::lines::amount_words;
use crate::i18n::tr;
use crate::record::{moment, record_title, signed, state_word};
use crate::replica::Replica;
use crate::routes::Route;
use crate::t;
use crate::ui::{Head, Signature};
use leptos::prelude::*;
use shared::domain::approvals::{Approval, ApprovalState};
use shared::entity::{Entity, Record, Value, common};
use uuid::Uuid;

/// The list, newest first.
#[component]
pub fn Past(
    /// Of which approval.
    case: Signal<Case>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let entries = move || {
        case.with(|case| {
            let here = case.approval.id;
            let all = case.all.iter().rev();
            all.flat_map(|approval| lines(replica, approval, approval.id == here))
                .collect::<Vec<_>>()
        })
    };
    let row = |entry: Entry| {
        let words = view! { <span class=entry.over.then_some("was")>{entry.words}</span> };
        let words = match entry.route {
            Some(route) => view! { <a href=route.to_string()>{words}</a> }.into_any(),
            None => words.into_any(),
        };
        view! { <li>{words}<small>{entry.about}</small></li> }
    };
    view! {
        <section class="past">
            <Head title=t!("approvals-past") rule=true />
            <ol>{move || entries().into_iter().map(row).collect_view()}</ol>
        </section>
    }
}

/// One line of the record.
struct Entry {
    words: String,
    about: String,
    /// It holds no more.
    over: bool,
    /// The approval it belongs to, where that is another one.
    route: Option<Route>,
}

/// What an approval adds to the record: the word, where one was given, and the question before it.
fn lines(replica: Replica, approval: &Record, here: bool) -> Vec<Entry> {
    let mut lines = Vec::new();
    let route = (!here).then(|| Route::Approval(Uuid::from_bytes(approval.id.0)));
    let entry = |words: String, about: String, over: bool| Entry {
        words,
        about,
        over,
        route,
    };
    let name = |no: u16| {
        let who = approval.reference(no);
        who.map(|id| record_title(replica, id)).unwrap_or_default()
    };
    let lapsed = approval.state() == ApprovalState::Lapsed.no();
    if let Some(time) = at(approval, Approval::DECIDED_AT) {
        // A lapsed one was an agreement.
        let word = if lapsed {
            tr("approval-state-approved", &[])
        } else {
            state_word(Approval::SCHEMA, approval.state()).unwrap_or_default()
        };
        let mut words = vec![tr(
            "approvals-said",
            &[
                ("who", name(Approval::DECIDED_BY).into()),
                ("word", word.into()),
            ],
        )];
        let how_much = replica.world(|world| amount(world, approval));
        words.extend(how_much.as_ref().and_then(amount_words));
        let mut about = vec![moment(time)];
        about.extend(lapsed.then(|| tr("approvals-lapsed", &[])));
        let opinion = approval.text(Approval::OPINION);
        about.extend((!opinion.is_empty() && !here).then(|| opinion.to_owned()));
        lines.push(entry(words.join(" · "), about.join(" · "), lapsed));
    } else if lapsed {
        lines.push(entry(tr("approvals-withdrawn", &[]), String::new(), true));
    }
    let asked = tr(
        "approvals-asked-by",
        &[("who", name(Approval::AUTHOR).into())],
    );
    let when = at(approval, common::CREATED_AT).map(moment);
    lines.push(entry(asked, when.unwrap_or_default(), false));
    lines
}

/// A decision as it was given: the word, who, when, the opinion and the signature.
#[component]
pub fn Decision(
    /// The approval.
    record: Signal<Record>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let words = move || {
        record.with(|approval| {
            let who = approval.reference(Approval::DECIDED_BY);
            let who = who.map(|id| record_title(replica, id)).unwrap_or_default();
            let word = state_word(Approval::SCHEMA, approval.state()).unwrap_or_default();
            tr(
                "approvals-said",
                &[("who", who.into()), ("word", word.into())],
            )
        })
    };
    let time = move || record.with(|approval| at(approval, Approval::DECIDED_AT).map(moment));
    let opinion = move || {
        record.with(|approval| {
            let text = approval.text(Approval::OPINION).to_owned();
            (!text.is_empty()).then(|| view! { <blockquote>{text}</blockquote> })
        })
    };
    let signature = move || record.with(|approval| signature(approval.get(Approval::SIGNATURE)));
    view! {
        <p class="decision"><b>{words}</b> <span class="faint num">{time}</span></p>
        {opinion}
        {signature}
    }
}

/// A signature with who, when, and the content it stands under.
pub(super) fn signature(value: Option<&Value>) -> Option<impl IntoView + use<>> {
    let signed = signed(value?)?;
    let about = tr(
        "approvals-signed",
        &[
            ("time", moment(signed.at_ms).into()),
            ("hash", signed.hash.into()),
        ],
    );
    Some(view! { <Signature path=signed.path name=signed.name about /> })
}
