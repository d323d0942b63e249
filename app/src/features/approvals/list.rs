//! The list: what waits for my word, what I asked for, what was decided.

use super::lines::{ApprovalRows, asked, decided, to_decide};
use crate::i18n::tr;
use crate::replica::Replica;
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{Empty, Subject, Tab, Tabs};
use leptos::prelude::*;
use shared::entity::Id;

const PANEL: &str = "approvals-panel";

/// The page.
#[component]
pub fn ApprovalsPage() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let part = RwSignal::new("mine");
    let mine = Memo::new(move |_| to_decide(replica));
    let asked = Memo::new(move |_| asked(replica));
    let decided = Memo::new(move |_| decided(replica));
    let shown = Memo::new(move |_| match part.get() {
        "asked" => asked.get(),
        "decided" => decided.get(),
        _ => mine.get(),
    });
    let tab = |value: &'static str, key: &'static str, of: Memo<Vec<Id>>| Tab {
        value,
        label: (move || tr(key, &[])).into(),
        count: Signal::derive(move || Some(of.with(Vec::len).to_string())).into(),
    };
    let tabs = StoredValue::new(vec![
        tab("mine", "approvals-mine", mine),
        tab("asked", "approvals-asked", asked),
        tab("decided", "approvals-decided", decided),
    ]);
    let none = move || {
        let (title, text) = match part.get() {
            "asked" => ("approvals-none-asked", "approvals-none-asked-text"),
            "decided" => ("approvals-none-decided", "approvals-none-decided-text"),
            _ => ("approvals-none-mine", "approvals-none-mine-text"),
        };
        let text = Signal::derive(move || Some(tr(text, &[])));
        view! { <Empty title=move || tr(title, &[]) text drawn=true subject=Subject::Downlight /> }
    };
    view! {
        <Office>
            <PageHead title=t!("nav-approvals") />
            <Tabs label=t!("nav-approvals") chosen=part tabs=Signal::derive(move || tabs.get_value()) panel=PANEL />
            <div class="approvals-page" id=PANEL role="tabpanel" aria-label=t!("nav-approvals")>
                {move || shown.with(Vec::is_empty).then(none)}
                <ApprovalRows approvals=shown />
            </div>
        </Office>
    }
}
