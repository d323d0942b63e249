//! Conflicts first, then what was returned, then what simply waits; the device beside it.

use crate::features::customers::Twins;
use crate::features::device::view::{Health, HealthModel};
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{
    Button, Case, Empty, Explanation, Glyph, Head, Icon, Kind, Side, Size, Sync, SyncState, Versus,
    Why,
};
use leptos::prelude::*;
use shared::entity::Id;

/// Two values of one thing.
#[derive(Clone)]
pub struct ConflictCase {
    /// Tells cases apart.
    pub key: String,
    /// What has two values: `付款条件改成了两个值`.
    pub title: String,
    /// Where it belongs and how it came about.
    pub about: String,
    /// The values.
    pub sides: Vec<Side>,
    /// The value before both.
    pub original: Option<String>,
}

/// Something the server did not accept, or a person has to look at.
#[derive(Clone)]
pub struct ReturnedCase {
    /// Tells cases apart.
    pub key: String,
    /// What was not accepted.
    pub title: String,
    /// Where it belongs, its provisional number, when.
    pub about: String,
    /// Returned, or needs review.
    pub state: SyncState,
    /// Why, in words.
    pub reason: String,
    /// What to add: the field and where to fill it in.
    pub fixes: Vec<(String, String)>,
    /// The rule behind it.
    pub rule: Option<Explanation>,
}

/// Something that waits for the network.
#[derive(Clone)]
pub struct WaitingLine {
    /// What it is.
    pub what: String,
    /// How large, how far, why not yet.
    pub about: String,
    /// When it was saved, in words.
    pub when: String,
    /// How far it is on its way.
    pub state: SyncState,
}

/// Everything the page shows and does.
#[derive(Clone, Copy)]
pub struct OutboxModel {
    /// Conflicts.
    pub conflicts: Signal<Vec<ConflictCase>>,
    /// Returned and to review.
    pub returned: Signal<Vec<ReturnedCase>>,
    /// Records that may be one.
    pub twins: Memo<Vec<Id>>,
    /// Waiting.
    pub waiting: Signal<Vec<WaitingLine>>,
    /// The device.
    pub health: HealthModel,
    /// Takes one of the values: case, place of the value.
    pub choose: Callback<(String, usize)>,
    /// Gives another value.
    pub choose_other: Callback<String>,
    /// Opens the record with what is missing.
    pub repair: Callback<String>,
    /// Gives it up, with a reason.
    pub void: Callback<String>,
    /// Syncs now.
    pub sync: Callback<()>,
}

/// The page.
#[component]
pub fn OutboxView(
    /// What it shows and does.
    model: OutboxModel,
) -> impl IntoView {
    let open = move || {
        model.conflicts.with(Vec::len) + model.returned.with(Vec::len) + model.twins.with(Vec::len)
    };
    let waiting = move || model.waiting.with(Vec::len);
    let title = move || {
        if open() == 0 {
            t!("outbox-calm")()
        } else {
            t!("outbox-title", count = open())()
        }
    };
    let lead = Signal::derive(move || Some(t!("outbox-lead", count = waiting())()));
    let conflict = move |case: ConflictCase| view! { <Conflict model case /> };
    let returned = move |case: ReturnedCase| view! { <Returned model case /> };
    view! {
        <Office>
            <PageHead title lead />
            <div class="two-columns">
                <div>
                    {move || model.conflicts.get().into_iter().map(conflict).collect_view()}
                    {move || model.returned.get().into_iter().map(returned).collect_view()}
                    <Twins pairs=model.twins />
                    <Waiting model />
                </div>
                <Health model=model.health />
            </div>
        </Office>
    }
}

#[component]
fn Conflict(model: OutboxModel, case: ConflictCase) -> impl IntoView {
    let key = StoredValue::new(case.key);
    let sides = Signal::from(case.sides);
    let note = Signal::derive(|| Some(t!("outbox-conflict-note")()));
    view! {
        <Case
            title=case.title
            about=case.about
            state=SyncState::Conflict
            note
            actions=move || view! {
                <Button on_press=move || model.choose_other.run(key.get_value())>{t!("outbox-neither")}</Button>
            }
        >
            <Versus sides on_choose=move |place| model.choose.run((key.get_value(), place)) />
            {case.original.map(|was| view! { <p class="aside">{was}</p> })}
        </Case>
    }
}

#[component]
fn Returned(model: OutboxModel, case: ReturnedCase) -> impl IntoView {
    let key = StoredValue::new(case.key);
    let review = case.state == SyncState::Review;
    let fix = |(name, href): (String, String)| view! { <li>{name} " " <a href=href>{t!("outbox-fill")}</a></li> };
    let actions = move || {
        view! {
            <Button kind=Kind::Danger on_press=move || model.void.run(key.get_value())>{t!("outbox-void")}</Button>
            <Button kind=Kind::Primary on_press=move || model.repair.run(key.get_value())>
                {if review { t!("outbox-review")() } else { t!("outbox-repair")() }}
            </Button>
        }
    };
    view! {
        <Case title=case.title about=case.about state=case.state actions>
            <div class="reason" data-tone=review.then_some("info")>
                <Icon glyph=if review { Glyph::INFO } else { Glyph::STOP } />
                <div>
                    <b>{case.reason}</b>
                    {(!case.fixes.is_empty()).then(|| view! { <ul>{case.fixes.into_iter().map(fix).collect_view()}</ul> })}
                    {case.rule.map(|rule| view! {
                        <p class="src">{rule.source.clone()} " · " <Why explanation=rule /></p>
                    })}
                </div>
            </div>
        </Case>
    }
}

#[component]
fn Waiting(model: OutboxModel) -> impl IntoView {
    let count = Signal::derive(move || {
        Some(t!(
            "outbox-waiting-count",
            count = model.waiting.with(Vec::len)
        )())
    });
    let line = |line: WaitingLine| {
        view! {
            <li>
                <span>{line.what}<small>{line.about}</small></span>
                <span class="num">{line.when}</span>
                <Sync state=line.state />
            </li>
        }
    };
    view! {
        <section>
            <Head title=t!("outbox-waiting") count>
                <Button size=Size::Small icon=Glyph::SYNC on_press=model.sync>{t!("outbox-sync-now")}</Button>
            </Head>
            {move || match model.waiting.get() {
                lines if lines.is_empty() => view! { <Empty title=t!("outbox-waiting-none") /> }.into_any(),
                lines => view! { <ul class="waiting">{lines.into_iter().map(line).collect_view()}</ul> }.into_any(),
            }}
        </section>
    }
}
