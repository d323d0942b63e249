//! 参数 P-01 to P-44: what each says now, for a unit or for everybody.

use super::units;
use super::words::{name, origin_words, setting_words};
use crate::i18n::tr;
use crate::record::{clause_words, now_ms};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{Empty, SearchBox, Select, Tag, Tone};
use leptos::prelude::*;
use shared::domain::settings::{InForce, Parameter, Spec, in_force_by_number, table};
use shared::entity::{Entity, Id};

/// The list.
#[component]
pub fn ParametersPage() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let (text, unit) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let found = move || -> Vec<&'static Spec> {
        text.with(|text| table().filter(|spec| says(spec, text)).collect())
    };
    let sub = Signal::derive(move || Some(tr("list-count", &[("count", found().len().into())])));
    let rows = move || {
        replica.revision(Parameter::KIND).track();
        let unit = unit.with(|unit| unit.parse::<Id>().ok());
        let found = found();
        if found.is_empty() {
            return view! { <Empty title=t!("list-none-found") drawn=true /> }.into_any();
        }
        let rows = found.into_iter().map(|spec| row(replica, spec, unit));
        view! { <ol class="rule-book settings">{rows.collect_view()}</ol> }.into_any()
    };
    view! {
        <Office>
            <PageHead title=t!("nav-parameters") sub lead=Signal::derive(|| Some(tr("setting-lead", &[]))) />
            <div class="filters" role="group" aria-label=t!("filters")>
                <SearchBox text label=t!("setting-search") />
                <label class="narrow" data-on=move || unit.with(|unit| !unit.is_empty()).then_some("")>
                    <span class="vh">{t!("parameter-applies-to")}</span>
                    <Select value=unit options=units(replica) none=t!("setting-everybody") />
                </label>
            </div>
            {rows}
        </Office>
    }
}

/// Every word of `text` stands in the number, the name or the clause.
fn says(spec: &Spec, text: &str) -> bool {
    let all = format!(
        "P-{:02} {} {}",
        spec.no,
        name(spec.no),
        clause_words(spec.clause)
    );
    let all = all.to_lowercase();
    let text = text.to_lowercase();
    text.split_whitespace().all(|word| all.contains(word))
}

fn row(replica: Replica, spec: &'static Spec, unit: Option<Id>) -> AnyView {
    let now = now_ms() as i64;
    let holds = replica.world(|world| in_force_by_number(world, spec.no, unit, now));
    let Some(InForce { value, by }) = holds else {
        return ().into_any();
    };
    let (tone, word) = match by {
        Some(_) => (Tone::Brand, tr("setting-changed", &[])),
        None => (Tone::Line, origin_words(spec.origin)),
    };
    view! {
        <li class="rule">
            <a class="code" href=Route::Parameter(spec.no).to_string()>{format!("P-{:02}", spec.no)}</a>
            <div>
                <p>{name(spec.no)}</p>
                <p class="fine">{clause_words(spec.clause)}</p>
            </div>
            <div class="acts-at"><strong>{setting_words(value)}</strong><Tag tone words=word /></div>
        </li>
    }
    .into_any()
}
