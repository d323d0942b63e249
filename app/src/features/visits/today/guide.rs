//! The cards of the moment: how to greet, to behave, to part. They stay folded until
//! somebody wants them.

use super::Day;
use crate::i18n;
use leptos::prelude::*;
use shared::domain::guidance::{GuidanceCard, cards};
use shared::domain::visits::guides;
use shared::entity::Entity;
use shared::language::Language;

/// Title and sentences of each card.
type Shown = Vec<(String, Vec<String>)>;

/// The cards; nothing where the moment has none.
#[component]
pub(super) fn Guides(day: Day) -> impl IntoView {
    let shown = Memo::new(move |_| -> Shown {
        day.replica.revision(GuidanceCard::KIND).track();
        let Some(visit) = day.visit.get() else {
            return Vec::new();
        };
        let now = guides(&visit);
        let language = Language::nearest(i18n::locale().tag());
        let all = day.replica.world(|world| cards(world));
        all.into_iter()
            .filter(|card| now.iter().any(|guide| guide.card == card.code))
            .map(|card| {
                let body = card.body.text(language).lines().map(str::to_owned);
                (card.title.text(language).to_owned(), body.collect())
            })
            .collect()
    });
    let one = |(title, lines): (String, Vec<String>)| {
        view! {
            <details class="guide">
                <summary>{title}</summary>
                <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            </details>
        }
    };
    view! { <div class="sec">{move || shown.get().into_iter().map(one).collect_view()}</div> }
}
