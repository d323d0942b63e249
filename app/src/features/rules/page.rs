//! Clause → rule → where it acts → class. Searched and filtered in memory: the book is part of the code.

use crate::i18n::tr;
use crate::record::{clause_words, language};
use crate::routes::Route;
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{ButtonLink, Empty, SearchBox, Select, Size, Tag, Tone};
use leptos::prelude::*;
use shared::ordered;
use shared::rules::{CHAPTERS, RuleClass, RuleEntry, book, chapter_of};

const CLASSES: [RuleClass; 6] = [
    RuleClass::Block,
    RuleClass::Warning,
    RuleClass::Automatic,
    RuleClass::Deadline,
    RuleClass::View,
    RuleClass::Guidance,
];

/// The letter of a class: the end of the key of its name.
const fn letter(class: RuleClass) -> &'static str {
    match class {
        RuleClass::Block => "b",
        RuleClass::Warning => "w",
        RuleClass::Automatic => "a",
        RuleClass::Deadline => "t",
        RuleClass::View => "v",
        RuleClass::Guidance => "g",
    }
}

fn class_word(class: RuleClass) -> String {
    tr(&format!("rules-class-{}", letter(class)), &[])
}

fn chapter_word(key: &str) -> String {
    tr(&format!("rules-chapter-{key}"), &[])
}

/// What narrows the book; an empty text narrows nothing.
#[derive(Clone, Copy)]
struct Filters {
    text: RwSignal<String>,
    chapter: RwSignal<String>,
    class: RwSignal<String>,
}

impl Filters {
    fn keep(self, rule: &RuleEntry) -> bool {
        let chapter = self
            .chapter
            .with(|key| key.is_empty() || chapter_of(rule.id).key == key);
        let class = self
            .class
            .with(|key| key.is_empty() || letter(rule.class) == key);
        chapter && class && self.text.with(|text| says(rule, text))
    }
}

/// Every word of `text` stands in the rule's number, clause or words, in whichever language.
fn says(rule: &RuleEntry, text: &str) -> bool {
    let all = format!(
        "R-{:03} {} {} {}",
        rule.id,
        rule.clause,
        clause_words(rule.clause),
        rule.text.join(" ")
    );
    let all = all.to_lowercase();
    text.to_lowercase()
        .split_whitespace()
        .all(|word| all.contains(word))
}

/// The whole book.
#[component]
pub fn RulesPage() -> impl IntoView {
    let blank = || RwSignal::new(String::new());
    let filters = Filters {
        text: blank(),
        chapter: blank(),
        class: blank(),
    };
    let found = Memo::new(move |_| {
        let kept = book().filter(|rule| filters.keep(rule));
        let mut ids: Vec<u16> = kept.map(|rule| rule.id).collect();
        ordered::sort(&mut ids);
        ids
    });
    let sub =
        Signal::derive(move || Some(tr("list-count", &[("count", found.with(Vec::len).into())])));
    let none = move || found.with(Vec::is_empty);
    view! {
        <Office>
            <PageHead title=t!("nav-rules") sub lead=Signal::derive(|| Some(tr("rules-lead", &[]))) />
            <Narrow filters />
            {move || if none() {
                view! { <Empty title=t!("list-none-found") drawn=true /> }.into_any()
            } else {
                view! {
                    <ol class="rule-book">
                        <For each=move || found.get() key=|id| *id let(id)><Entry id /></For>
                    </ol>
                }.into_any()
            }}
        </Office>
    }
}

#[component]
fn Narrow(filters: Filters) -> impl IntoView {
    let present = |key: &&'static str| book().any(|rule| chapter_of(rule.id).key == *key);
    let chapters = Signal::derive(move || {
        let keys = CHAPTERS.iter().map(|chapter| chapter.key).filter(present);
        keys.map(|key| (key.to_owned(), chapter_word(key)))
            .collect::<Vec<_>>()
    });
    let classes = Signal::derive(|| {
        let known = |class: &RuleClass| book().any(|rule| rule.class == *class);
        let classes = CLASSES.into_iter().filter(known);
        classes
            .map(|class| (letter(class).to_owned(), class_word(class)))
            .collect::<Vec<_>>()
    });
    view! {
        <div class="filters" role="group" aria-label=t!("filters")>
            <SearchBox text=filters.text label=t!("rules-search") />
            <label class="narrow" data-on=move || filters.chapter.with(|key| !key.is_empty()).then_some("")>
                <span class="vh">{t!("rules-chapter")}</span>
                <Select value=filters.chapter options=chapters none=t!("rules-any-chapter") />
            </label>
            <label class="narrow" data-on=move || filters.class.with(|key| !key.is_empty()).then_some("")>
                <span class="vh">{t!("rules-class")}</span>
                <Select value=filters.class options=classes none=t!("rules-any-class") />
            </label>
        </div>
    }
}

/// One rule of the list.
#[component]
fn Entry(id: u16) -> impl IntoView {
    let Some(rule) = shared::rules::rule(id) else {
        return ().into_any();
    };
    view! {
        <li class="rule">
            <a class="code" href=Route::Rule(id).to_string()>{format!("R-{id:03}")}</a>
            <div>
                <p>{move || rule.text[language()]}</p>
                <p class="fine">{move || clause_words(rule.clause)}</p>
            </div>
            <div class="acts-at"><Class class=rule.class /><small>{move || place(rule)}</small></div>
        </li>
    }
    .into_any()
}

#[component]
fn Class(class: RuleClass) -> impl IntoView {
    let tone = match class {
        RuleClass::Block => Tone::Danger,
        RuleClass::Warning | RuleClass::Deadline => Tone::Lamp,
        RuleClass::Automatic => Tone::Brand,
        RuleClass::View | RuleClass::Guidance => Tone::Neutral,
    };
    view! { <Tag tone words=move || class_word(class) /> }
}

/// Where a rule acts, as people call the place.
fn place(rule: &RuleEntry) -> String {
    let mut parts = rule.enforced_by.split("::");
    let first = parts.next().unwrap_or_default();
    let key = match (first, parts.next()) {
        ("domain", Some(system)) => system,
        (first, _) => first,
    };
    let key = key.split([',', ' ']).next().unwrap_or_default();
    let word = tr(&format!("rules-at-{key}"), &[]);
    if word.starts_with("rules-at-") {
        chapter_word(chapter_of(rule.id).key)
    } else {
        word
    }
}

/// One rule on a page of its own: every Why leads here.
#[component]
pub fn RulePage(
    /// Its number.
    id: u16,
) -> impl IntoView {
    let Some(rule) = shared::rules::rule(id) else {
        return view! { <Office><h1 class="vh">{t!("nav-rules")}</h1><Empty title=t!("rules-unknown") drawn=true><All /></Empty></Office> }.into_any();
    };
    view! {
        <Office>
            <PageHead title=format!("R-{id:03}") sub=Signal::derive(move || Some(chapter_word(chapter_of(id).key))) />
            <article class="rule-alone">
                <blockquote>{move || rule.text[language()]}</blockquote>
                <dl class="kv">
                    <dt>{t!("rules-clause")}</dt><dd>{move || clause_words(rule.clause)}</dd>
                    <dt>{t!("rules-class")}</dt>
                    <dd><Class class=rule.class />" "{move || tr(&format!("rules-class-{}-means", letter(rule.class)), &[])}</dd>
                    <dt>{t!("rules-at")}</dt><dd>{move || place(rule)}</dd>
                    <dt>{t!("rules-code")}</dt><dd class="code">{rule.enforced_by}</dd>
                </dl>
                <All />
            </article>
        </Office>
    }
    .into_any()
}

#[component]
fn All() -> impl IntoView {
    view! { <p><ButtonLink size=Size::Small href=Route::Rules.to_string()>{t!("rules-all")}</ButtonLink></p> }
}
