//! Accounts as an administrator manages them. They live on the server alone: nothing here works offline,
//! and says so.

use super::devices::Devices;
use super::invite::{CodeDialog, Invite};
use crate::features::start::refusal;
use crate::i18n::tr;
use crate::replica::Replica;
use crate::session::people::{Account, AccountState, IssuedCode};
use crate::session::{Refusal, Session};
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{Banner, Button, Glyph, Head, Kind, Size, Tag, Toaster, Tone, opens};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::grants_of;
use shared::entity::Id;
use std::future::Future;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub session: Session,
    pub accounts: RwSignal<Vec<Account>>,
    pub code: RwSignal<Option<IssuedCode>>,
    pub problem: RwSignal<Option<String>>,
}

impl Desk {
    /// Asks for the accounts again.
    pub fn reload(self) {
        spawn_local(async move {
            match self.session.api().accounts().await {
                Ok(accounts) => {
                    self.accounts.try_set(accounts);
                    self.problem.try_set(None);
                }
                Err(error) => {
                    self.problem.try_set(Some(refusal(&error)));
                }
            }
        });
    }

    /// Does something, then asks again.
    pub fn change(
        self,
        toaster: Toaster,
        task: impl Future<Output = Result<(), Refusal>> + 'static,
    ) {
        spawn_local(async move {
            if let Err(error) = task.await {
                toaster.say(refusal(&error));
            }
            self.reload();
        });
    }
}

/// The page.
#[component]
pub fn AccountsPage() -> impl IntoView {
    let desk = Desk {
        session: expect_context(),
        accounts: RwSignal::default(),
        code: RwSignal::new(None),
        problem: RwSignal::new(None),
    };
    desk.reload();
    let inviting = RwSignal::new(false);
    let sub = Signal::derive(move || {
        let count = desk.accounts.with(Vec::len);
        Some(tr("list-count", &[("count", count.into())]))
    });
    view! {
        <Office>
            <PageHead title=t!("nav-users") sub=sub>
                <Button kind=Kind::Primary icon=Glyph::PLUS on_press=opens(inviting)>{t!("people-invite")}</Button>
            </PageHead>
            {move || desk.problem.get().map(|fact| view! {
                <Banner tone=Tone::Info icon=Glyph::CLOUD_OFF fact=fact inset=true />
            })}
            <ul class="waiting accounts">
                {move || desk.accounts.get().into_iter().map(|account| view! { <Line desk account /> }).collect_view()}
            </ul>
            <section class="later">
                <Head title=t!("people-devices") rule=true />
                <Devices desk />
            </section>
            <Invite desk open=inviting />
            <CodeDialog desk />
        </Office>
    }
}

/// One account: who, what they may, what can be done.
#[component]
fn Line(desk: Desk, account: Account) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let (id, state) = (account.id, account.state);
    let login = account.login;
    let about = move || {
        let parts = [login.clone(), roles(replica, id)].into_iter();
        let parts = parts.filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" · ")
    };
    // What is as it should be needs no word.
    let unusual = match state {
        AccountState::Active => None,
        AccountState::Invited => Some((Tone::Lamp, "people-invited")),
        AccountState::Disabled => Some((Tone::Neutral, "people-disabled")),
    };
    let tag = unusual.map(|(tone, word)| view! { <Tag tone words=move || tr(word, &[]) /> });
    let active = state != AccountState::Disabled;
    let switch = move || {
        let api = desk.session.api();
        desk.change(toaster, async move { api.set_active(id, !active).await });
    };
    let issue = move || {
        let api = desk.session.api();
        desk.change(toaster, async move {
            desk.code.set(Some(api.new_code(id).await?));
            Ok(())
        });
    };
    let mine = id == replica.me();
    view! {
        <li>
            <span><strong>{account.name}</strong><small>{about}</small></span>
            <span>{tag}</span>
            <span class="acts">
                {active.then(|| view! { <Button size=Size::Small icon=Glyph::KEY on_press=issue>{t!("people-code")}</Button> })}
                {(!mine).then(|| view! {
                    <Button size=Size::Small on_press=switch>
                        {move || tr(if active { "people-disable" } else { "people-enable" }, &[])}
                    </Button>
                })}
            </span>
        </li>
    }
}

fn roles(replica: Replica, user: Id) -> String {
    replica.record(user).with(|_| ());
    let word = |role: &str| tr(&format!("role-{}", role.to_lowercase()), &[]);
    let words: Vec<String> = replica.world(|world| {
        let grants = grants_of(world, user);
        grants.iter().map(|grant| word(&grant.role)).collect()
    });
    words.join(tr("list-comma", &[]).as_str())
}
