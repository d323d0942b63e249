//! What is typed and not saved yet outlives a lock, a reload and a killed tab (V1, R-278): it stands in the
//! same form when it is opened again. Only giving up the form forgets it.

use crate::replica::Replica;
use crate::t;
use crate::ui::{Button, Kind, Size};
use leptos::prelude::*;
use shared::entity::Value;
use shared::sync::Action;
use shared::sync::op::Seen;

/// The texts of a form by the numbers of their fields.
pub type Texts = Vec<(u16, RwSignal<String>)>;

/// The number under which a draft says what its author had seen; no field has it.
const SEEN: u16 = 0;

/// The unsaved texts of one form.
#[derive(Clone, Copy)]
pub struct Draft {
    replica: Replica,
    key: StoredValue<String>,
    texts: StoredValue<Texts>,
    /// What stood there before anybody typed; none while nothing is kept.
    before: StoredValue<Option<Vec<String>>>,
    seen: StoredValue<Seen>,
    /// Something was put back.
    back: RwSignal<bool>,
}

impl Draft {
    /// A form under a name of its own; nothing is kept before [`Draft::begin`].
    #[must_use]
    pub fn new(replica: Replica, key: String, texts: Texts) -> Self {
        let draft = Self {
            replica,
            key: StoredValue::new(key),
            texts: StoredValue::new(texts),
            before: StoredValue::new(None),
            seen: StoredValue::new(replica.seen()),
            back: RwSignal::new(false),
        };
        Effect::new(move |_| draft.keep(&draft.now()));
        draft
    }

    /// The form is as it opens: puts back what was typed the last time, and keeps what is typed from now on.
    pub fn begin(self) {
        self.before.set_value(Some(untrack(|| self.now())));
        self.seen.set_value(self.replica.seen());
        let kept = self.key.with_value(|key| self.replica.draft(key));
        let Some(Action::Create { fields, .. }) = kept else {
            return;
        };
        for (no, value) in fields {
            if no == SEEN {
                self.seen.set_value(seen_of(&value).unwrap_or_default());
            } else if let (Some(signal), Some(text)) = (self.signal(no), value.text()) {
                signal.set(text.to_owned());
                self.back.set(true);
            }
        }
    }

    /// What the author had seen when the form was opened first: hand it to [`Replica::act`], so that what
    /// others wrote meanwhile is no less than a conflict.
    #[must_use]
    pub fn seen(self) -> Seen {
        self.seen.get_value()
    }

    /// It was saved, or given up.
    pub fn done(self) {
        self.before.set_value(None);
        self.back.try_set(false);
        self.key.with_value(|key| self.replica.clear_draft(key));
    }

    /// It was saved or given up, and its dialog goes with it.
    pub fn close(self, open: RwSignal<bool>) {
        self.done();
        open.set(false);
    }

    /// Everything as it was before anybody typed.
    fn reset(self) {
        let before = self.before.get_value().unwrap_or_default();
        self.texts.with_value(|texts| {
            for ((_, signal), text) in texts.iter().zip(before) {
                signal.set(text);
            }
        });
        self.back.set(false);
        self.seen.set_value(self.replica.seen());
    }

    fn signal(self, no: u16) -> Option<RwSignal<String>> {
        let found = |texts: &Texts| {
            texts
                .iter()
                .find(|(n, _)| *n == no)
                .map(|(_, signal)| *signal)
        };
        self.texts.with_value(found)
    }

    fn now(self) -> Vec<String> {
        self.texts
            .with_value(|texts| texts.iter().map(|(_, signal)| signal.get()).collect())
    }

    fn keep(self, now: &[String]) {
        let Some(before) = self.before.get_value() else {
            return;
        };
        let numbers = self
            .texts
            .with_value(|texts| texts.iter().map(|(no, _)| *no).collect::<Vec<_>>());
        let typed = numbers.into_iter().zip(now.iter().zip(&before));
        let typed = typed.filter(|(_, (now, before))| now != before);
        let mut fields: Vec<(u16, Value)> = typed
            .map(|(no, (now, _))| (no, Value::Text(now.clone())))
            .collect();
        self.key.with_value(|key| {
            if fields.is_empty() {
                if self.replica.draft(key).is_some() {
                    self.replica.clear_draft(key);
                }
                return;
            }
            fields.push((SEEN, seen_value(self.seen.get_value())));
            let items = Vec::new();
            self.replica
                .save_draft(key, &Action::Create { fields, items });
        });
    }
}

fn seen_value(seen: Seen) -> Value {
    let sequence = i64::try_from(seen.seq).unwrap_or(i64::MAX);
    Value::List(vec![
        Value::Int(seen.server_epoch.into()),
        Value::Int(sequence),
    ])
}

fn seen_of(value: &Value) -> Option<Seen> {
    let [Value::Int(epoch), Value::Int(sequence)] = value.items() else {
        return None;
    };
    Some(Seen {
        server_epoch: u32::try_from(*epoch).ok()?,
        seq: u64::try_from(*sequence).ok()?,
    })
}

/// Says that something unsaved was put back, and offers to clear it away.
#[component]
pub fn DraftNote(draft: Draft) -> impl IntoView {
    move || {
        draft.back.get().then(|| view! {
            <p class="fine draft-note" role="status">
                {t!("draft-back")} " "
                <Button kind=Kind::Quiet size=Size::Small on_press=move || draft.reset()>{t!("draft-clear")}</Button>
            </p>
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{seen_of, seen_value};
    use shared::entity::Value;
    use shared::sync::op::Seen;

    #[test]
    fn what_was_seen_reads_back() {
        let seen = Seen {
            server_epoch: 3,
            seq: 81_234,
        };
        assert_eq!(seen_of(&seen_value(seen)), Some(seen));
        assert_eq!(seen_of(&Value::Text("3".into())), None);
    }
}
