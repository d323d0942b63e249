//! Settings of this device and person, and what this build is.

use crate::i18n::tr;
use crate::routes::{Archive, Route};
use crate::session::{LockError, Session};
use crate::shell::{LanguageMenu, Office, PageHead, ThemeMenu, use_shell};
use crate::t;
use crate::ui::{
    Button, ButtonLink, Dialog, Facts, Field, Form, Format, Glyph, Head, Kind, TextInput, Toaster,
    closes, opens,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Where else there is something to set or to look up.
const MORE: [Route; 9] = [
    Route::Storage,
    Route::Users,
    Route::Exhibitions,
    Route::Booth,
    Route::Rules,
    Route::Parameters,
    Route::Calendars,
    Route::Audit,
    Route::About,
];

fn link(route: Route) -> impl IntoView {
    view! { <ButtonLink href=route.to_string()>{move || tr(route.title_key(), &[])}</ButtonLink> }
}

/// Language, look, passphrase, signing out.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let shell = use_shell();
    let changing = RwSignal::new(false);
    view! {
        <Office>
            <PageHead title=t!("nav-settings") />
            <section>
                <Head title=t!("settings-look") rule=true />
                <div class="acts"><LanguageMenu /><ThemeMenu /></div>
            </section>
            <section>
                <Head title=t!("settings-safety") rule=true />
                <div class="acts">
                    <Button icon=Glyph::KEY on_press=opens(changing)>{t!("settings-passphrase")}</Button>
                    <Button icon=Glyph::LOCK on_press=shell.lock>{t!("lock")}</Button>
                    <Button on_press=shell.leave>{t!("settings-sign-out")}</Button>
                </div>
            </section>
            <section>
                <Head title=t!("settings-more") rule=true />
                <div class="acts">
                    {MORE.map(link).into_iter().collect_view()}
                </div>
            </section>
            <section>
                <Head title=t!("settings-records") rule=true />
                <div class="acts">{Archive::ALL.map(|sort| link(Route::Records(sort))).into_iter().collect_view()}</div>
            </section>
            <ChangePassphrase open=changing />
        </Office>
    }
}

#[component]
fn ChangePassphrase(open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let toaster = expect_context::<Toaster>();
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let change = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (from, to) = (old.get_untracked(), new.get_untracked());
        spawn_local(async move {
            match session.change_passphrase(&from, &to).await {
                Ok(()) => {
                    toaster.say(tr("settings-passphrase-changed", &[]));
                    open.set(false);
                }
                Err(LockError::WrongPassphrase) => error.set(Some(tr("lock-wrong", &[]))),
                Err(problem) => error.set(Some(problem.to_string())),
            }
            busy.set(false);
        });
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary busy=busy on_press=change>{t!("save")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("settings-passphrase") actions=ViewFn::from(actions)>
            <Form label=t!("settings-passphrase") on_submit=move |()| change()>
                <Field label=t!("settings-old")><TextInput value=old format=Format::Secret autocomplete="current-password" /></Field>
                <Field label=t!("settings-new") error=error>
                    <TextInput value=new format=Format::Secret autocomplete="new-password" />
                </Field>
            </Form>
        </Dialog>
    }
}

/// Version, schema, licence.
#[component]
pub fn AboutPage() -> impl IntoView {
    let facts = Signal::derive(|| {
        vec![
            (
                tr("about-version", &[]),
                Some(env!("CARGO_PKG_VERSION").to_owned()),
            ),
            (
                tr("about-schema", &[]),
                Some(shared::sync::op::SCHEMA_VERSION.to_string()),
            ),
            (
                tr("about-rules", &[]),
                Some(shared::rules::book().count().to_string()),
            ),
            (tr("about-licence", &[]), Some("AGPL-3.0-only".to_owned())),
        ]
    });
    view! {
        <Office>
            <PageHead title=t!("nav-about") />
            <Facts facts />
            <p class="fine">{t!("about-text")}</p>
            <p><ButtonLink href=Route::Rules.to_string()>{t!("nav-rules")}</ButtonLink></p>
        </Office>
    }
}
