//! The capture form, in the order people speak: who, how interested, what in, what next, consent.

use super::BoothModel;
use crate::i18n::tr;
use crate::t;
use crate::ui::{
    self, Button, Check, ChipMany, ChipOne, Chips, Drawing, Field, FilePick, Form, Format, Glyph,
    Icon, Kind, PhotoTile, Size, Subject, TextInput,
};
use leptos::prelude::*;

/// What the person is typing and tapping, before it is a lead.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Name of the guest.
    pub name: RwSignal<String>,
    /// Company.
    pub company: RwSignal<String>,
    /// Phone, e-mail or whatever was given.
    pub reach: RwSignal<String>,
    /// The guest was asked and left nothing.
    pub left_none: RwSignal<bool>,
    /// Country.
    pub country: RwSignal<String>,
    /// Interest: `a` to `d`, empty for none.
    pub interest: RwSignal<String>,
    /// Keys of the products.
    pub products: RwSignal<Vec<String>>,
    /// Quantity, as said.
    pub quantity: RwSignal<String>,
    /// Next step: a value of `next-step`, empty for none.
    pub next: RwSignal<String>,
    /// The guest agreed to our keeping the details.
    pub consent: RwSignal<bool>,
}

impl Draft {
    /// Nothing typed yet.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            name: RwSignal::default(),
            company: RwSignal::default(),
            reach: RwSignal::default(),
            left_none: RwSignal::new(false),
            country: RwSignal::default(),
            interest: RwSignal::default(),
            products: RwSignal::default(),
            quantity: RwSignal::default(),
            next: RwSignal::default(),
            consent: RwSignal::new(false),
        }
    }
}

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
                <WhoRow model />
                {move || model.known.get().map(|known| view! {
                    <p class="known">
                        <Icon glyph=Glyph::USER />
                        <span>{known}</span>
                        <Button kind=Kind::Link on_press=model.compare>{t!("booth-compare")}</Button>
                    </p>
                })}
                <Interest model />
                <Products model />
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
                    pick=ui::Pick::Files(".vcf,text/vcard,image/*")
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
