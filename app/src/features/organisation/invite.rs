//! Inviting somebody: name, sign-in name, role; then a code that is shown once.

use super::accounts::Desk;
use crate::features::start::refusal;
use crate::i18n::tr;
use crate::record::moment;
use crate::session::people::Invitation;
use crate::t;
use crate::ui::{Button, Dialog, Field, Form, Kind, Select, TextInput, closes};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::ROLES;

const SCOPES: [&str; 4] = ["own", "department", "site", "all"];

/// The form.
#[component]
pub fn Invite(desk: Desk, open: RwSignal<bool>) -> impl IntoView {
    let (name, login) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let role = RwSignal::new("SALES".to_owned());
    let scope = RwSignal::new("own".to_owned());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let roles = Signal::derive(|| {
        let word = |code: &str| tr(&format!("role-{}", code.to_lowercase()), &[]);
        let all = ROLES.iter();
        all.map(|role| (role.code.to_owned(), word(role.code)))
            .collect::<Vec<_>>()
    });
    let scopes = Signal::derive(|| {
        let word = |scope: &str| tr(&format!("grant-scope-{scope}"), &[]);
        SCOPES.map(|scope| (scope.to_owned(), word(scope))).to_vec()
    });
    let invite = move || {
        let who = Invitation {
            login: login.get_untracked().trim().to_owned(),
            name: name.get_untracked().trim().to_owned(),
            role: role.get_untracked(),
            scope: scope.get_untracked(),
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let api = desk.session.api();
        spawn_local(async move {
            match api.invite(&who).await {
                Ok(code) => {
                    open.try_set(false);
                    name.try_set(String::new());
                    login.try_set(String::new());
                    error.try_set(None);
                    desk.code.try_set(Some(code));
                    desk.reload();
                }
                Err(problem) => {
                    error.try_set(Some(refusal(&problem)));
                }
            }
            busy.try_set(false);
        });
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary busy=busy on_press=invite>{t!("people-invite")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("people-invite") actions=ViewFn::from(actions)>
            <Form label=t!("people-invite") on_submit=move |()| invite()>
                <Field label=t!("user-name")><TextInput value=name /></Field>
                <Field label=t!("signin-account") error=error><TextInput value=login /></Field>
                <Field label=t!("user-grants-role")><Select value=role options=roles /></Field>
                <Field label=t!("user-grants-scope")><Select value=scope options=scopes /></Field>
            </Form>
        </Dialog>
    }
}

/// The code, once.
#[component]
pub fn CodeDialog(desk: Desk) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(desk.code.with(Option::is_some)));
    // Closed, it is gone: nothing keeps it.
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            desk.code.set(None);
        }
        is
    });
    let shown = move || {
        let code = &desk.code;
        code.with(|code| code.as_ref().map(|code| code.code.clone()))
    };
    let until = move || {
        let code = desk.code.get()?;
        Some(tr(
            "people-code-until",
            &[("time", moment(code.expires_ms).into())],
        ))
    };
    let actions = move || {
        view! { <Button kind=Kind::Primary on_press=closes(open)>{t!("close")}</Button> }
    };
    view! {
        <Dialog open title=t!("people-code") actions=ViewFn::from(actions)>
            <p class="secret">{shown}</p>
            <p>{t!("people-code-once")} " " {until}</p>
        </Dialog>
    }
}
