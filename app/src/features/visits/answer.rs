//! A question with two answers, kept with the tap. An untouched one stays open, which a tick box cannot say.

use super::doing::keep;
use crate::i18n::tr;
use crate::record::field_label;
use crate::replica::{Act, Replica};
use crate::ui::{ChipOne, Chips, Toaster};
use leptos::prelude::*;
use shared::catalogue;
use shared::entity::{Record, Value};
use std::sync::Arc;

/// 需要 or 不需要.
#[component]
pub(super) fn TwoWays(
    record: Signal<Option<Arc<Record>>>,
    /// The field that holds the answer.
    no: u16,
    /// What 需要 and 不需要 are there.
    values: [Value; 2],
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let values = StoredValue::new(values);
    let said = move || -> String {
        let value = record.with(|record| record.as_ref()?.get(no).cloned());
        let place = value.and_then(|value| {
            values.with_value(|values| values.iter().position(|known| *known == value))
        });
        place.map(|place| place.to_string()).unwrap_or_default()
    };
    let chosen = RwSignal::new(untrack(said));
    // Another device may answer meanwhile.
    Effect::new(move |_| chosen.set(said()));
    Effect::new(move |before: Option<String>| {
        let answer = chosen.get();
        let tapped = before.is_some_and(|before| before != answer) && answer != untrack(said);
        if let Some(record) = record.get_untracked().filter(|_| tapped) {
            let place: Option<usize> = answer.parse().ok();
            let value = place.and_then(|place| values.with_value(|all| all.get(place).cloned()));
            let set = vec![(no, value.unwrap_or_default())];
            keep(
                replica,
                toaster,
                vec![Act::set(record.kind, record.id, set)],
                || (),
            );
        }
        answer
    });
    let label = move || {
        let kind = record.with(|record| record.as_ref().map(|record| record.kind));
        let schema = kind.and_then(catalogue::schema);
        let spec = schema.and_then(|schema| Some((schema, schema.field(no)?)));
        spec.map_or_else(String::new, |(schema, spec)| field_label(schema, spec))
    };
    view! {
        <Chips class="answer" legend=label>
            <ChipOne chosen value="0">{move || tr("plan-answer-needed", &[])}</ChipOne>
            <ChipOne chosen value="1">{move || tr("plan-answer-none", &[])}</ChipOne>
        </Chips>
    }
}
