//! The capture form, in the order people speak: who, how interested, what in, what next, consent.

use super::intake::Notices;
use super::{BoothModel, Draft};
use crate::i18n::tr;
use crate::t;
use crate::ui::{
    self, Button, Check, ChipMany, ChipOne, Chips, Drawing, Field, FilePick, Form, Format, Glyph,
    Icon, Kind, PhotoTile, Size, Subject, TextArea, TextInput,
};
use leptos::prelude::*;

/// A product that can be tapped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pick {
    /// Its key.
    pub key: String,
    /// Its name in the language in use.
    pub name: String,
    /// What it looks like.
    pub drawing: Subject,
}

/// The photograph of a card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CardShot {
    /// A `blob:` address; none while it is being written.
    pub src: Option<String>,
    /// What it is and its state: `名片 · 已存本机`.
    pub caption: String,
}

/// The form.
#[component]
pub fn Capture(
    /// What it shows and changes.
    model: BoothModel,
) -> impl IntoView {
    view! {
        <Form class="capture" label=t!("nav-booth") on_submit=model.save>
            <main id="main" tabindex="-1">
                <Ways model />
                {model.intake.map(|intake| view! { <Notices notice=intake.notice /> })}
                <WhoRow model />
                <RestOfCard draft=model.draft />
                {move || model.known.get().map(|known| view! {
                    <p class="known">
                        <Icon glyph=Glyph::USER />
                        <span>{known}</span>
                        <Button kind=Kind::Link on_press=model.compare>{t!("booth-compare")}</Button>
                    </p>
                })}
                <Interest model />
                <Products model />
                <Wish draft=model.draft />
                <Next model />
            </main>
            <Foot model />
        </Form>
    }
}

/// Four ways to begin; scanning is the fastest.
#[component]
fn Ways(model: BoothModel) -> impl IntoView {
    view! {
        <div class="ways" role="group" aria-label=t!("booth-ways")>
            {model.scan.map(|scan| view! {
                <Button kind=Kind::Primary icon=Glyph::SCAN on_press=scan>{t!("booth-scan")}</Button>
            })}
            {model.photo.map(|photo| view! {
                <FilePick pick=ui::Pick::Camera icon=Glyph::CAMERA label=t!("booth-photo") on_pick=photo />
            })}
            <Button icon=Glyph::KEYBOARD on_press=model.write>{t!("booth-write")}</Button>
            {model.file.map(|file| view! {
                <FilePick
                    pick=ui::Pick::Files(".vcf,.vcard,text/vcard,image/*")
                    icon=Glyph::FILE
                    label=t!("booth-file")
                    several=true
                    on_pick=file
                />
            })}
        </div>
    }
}

/// Card, name, company, a way to reach, country.
#[component]
fn WhoRow(model: BoothModel) -> impl IntoView {
    let draft = model.draft;
    let shot = move |shot: CardShot| {
        view! {
            <PhotoTile src=shot.src caption=shot.caption on_open=model.open_card.unwrap_or_else(|| Callback::new(|()| {}))>
                <Drawing subject=Subject::Card />
            </PhotoTile>
        }
    };
    let left_none = move |()| draft.left_none.update(|none| *none = !*none);
    view! {
        <div class="who-row" data-photo=move || model.card.with(Option::is_none).then_some("none")>
            {move || model.card.get().map(shot)}
            <Field label=t!("lead-name")><TextInput value=draft.name node=model.name_node /></Field>
            <Field label=t!("lead-company")><TextInput value=draft.company /></Field>
            <Field label=t!("lead-reach") note=t!("booth-or-none")>
                <div class="input-group">
                    <TextInput value=draft.reach format=Format::Email disabled=draft.left_none />
                    <button
                        class="btn"
                        type="button"
                        data-kind="link"
                        aria-pressed=move || draft.left_none.get().to_string()
                        on:click=move |_| left_none(())
                    >{t!("booth-left-none")}</button>
                </div>
            </Field>
            <Field label=t!("lead-country")><TextInput value=draft.country /></Field>
        </div>
    }
}

/// What a card carries besides: one line until somebody looks, or a code filled it in.
#[component]
fn RestOfCard(draft: Draft) -> impl IntoView {
    let said = move || {
        let texts = draft.rest_of_card().map(|text| text.get());
        let filled = texts.iter().map(|text| text.trim());
        let filled: Vec<&str> = filled.filter(|text| !text.is_empty()).collect();
        filled.join(" · ")
    };
    let raw_only = move || {
        let unread = draft.name.with(String::is_empty) && draft.company.with(String::is_empty);
        draft
            .raw
            .with(|raw| (unread && !raw.is_empty()).then(|| raw.clone()))
    };
    view! {
        {move || raw_only().map(|raw| view! {
            <p class="known">
                <Icon glyph=Glyph::SCAN />
                <span>{t!("booth-raw-kept")}</span>
                <code class="clip">{raw}</code>
            </p>
        })}
        <details class="more-fields">
            <summary><span>{t!("booth-more")}</span><span class="said clip">{said}</span></summary>
            <div class="who-row" data-photo="none">
                <Field label=t!("lead-title")><TextInput value=draft.title /></Field>
                <Field label=t!("lead-im")><TextInput value=draft.messenger /></Field>
                <Field label=t!("lead-websites")><TextInput value=draft.website format=Format::Url /></Field>
                <Field label=t!("lead-language")><TextInput value=draft.language /></Field>
                <Field label=t!("lead-address")><TextArea value=draft.address /></Field>
            </div>
        </details>
    }
}

/// How much, and what exactly.
#[component]
fn Wish(draft: Draft) -> impl IntoView {
    view! {
        <div class="wish">
            <Field label=t!("lead-qty")><TextInput value=draft.quantity format=Format::Decimal /></Field>
            <Field label=t!("lead-needs-text")><TextInput value=draft.needs /></Field>
        </div>
    }
}

/// A question of the form: its words on the left, hidden from screen readers, which hear the legend.
#[component]
fn Ask(label: fn() -> String, children: Children) -> impl IntoView {
    view! { <div class="ask"><span class="label" aria-hidden="true">{label}</span>{children()}</div> }
}

#[component]
fn Interest(model: BoothModel) -> impl IntoView {
    let chip = move |letter: char| {
        let value = letter.to_ascii_lowercase();
        view! {
            <ChipOne chosen=model.draft.interest value=value.to_string()>
                <b>{letter}</b><i>{move || tr(&format!("interest-{value}-means"), &[])}</i>
            </ChipOne>
        }
    };
    view! {
        <Ask label=|| tr("lead-interest", &[])>
            <Chips class="grades" legend=t!("lead-interest") quiet=true>
                {['A', 'B', 'C', 'D'].map(chip).collect_view()}
            </Chips>
        </Ask>
    }
}

#[component]
fn Products(model: BoothModel) -> impl IntoView {
    let chip = move |pick: Pick| {
        view! {
            <ChipMany chosen=model.draft.products value=pick.key>
                <Drawing subject=pick.drawing />{pick.name}
            </ChipMany>
        }
    };
    view! {
        <Ask label=|| tr("lead-products", &[])>
            <Chips class="picks" legend=t!("lead-products") quiet=true>
                {move || model.picks.get().into_iter().map(chip).collect_view()}
                {model.all_products.map(|all| view! {
                    <Button icon=Glyph::SEARCH on_press=all>
                        {t!("booth-all-products", count = model.product_count.get())}
                    </Button>
                })}
            </Chips>
        </Ask>
    }
}

#[component]
fn Next(model: BoothModel) -> impl IntoView {
    let chip = move |step: &'static str| {
        view! {
            <ChipOne chosen=model.draft.next value=step>{move || tr(&format!("next-step-{step}"), &[])}</ChipOne>
        }
    };
    view! {
        <Ask label=|| tr("lead-next-step", &[])>
            <Chips class="nexts" legend=t!("lead-next-step") quiet=true>
                {["quote", "sample", "visit", "call", "none"].map(chip).collect_view()}
            </Chips>
        </Ask>
    }
}

/// Consent, owner, save. Saving is never blocked: what is missing is added later.
#[component]
fn Foot(model: BoothModel) -> impl IntoView {
    view! {
        <div class="foot">
            <Check value=model.draft.consent>{t!("booth-consent")}</Check>
            <div class="owner">
                <span>{t!("lead-owner")} " " <b>{move || model.owner.get()}</b></span>
                {model.change_owner.map(|change| view! {
                    <Button kind=Kind::Link on_press=change>{t!("booth-change-owner")}</Button>
                })}
            </div>
            <Button kind=Kind::Primary size=Size::Large icon=Glyph::SAVED submit=true busy=model.saving>
                {t!("booth-save")}
            </Button>
        </div>
    }
}
