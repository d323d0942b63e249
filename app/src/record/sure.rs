//! A step nobody forbids and hardly anybody means is asked about before it is taken: the day is another
//! one, something is open, one tap would bind.

use super::fields::now;
use super::steps::reason_words;
use crate::i18n::tr;
use crate::replica::Replica;
use crate::t;
use crate::ui::{Button, Dialog, Glyph, Icon, Kind};
use leptos::prelude::*;
use shared::catalogue;
use shared::entity::Record;
use shared::sync::apply::{doubts, transition};
use shared::sync::op::Fields;

/// What is asked, and what happens on yes.
struct Question {
    title: String,
    lines: Vec<String>,
    then: Box<dyn FnOnce()>,
}

/// Asks; one for the whole app.
#[derive(Clone, Copy)]
pub struct Sure {
    open: RwSignal<bool>,
    question: StoredValue<Option<Question>, LocalStorage>,
}

impl Default for Sure {
    fn default() -> Self {
        Self {
            open: RwSignal::new(false),
            question: StoredValue::new_local(None),
        }
    }
}

impl Sure {
    /// Takes a step at once, or asks first where its system has a doubt.
    pub fn step(
        self,
        replica: Replica,
        record: &Record,
        no: u16,
        args: &Fields,
        then: impl FnOnce() + 'static,
    ) {
        let schema = catalogue::schema(record.kind);
        let arrow = schema.and_then(|schema| transition(schema.states?, no));
        let (Some(schema), Some(arrow)) = (schema, arrow) else {
            return then();
        };
        let doubts =
            replica.world(|world| doubts(world, schema, record, arrow, args, now().utc_ms));
        if doubts.is_empty() {
            return then();
        }
        let lines = doubts.iter().map(|doubt| reason_words(schema, doubt));
        self.question.set_value(Some(Question {
            title: tr(&format!("{}-do-{}", schema.key, arrow.key), &[]),
            lines: lines.collect(),
            then: Box::new(then),
        }));
        self.open.set(true);
    }
}

/// Where it is asked. Once per page.
#[component]
pub fn Asking(
    /// What is asked.
    sure: Sure,
) -> impl IntoView {
    let Sure { open, question } = sure;
    let title = move || {
        open.track();
        question.with_value(|asked| {
            asked
                .as_ref()
                .map_or_else(String::new, |asked| asked.title.clone())
        })
    };
    let lines =
        move || question.with_value(|asked| asked.as_ref().map(|asked| asked.lines.clone()));
    let yes = move || {
        let asked = question.try_update_value(Option::take).flatten();
        open.set(false);
        if let Some(asked) = asked {
            (asked.then)();
        }
    };
    let actions = move || {
        view! {
            <Button on_press=move || open.set(false)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary on_press=yes>{title}</Button>
        }
    };
    view! {
        <Dialog open title=title actions=actions>
            <ul class="doubts">
                {lines().unwrap_or_default().into_iter().map(|line| view! {
                    <li><Icon glyph=Glyph::ALERT /><span>{line}</span></li>
                }).collect_view()}
            </ul>
        </Dialog>
    }
}
