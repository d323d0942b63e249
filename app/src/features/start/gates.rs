//! The gates at work: each connects its screen to the session.

use super::view::{
    PassphraseModel, PassphraseView, SetupModel, SetupView, SignInModel, SignInView, UnlockModel,
    UnlockView,
};
use crate::features::device::rescue;
use crate::i18n::{Arg, tr};
use crate::session::{LockError, Refusal, Session, Setup, State};
use crate::shell::Gate;
use crate::t;
use crate::ui::{
    Banner, Button, Dialog, Empty, Field, Form, Format, Glyph, Kind, TextInput, Toaster, Tone,
    closes, opens,
};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// The screen of a device that is not open yet.
pub fn gate(session: Session, state: State) -> AnyView {
    match state {
        State::Starting => view! { <Gate><p class="lead">{t!("starting")}</p></Gate> }.into_any(),
        State::SetupNeeded => view! { <SetupGate session /> }.into_any(),
        State::SignedOut => view! { <SignInGate session /> }.into_any(),
        State::NeedsPassphrase => view! { <PassphraseGate session /> }.into_any(),
        State::Locked => view! { <UnlockGate session /> }.into_any(),
        State::Insecure => notice("gate-insecure", "gate-insecure-text"),
        State::TooOld => notice("gate-too-old", "gate-too-old-text"),
        State::Ready => ().into_any(),
    }
}

fn notice(title: &'static str, text: &'static str) -> AnyView {
    let text = Signal::derive(move || Some(tr(text, &[])));
    view! { <Gate><Empty title=move || tr(title, &[]) text /></Gate> }.into_any()
}

/// Why the server did not do it, in words that say what to do.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Said {
            code,
            args,
            retry_after,
            ..
        } => {
            let mut values: Vec<(&str, Arg)> = args
                .iter()
                .map(|(name, value)| (name.as_str(), value.clone().into()))
                .collect();
            values.push(("seconds", i64::from(retry_after.unwrap_or_default()).into()));
            tr(&format!("problem-{}", code.replace('_', "-")), &values)
        }
        Refusal::Offline => tr("problem-unreachable", &[]),
        Refusal::NotOurs => tr("problem-stranger", &[]),
    }
}

/// Why the key did not open.
fn lock_error(error: &LockError) -> String {
    let key = match error {
        LockError::WrongPassphrase => "lock-wrong",
        LockError::TooWeak { least } => {
            return tr(
                "lock-too-weak",
                &[("least", i64::try_from(*least).unwrap_or_default().into())],
            );
        }
        LockError::GrantExpired => "lock-grant-over",
        LockError::SignedOut => "lock-signed-out",
        LockError::Unreadable => "lock-damaged",
        _ => "lock-failed",
    };
    tr(key, &[])
}

/// Runs a task once at a time; shows that it runs, and what went wrong.
fn busy_with<E: 'static>(
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    words: fn(&E) -> String,
    task: impl Future<Output = Result<(), E>> + 'static,
) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    error.set(None);
    spawn_local(async move {
        if let Err(problem) = task.await {
            error.try_set(Some(words(&problem)));
        }
        busy.try_set(false);
    });
}

#[component]
fn SetupGate(session: Session) -> impl IntoView {
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
    let model = SetupModel {
        code: RwSignal::default(),
        code_error: error.into(),
        organisation: RwSignal::default(),
        zone: RwSignal::new("Asia/Shanghai".to_owned()),
        zones: Signal::derive(zones),
        name: RwSignal::default(),
        account: RwSignal::default(),
        password: RwSignal::default(),
        password_error: Signal::from(None),
        busy: busy.into(),
        create: Callback::new(|()| {}),
    };
    let create = move |()| {
        let setup = Setup {
            code: model.code.get_untracked().trim().to_owned(),
            organisation: model.organisation.get_untracked().trim().to_owned(),
            zone: model.zone.get_untracked(),
            login: model.account.get_untracked().trim().to_owned(),
            name: model.name.get_untracked().trim().to_owned(),
            password: model.password.get_untracked(),
        };
        busy_with(
            busy,
            error,
            refusal,
            async move { session.set_up(&setup).await },
        );
    };
    view! { <SetupView model=SetupModel { create: Callback::new(create), ..model } /> }
}

/// Zones a manufacturer is likely to be in; the data file of the organisation takes any other.
fn zones() -> Vec<(String, String)> {
    [
        "Asia/Shanghai",
        "Asia/Hong_Kong",
        "Asia/Taipei",
        "Asia/Ho_Chi_Minh",
        "Asia/Dubai",
        "Europe/Berlin",
        "America/New_York",
    ]
    .map(|zone| (zone.to_owned(), zone.replace('_', " ")))
    .to_vec()
}

#[component]
fn SignInGate(session: Session) -> impl IntoView {
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
    let (account, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let invited = RwSignal::new(false);
    let sign_in = move |()| {
        let (account, password) = (account.get_untracked(), password.get_untracked());
        busy_with(busy, error, refusal, async move {
            session.sign_in(account.trim(), &password).await
        });
    };
    let model = SignInModel {
        account,
        password,
        error: error.into(),
        offline: Signal::derive(|| !web_sys::window().is_some_and(|w| w.navigator().on_line())),
        busy: busy.into(),
        sign_in: Callback::new(sign_in),
        invited: Callback::new(move |()| invited.set(true)),
    };
    view! {
        <SignInView model />
        <Invited session open=invited />
    }
}

/// A one-time code from the administrator: an invitation, or a lost password.
#[component]
fn Invited(session: Session, open: RwSignal<bool>) -> impl IntoView {
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
    let (code, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let redeem = move || {
        let (code, password) = (code.get_untracked(), password.get_untracked());
        busy_with(busy, error, refusal, async move {
            session.redeem(code.trim(), &password).await
        });
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary busy=busy on_press=redeem>{t!("continue")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("signin-invited") actions=ViewFn::from(actions)>
            <Form label=t!("signin-invited") on_submit=move |()| redeem()>
                <Field label=t!("invite-code") error=error><TextInput value=code autocomplete="one-time-code" /></Field>
                <Field label=t!("invite-password")>
                    <TextInput value=password format=Format::Secret autocomplete="new-password" />
                </Field>
            </Form>
        </Dialog>
    }
}

#[component]
fn PassphraseGate(session: Session) -> impl IntoView {
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
    let (first, second) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let choose = move |()| {
        if first.get_untracked() != second.get_untracked() {
            error.set(Some(tr("passphrase-differ", &[])));
            return;
        }
        let phrase = first.get_untracked();
        busy_with(busy, error, lock_error, async move {
            session.choose_passphrase(&phrase).await
        });
    };
    let choose = Callback::new(choose);
    view! { <PassphraseView model=PassphraseModel { first, second, error: error.into(), busy: busy.into(), choose } /> }
}

#[component]
fn UnlockGate(session: Session) -> impl IntoView {
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
    let passphrase = RwSignal::new(String::new());
    let forgot = RwSignal::new(false);
    let toaster = expect_context::<Toaster>();
    let save = move || rescue::offer(async move { session.rescue().await }, toaster);
    let person = session.person();
    let unlock = move |()| {
        let phrase = passphrase.get_untracked();
        busy_with(busy, error, lock_error, async move {
            session.unlock(&phrase).await
        });
    };
    let node = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = node.get() {
            let _ = input.focus();
        }
    });
    let model = UnlockModel {
        name: Signal::derive(move || person.get().map(|known| known.name).unwrap_or_default()),
        passphrase,
        node,
        error: error.into(),
        pending: Signal::from(0),
        progress: Signal::from(None),
        busy: busy.into(),
        unlock: Callback::new(unlock),
        other: Callback::new(move |()| session.another_person()),
    };
    view! {
        <UnlockView model />
        <p class="gate-more">
            <Button kind=Kind::Link on_press=opens(forgot)>{t!("lock-forgot")}</Button>
            <Button kind=Kind::Link on_press=save>{t!("device-rescue")}</Button>
        </p>
        <Forgotten session open=forgot />
    }
}

/// A forgotten passphrase costs the local cache, never what waits to be sent.
#[component]
fn Forgotten(session: Session, open: RwSignal<bool>) -> impl IntoView {
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
    let login = session
        .person()
        .get_untracked()
        .map(|known| known.login)
        .unwrap_or_default();
    let (account, password) = (RwSignal::new(login), RwSignal::new(String::new()));
    let go = move || {
        let (account, password) = (account.get_untracked(), password.get_untracked());
        busy_with(busy, error, refusal, async move {
            session.forgot_passphrase(account.trim(), &password).await
        });
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary busy=busy on_press=go>{t!("continue")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("lock-forgot") actions=ViewFn::from(actions)>
            <Banner tone=Tone::Info icon=Glyph::INFO fact=t!("lock-forgot-means") inset=true />
            <Form label=t!("lock-forgot") on_submit=move |()| go()>
                <Field label=t!("signin-account")><TextInput value=account autocomplete="username" /></Field>
                <Field label=t!("signin-password") error=error>
                    <TextInput value=password format=Format::Secret autocomplete="current-password" />
                </Field>
            </Form>
        </Dialog>
    }
}
