//! Who has data on this device. Nothing here opens anything: the lock screen shows it.

use crate::platform::local;
use crate::platform::worker::{field, set};
use crate::session::{DeviceKind, Known};
use js_sys::{Array, JSON, Object};
use shared::entity::Id;
use wasm_bindgen::JsValue;

const PEOPLE: &str = "yingke.people";
const DEVICE: &str = "yingke.device";

/// The device itself.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) kind: DeviceKind,
}

/// The device's card; made by `make` when there is none.
pub(super) fn card(make: impl FnOnce() -> Card) -> Card {
    let stored = local::read(DEVICE).and_then(|text| read_card(&JSON::parse(&text).ok()?));
    stored.unwrap_or_else(|| {
        let card = make();
        keep_card(&card);
        card
    })
}

pub(super) fn keep_card(card: &Card) {
    let object = Object::new();
    set(&object, "id", &card.id.to_string().into());
    set(&object, "name", &card.name.as_str().into());
    set(&object, "kind", &card.kind.as_str().into());
    keep(DEVICE, &object);
}

fn read_card(value: &JsValue) -> Option<Card> {
    Some(Card {
        id: field(value, "id").as_string()?.parse().ok()?,
        name: field(value, "name").as_string()?,
        kind: match field(value, "kind").as_string()?.as_str() {
            "tablet" => DeviceKind::Tablet,
            "phone" => DeviceKind::Phone,
            _ => DeviceKind::Computer,
        },
    })
}

/// Everybody, last used first.
pub(super) fn people() -> Vec<Known> {
    let stored = local::read(PEOPLE).and_then(|text| JSON::parse(&text).ok());
    let stored = stored.unwrap_or_default();
    if !Array::is_array(&stored) {
        return Vec::new();
    }
    let people = Array::from(&stored);
    people.iter().filter_map(|value| read(&value)).collect()
}

/// Puts somebody first.
pub(super) fn remember(known: &Known) {
    let mut people = people();
    people.retain(|other| other.replica != known.replica);
    people.insert(0, known.clone());
    keep_all(&people);
}

/// Forgets somebody.
pub(super) fn forget(replica: u32) {
    let mut people = people();
    people.retain(|other| other.replica != replica);
    keep_all(&people);
}

fn keep_all(people: &[Known]) {
    let all: Array = people.iter().map(write).collect();
    keep(PEOPLE, &all);
}

fn keep(key: &str, value: &JsValue) {
    let text = JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string());
    if let Some(text) = text {
        local::write(key, &text);
    }
}

/// As it stands in local storage, and in the person's own database in case that is lost.
pub(super) fn text(known: &Known) -> String {
    let text = JSON::stringify(&write(known));
    text.ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// Reads what [`text`] wrote.
pub(super) fn read_text(text: &str) -> Option<Known> {
    read(&JSON::parse(text).ok()?)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds stay far below 2^53"
)]
fn write(known: &Known) -> JsValue {
    let object = Object::new();
    set(&object, "replica", &known.replica.into());
    set(&object, "user", &known.user.to_string().into());
    set(&object, "login", &known.login.as_str().into());
    set(&object, "name", &known.name.as_str().into());
    set(&object, "organisation", &known.organisation.as_str().into());
    set(&object, "push", &known.push_credential.as_str().into());
    set(&object, "administrator", &known.administrator.into());
    set(&object, "demo", &known.demo.into());
    set(&object, "signed_out", &known.signed_out.into());
    set(&object, "lock", &known.has_lock.into());
    set(&object, "contact", &(known.contact_ms as f64).into());
    object.into()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what was written is a small whole number"
)]
fn read(value: &JsValue) -> Option<Known> {
    let text = |name| field(value, name).as_string();
    Some(Known {
        replica: field(value, "replica").as_f64()? as u32,
        user: text("user")?.parse().ok()?,
        login: text("login")?,
        name: text("name")?,
        organisation: text("organisation")?,
        push_credential: text("push").unwrap_or_default(),
        administrator: field(value, "administrator").is_truthy(),
        demo: field(value, "demo").is_truthy(),
        signed_out: field(value, "signed_out").is_truthy(),
        has_lock: field(value, "lock").is_truthy(),
        contact_ms: field(value, "contact").as_f64().unwrap_or_default() as u64,
    })
}
