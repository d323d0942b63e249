//! The fields of a form: one text per field, read back into values when the form is saved. Typing
//! is never refused; what cannot be read is named beside its field.

use super::draft::Draft;
use super::languages;
use super::steps::reason_words;
use super::words::{field_label, record_title};
use crate::i18n::{self, tr};
use crate::platform::clock;
use crate::replica::Replica;
use crate::t;
use crate::ui::{
    Check, ChipMany, ChipOne, Chips, Combo, Field, Format, Select, TextArea, TextInput,
};
use leptos::prelude::*;
use shared::calendar::Date;
use shared::entity::{
    Currency, EntitySchema, FieldKind, FieldSpec, Id, Instant, Kind, Merge, Need, Record, Value,
};
use shared::ordered::SortedMap;
use shared::sync::Reason;

/// As many records are offered before anybody searches, besides those chosen.
const LIKELY: usize = 50;
/// Longer lists stand as they were made: nobody reads them from the top.
const SORTED: usize = 500;

/// What is wrong with a text, and the text it was: once that changes nobody is blamed for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    text: String,
    words: String,
}

/// The texts of a form by field number, and what is wrong with them.
#[derive(Clone, Copy)]
pub struct Fields {
    schema: &'static EntitySchema,
    texts: StoredValue<SortedMap<u16, RwSignal<String>>>,
    before: StoredValue<SortedMap<u16, String>>,
    /// What is wrong, by field.
    pub errors: RwSignal<SortedMap<u16, Wrong>>,
}

/// Whether the general form can show a field. What only a step can change is shown where the step names it.
pub(super) fn editable(spec: &FieldSpec, named: bool) -> bool {
    (spec.merge == Merge::Set || (named && spec.merge == Merge::State))
        && !matches!(
            spec.kind,
            FieldKind::Group(_)
                | FieldKind::Items(_)
                | FieldKind::Attachment
                | FieldKind::Signature
                | FieldKind::Place
        )
        && !matches!(
            spec.kind,
            FieldKind::Ref(Kind(0))
                | FieldKind::List(FieldKind::Group(_) | FieldKind::Ref(Kind(0)))
        )
}

impl Fields {
    /// A form over a record, or over nothing yet; `only` narrows it to some fields.
    #[must_use]
    pub fn new(
        schema: &'static EntitySchema,
        record: Option<&Record>,
        only: Option<&[u16]>,
    ) -> Self {
        let named = |spec: &&FieldSpec| only.is_some_and(|only| only.contains(&spec.no));
        let shown = schema
            .fields
            .iter()
            .filter(|spec| editable(spec, named(spec)) && (only.is_none() || named(spec)));
        let before = SortedMap::from_iter(shown.map(|spec| {
            let value = record.and_then(|record| record.get(spec.no));
            let text = value.map(|value| to_text(spec, value));
            (spec.no, text.unwrap_or_default())
        }));
        let signals = before.iter();
        let texts = signals.map(|(no, text)| (*no, RwSignal::new(text.clone())));
        Self {
            schema,
            texts: StoredValue::new(texts.collect()),
            before: StoredValue::new(before),
            errors: RwSignal::default(),
        }
    }

    /// What is typed here outlives a lock or a killed tab, under a name of the form's own.
    #[must_use]
    pub fn draft(self, replica: Replica, key: String) -> Draft {
        let texts = |texts: &SortedMap<u16, RwSignal<String>>| {
            texts.iter().map(|(no, text)| (*no, *text)).collect()
        };
        let draft = Draft::new(replica, key, self.texts.with_value(texts));
        draft.begin();
        draft
    }

    /// The text of a field, to fill it in from elsewhere.
    #[must_use]
    pub fn text(self, no: u16) -> Option<RwSignal<String>> {
        self.texts.with_value(|texts| texts.get(&no).copied())
    }

    /// The fields that changed, as values.
    ///
    /// # Errors
    /// `None` when a text cannot be read; [`Fields::errors`] then says which and why.
    #[must_use]
    pub fn changed(self) -> Option<Vec<(u16, Value)>> {
        let mut values = Vec::new();
        let mut errors = SortedMap::new();
        self.texts.with_value(|texts| {
            for (no, text) in texts {
                let text = text.get_untracked();
                if self
                    .before
                    .with_value(|before| before.get(no) == Some(&text))
                {
                    continue;
                }
                let Some(spec) = self.schema.field(*no) else {
                    continue;
                };
                match from_text(spec, text.trim()) {
                    Ok(value) => values.push((*no, value)),
                    Err(key) => {
                        let words = tr(key, &[]);
                        errors.insert(*no, Wrong { text, words });
                    }
                }
            }
        });
        let fine = errors.is_empty();
        self.errors.set(errors);
        fine.then_some(values)
    }

    /// Whether nothing that is required is empty; what is empty is named beside its field.
    #[must_use]
    pub fn are_whole(self) -> bool {
        let empty = |no: u16| {
            self.text(no)
                .is_some_and(|text| text.with_untracked(|text| text.trim().is_empty()))
        };
        let required = self
            .schema
            .fields
            .iter()
            .filter(|spec| spec.need == Need::Required);
        let missing = required.filter(|spec| empty(spec.no));
        let errors: SortedMap<u16, Wrong> = missing
            .map(|spec| (spec.no, self.wrong(spec.no, tr("error-missing", &[]))))
            .collect();
        let whole = errors.is_empty();
        self.errors.set(errors);
        whole
    }

    /// Says beside its fields why they would be refused; the words of what is about none of them.
    #[must_use]
    pub fn refuse(self, reasons: &[Reason]) -> Option<String> {
        let shown = |reason: &&Reason| self.text(reason.field).is_some();
        let (beside, rest): (Vec<&Reason>, Vec<&Reason>) = reasons.iter().partition(shown);
        let words = |reason: &Reason| reason_words(self.schema, reason);
        let errors = beside
            .iter()
            .map(|reason| (reason.field, self.wrong(reason.field, words(reason))));
        self.errors.set(errors.collect());
        let rest: Vec<String> = rest.iter().map(|reason| words(reason)).collect();
        (!rest.is_empty()).then(|| rest.join(" "))
    }

    fn wrong(self, no: u16, words: String) -> Wrong {
        let text = self.text(no).map(|text| text.get_untracked());
        let text = text.unwrap_or_default();
        Wrong { text, words }
    }

    /// Nothing is typed into any field but this one, which was filled in beforehand.
    #[must_use]
    pub fn are_blank(self, but: Option<u16>) -> bool {
        let blank = |text: &RwSignal<String>| text.with_untracked(|text| text.trim().is_empty());
        self.texts.with_value(|texts| {
            texts
                .iter()
                .all(|(no, text)| Some(*no) == but || blank(text))
        })
    }

    /// The controls of one field.
    pub fn control(self, replica: Replica, no: u16) -> AnyView {
        let (Some(spec), Some(text)) = (self.schema.field(no), self.text(no)) else {
            return ().into_any();
        };
        let schema = self.schema;
        let label = move || field_label(schema, spec);
        let errors = self.errors;
        let error = Signal::derive(move || {
            let wrong = errors.with(|errors| errors.get(&no).cloned())?;
            text.with(|text| *text == wrong.text).then_some(wrong.words)
        });
        if let FieldKind::Bool = spec.kind {
            return bool_control(text, label);
        }
        if let FieldKind::Choice(choice) = spec.kind
            && choice.values.len() <= 6
        {
            return chips(text, label, choice);
        }
        if let FieldKind::List(FieldKind::Choice(choice)) = spec.kind {
            return several_chips(text, label, choice);
        }
        // Made inside the field: the control takes its id from there.
        let control = move || control(replica, spec, text);
        let missing = move || {
            let empty = text.with(|text| text.trim().is_empty());
            if empty {
                tr("required-later", &[])
            } else {
                String::new()
            }
        };
        if spec.need == Need::Required {
            view! { <Field label error required=missing>{control()}</Field> }.into_any()
        } else {
            view! { <Field label error>{control()}</Field> }.into_any()
        }
    }

    /// Numbers of all fields in the form, in the order of the table: first those that are needed in the
    /// end, then the rest.
    #[must_use]
    pub fn numbers(self) -> (Vec<u16>, Vec<u16>) {
        let has = |no: u16| self.texts.with_value(|texts| texts.contains_key(&no));
        let fields = self.schema.fields.iter().filter(|spec| has(spec.no));
        let (needed, rest): (Vec<_>, Vec<_>) = fields.partition(|spec| spec.need == Need::Required);
        let numbers = |specs: Vec<&FieldSpec>| specs.iter().map(|spec| spec.no).collect();
        (numbers(needed), numbers(rest))
    }
}

fn bool_control(
    text: RwSignal<String>,
    label: impl Fn() -> String + Copy + Send + Sync + 'static,
) -> AnyView {
    let ticked = RwSignal::new(text.get_untracked() == "1");
    Effect::new(move |_| {
        let yes = if ticked.get() { "1" } else { "" };
        text.set(yes.to_owned());
    });
    // A form that is cleared is cleared here too.
    Effect::new(move |_| {
        let yes = text.with(|text| text == "1");
        if ticked.get_untracked() != yes {
            ticked.set(yes);
        }
    });
    view! { <Check value=ticked>{label}</Check> }.into_any()
}

fn chips(
    text: RwSignal<String>,
    label: impl Fn() -> String + Copy + Send + Sync + 'static,
    choice: &'static shared::entity::ChoiceSchema,
) -> AnyView {
    let chip = move |value: &'static shared::entity::Choice| {
        view! {
            <ChipOne chosen=text value=value.no.to_string()>
                {move || tr(&format!("{}-{}", choice.key, value.key), &[])}
            </ChipOne>
        }
    };
    view! { <Chips legend=label>{choice.values.iter().map(chip).collect_view()}</Chips> }.into_any()
}

/// Several answers of one question: one number a line.
fn several_chips(
    text: RwSignal<String>,
    label: impl Fn() -> String + Copy + Send + Sync + 'static,
    choice: &'static shared::entity::ChoiceSchema,
) -> AnyView {
    let lines = |text: &String| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let chosen = RwSignal::new(text.with_untracked(lines));
    Effect::new(move |_| text.set(chosen.with(|chosen| chosen.join("\n"))));
    // A form that is cleared is cleared here too.
    Effect::new(move |_| {
        let now = text.with(lines);
        if chosen.with_untracked(|chosen| *chosen != now) {
            chosen.set(now);
        }
    });
    let chip = move |value: &'static shared::entity::Choice| {
        view! {
            <ChipMany chosen value=value.no.to_string()>
                {move || tr(&format!("{}-{}", choice.key, value.key), &[])}
            </ChipMany>
        }
    };
    view! { <Chips legend=label>{choice.values.iter().map(chip).collect_view()}</Chips> }.into_any()
}

fn control(replica: Replica, spec: &'static FieldSpec, text: RwSignal<String>) -> AnyView {
    let line = |format: Format| view! { <TextInput value=text format /> }.into_any();
    match spec.kind {
        FieldKind::List(FieldKind::Ref(kind)) => several(replica, *kind, text),
        FieldKind::Language => languages::one(text),
        FieldKind::List(FieldKind::Language) => languages::several(text),
        FieldKind::List(_) => view! { <TextArea value=text list=t!("one-per-line") /> }.into_any(),
        FieldKind::LongText => view! { <TextArea value=text /> }.into_any(),
        FieldKind::Day => line(Format::Day),
        FieldKind::Instant => {
            view! { <TextInput value=text placeholder="2026-12-03 14:30" /> }.into_any()
        }
        FieldKind::Int | FieldKind::Decimal | FieldKind::Percent => line(Format::Decimal),
        FieldKind::Phone => line(Format::Phone),
        FieldKind::Email => line(Format::Email),
        FieldKind::Url => line(Format::Url),
        FieldKind::Choice(choice) => {
            let options = Signal::derive(move || {
                let word =
                    |v: &shared::entity::Choice| tr(&format!("{}-{}", choice.key, v.key), &[]);
                choice
                    .values
                    .iter()
                    .map(|v| (v.no.to_string(), word(v)))
                    .collect::<Vec<_>>()
            });
            view! { <Select value=text options=options none=t!("none-chosen") /> }.into_any()
        }
        FieldKind::Ref(kind) => {
            let ids = replica.ids(kind);
            let options = Signal::derive(move || {
                let ids = ids.get();
                let named = ids
                    .iter()
                    .map(|id| (id.to_string(), record_title(replica, *id)));
                let mut named: Vec<(String, String)> = named.collect();
                if named.len() <= SORTED {
                    i18n::sort_names(&mut named);
                }
                named
            });
            view! { <Select value=text options=options none=t!("none-chosen") /> }.into_any()
        }
        _ => line(Format::Text),
    }
}

/// Several records of a kind: chips and a search.
fn several(replica: Replica, kind: Kind, text: RwSignal<String>) -> AnyView {
    let ids = replica.ids(kind);
    let named = move |id: &Id| (id.to_string(), record_title(replica, *id));
    let find = move |query: String| -> Vec<_> {
        if query.trim().is_empty() {
            ids.get().iter().take(LIKELY).map(named).collect()
        } else {
            replica.find(kind, &query).iter().map(named).collect()
        }
    };
    let name = move |key: String| {
        let id = key.parse::<Id>();
        id.map_or(key, |id| record_title(replica, id))
    };
    let prepare = move |()| replica.prepare_search(kind);
    view! { <Combo value=text name=name find=find on_focus=prepare /> }.into_any()
}

/// A value as the form shows it.
fn to_text(spec: &FieldSpec, value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(n) => n.to_string(),
        Value::Decimal(mantissa, scale) => decimal_text(*mantissa, *scale),
        Value::Money(minor, currency) => {
            format!("{} {}", decimal_text(*minor, 2), currency.as_str())
        }
        Value::Percent(points) => decimal_text(*points, 2),
        Value::Day(day) => Date(*day).to_string(),
        Value::Instant(at) => shared::calendar::standard()
            .zone()
            .local(shared::calendar::Moment(at.utc_ms))
            .to_string(),
        Value::Bool(true) => "1".to_owned(),
        Value::Choice(no) => no.to_string(),
        Value::Ref(_, id) => id.to_string(),
        Value::List(items) => {
            let kind = if let FieldKind::List(item) = spec.kind {
                *item
            } else {
                FieldKind::Text
            };
            let item = FieldSpec { kind, ..*spec };
            items
                .iter()
                .map(|value| to_text(&item, value))
                .collect::<Vec<_>>()
                .join("\n")
        }
        _ => String::new(),
    }
}

fn decimal_text(mantissa: i64, scale: u8) -> String {
    let sign = if mantissa < 0 { "-" } else { "" };
    let digits = format!(
        "{:0>width$}",
        mantissa.unsigned_abs(),
        width = usize::from(scale) + 1
    );
    let (whole, part) = digits.split_at(digits.len() - usize::from(scale));
    let part = part.trim_end_matches('0');
    if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

/// A decimal as typed: digits, one point, thousands commas. At most `scale` places.
fn decimal(text: &str, scale: u8) -> Option<(i64, u8)> {
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' '))
        .collect();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if part.len() > usize::from(scale) || !part.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let mantissa = format!("{whole}{part}").parse().ok()?;
    Some((mantissa, u8::try_from(part.len()).ok()?))
}

/// Reads what was typed; the error is the key of what to say.
fn from_text(spec: &FieldSpec, text: &str) -> Result<Value, &'static str> {
    if text.is_empty() {
        return Ok(Value::Empty);
    }
    let number = |scale| decimal(text, scale).ok_or("error-number");
    Ok(match spec.kind {
        FieldKind::Int => Value::Int(number(0)?.0),
        FieldKind::Decimal => {
            let (mantissa, scale) = number(6)?;
            Value::Decimal(mantissa, scale)
        }
        FieldKind::Percent => {
            let (mantissa, scale) = number(2)?;
            Value::Percent(mantissa * 10_i64.pow(u32::from(2 - scale)))
        }
        FieldKind::Money => {
            let (amount, code) = text.rsplit_once(' ').unwrap_or((text, "CNY"));
            let code: [u8; 3] = code
                .to_ascii_uppercase()
                .as_bytes()
                .try_into()
                .map_err(|_| "error-money")?;
            let (mantissa, scale) = decimal(amount, 2).ok_or("error-money")?;
            Value::Money(mantissa * 10_i64.pow(u32::from(2 - scale)), Currency(code))
        }
        FieldKind::Day => Value::Day(Date::parse(text).ok_or("error-day")?.0),
        FieldKind::Instant => moment_from(text).ok_or("error-moment")?,
        FieldKind::Bool => Value::Bool(text == "1"),
        FieldKind::Choice(_) => Value::Choice(text.parse().map_err(|_| "error-number")?),
        FieldKind::Ref(kind) => Value::Ref(kind, text.parse::<Id>().map_err(|_| "error-choice")?),
        FieldKind::List(item) => {
            let item = FieldSpec {
                kind: *item,
                ..*spec
            };
            let parts = text
                .split(['\n', '；', ';'])
                .map(str::trim)
                .filter(|part| !part.is_empty());
            Value::List(
                parts
                    .map(|part| from_text(&item, part))
                    .collect::<Result<_, _>>()?,
            )
        }
        _ => Value::Text(text.to_owned()),
    })
}

/// `2026-10-19 14:00` on the unit's wall; 今天 and 现在 would be guesses.
fn moment_from(text: &str) -> Option<Value> {
    let (day, time) = text.split_once([' ', 'T'])?;
    let (hour, minute) = time.trim().split_once([':', '：'])?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let date = Date::parse(day)?;
    let calendar = shared::calendar::standard();
    let near = shared::calendar::Moment(i64::from(date.0) * 86_400_000);
    let minute = (hour < 24 && minute < 60).then_some(hour * 60 + minute)?;
    let local = shared::calendar::Local {
        date,
        minute,
        offset: calendar.zone().offset_at(near),
    };
    let utc_ms = local.moment().0;
    Some(Value::Instant(Instant {
        utc_ms,
        zone: calendar.zone().name().to_owned(),
        wall: text.to_owned(),
    }))
}

/// Now, as an instant in the unit's zone.
#[must_use]
pub fn now() -> Instant {
    Instant {
        utc_ms: clock::wall_ms(),
        zone: super::zone(),
        wall: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field of the product table, by key.
    fn spec(key: &str) -> &'static FieldSpec {
        shared::catalogue::by_key("product")
            .and_then(|schema| schema.by_key(key))
            .unwrap()
    }

    #[test]
    fn what_is_shown_reads_back_as_it_was() {
        let price = Value::Money(123_450, Currency(*b"USD"));
        assert_eq!(to_text(spec("price-list"), &price), "1234.5 USD");
        assert_eq!(from_text(spec("price-list"), "1,234.5 usd"), Ok(price));
        let list = Value::List(vec![Value::Text("a".into()), Value::Text("b".into())]);
        assert_eq!(
            from_text(
                spec("good-part-criteria"),
                &to_text(spec("good-part-criteria"), &list)
            ),
            Ok(list)
        );
        let Some(Value::Instant(at)) = moment_from("2026-10-19 14:00") else {
            panic!("no moment")
        };
        assert_eq!(
            to_text(spec("phase-changed-at"), &Value::Instant(at)),
            "2026-10-19 14:00"
        );
    }

    #[test]
    fn several_references_are_edited_and_none_gets_lost() {
        let lead = shared::catalogue::by_key("lead").unwrap();
        let products = lead.by_key("products").unwrap();
        assert!(editable(products, false));
        let FieldKind::List(FieldKind::Ref(kind)) = products.kind else {
            panic!("products are references")
        };
        let chosen = [1, 2].map(|n| Value::Ref(*kind, Id([n; 16])));
        let value = Value::List(chosen.into());
        assert_eq!(from_text(products, &to_text(products, &value)), Ok(value));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert_eq!(from_text(spec("price-list"), "twelve"), Err("error-money"));
        assert_eq!(
            from_text(spec("phase-changed-at"), "tomorrow"),
            Err("error-moment")
        );
        assert_eq!(from_text(spec("name"), ""), Ok(Value::Empty));
    }
}
