//! What floats: the reason behind a block, menus, dialogs. All native: the browser keeps focus,
//! Esc and the layer above the page.

use super::icon::{Glyph, Icon};
use super::id;
use super::state::{Due, Nearness};
use crate::t;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Why something is as it is, in four parts: what, the rule in its own words, where it stands,
/// what to do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Explanation {
    /// What is blocked or shown.
    pub title: String,
    /// The rule in its own words.
    pub rule: String,
    /// Rule number and clause.
    pub source: String,
    /// 怎么办.
    pub way_out: Option<String>,
    /// How it came about, step by step.
    pub steps: Vec<Step>,
    /// What makes it uncertain.
    pub doubt: Option<String>,
    /// Where the rule can be read: address and words.
    pub more: Option<(String, String)>,
}

/// One step of how something came about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The day or time.
    pub when: String,
    /// What it means.
    pub words: String,
    /// It counts towards the end.
    pub counts: bool,
}

/// 为什么? and its answer.
#[component]
pub fn Why(
    /// The answer.
    #[prop(into)]
    explanation: Signal<Explanation>,
) -> impl IntoView {
    let id = id::unique();
    view! {
        <button class="why" type="button" popovertarget=id.clone()>{t!("why")}</button>
        <div class="pop" popover="auto" id=id role="dialog" aria-label=t!("why")>
            {move || explained(explanation.get())}
        </div>
    }
}

/// A due time that explains itself when it is pressed. The answer is worked out only then: a list
/// has hundreds of them.
#[component]
pub fn DueWhy(
    /// How near it is.
    #[prop(into)]
    near: Signal<Nearness>,
    /// The words: `今天 18:00`, `逾期 1 天`.
    #[prop(into)]
    words: TextProp,
    /// Works out the answer.
    #[prop(into)]
    answer: Callback<(), Explanation>,
) -> impl IntoView {
    let id = id::unique();
    let asked = RwSignal::new(false);
    view! {
        // The press comes before the popover opens, so the answer is there when it does.
        <button class="due-why" type="button" popovertarget=id.clone() on:click=move |_| asked.set(true)>
            <Due near words />
            <span class="vh">" "{t!("why")}</span>
        </button>
        <div class="pop" popover="auto" id=id role="dialog" aria-label=t!("why")>
            {move || asked.get().then(|| explained(answer.run(())))}
        </div>
    }
}

/// The parts of an explanation that are there.
fn explained(answer: Explanation) -> impl IntoView {
    let step = |step: Step| {
        view! {
            <li data-counts=step.counts.then_some("")>
                <span class="num">{step.when}</span>
                <span>{step.words}</span>
            </li>
        }
    };
    let (rule, source) = (answer.rule, answer.source);
    view! {
        <h2>{answer.title}</h2>
        {(!rule.is_empty()).then(|| view! { <blockquote>{rule}</blockquote> })}
        {(!source.is_empty()).then(|| view! { <p class="src">{source}</p> })}
        // A long one scrolls, also by keyboard.
        {(!answer.steps.is_empty()).then(|| view! {
            <ol class="trace" tabindex="0">{answer.steps.into_iter().map(step).collect_view()}</ol>
        })}
        {answer.doubt.map(|doubt| view! { <p class="doubt"><Icon glyph=Glyph::ALERT /><span>{doubt}</span></p> })}
        {answer.way_out.map(|way| view! { <p><b>{t!("why-way-out")}</b>{way}</p> })}
        {answer.more.map(|(href, words)| view! { <p class="more"><a href=href>{words}</a></p> })}
    }
}

/// One entry of a menu.
#[derive(Clone)]
pub struct MenuItem {
    /// What it does.
    pub label: TextProp,
    /// Drawn before the words.
    pub icon: Option<Glyph>,
    /// Destroys something.
    pub danger: bool,
    /// One of several that exclude each other: is it the one in use?
    pub checked: Option<Signal<bool>>,
    /// What happens.
    pub act: Callback<()>,
}

impl MenuItem {
    /// An ordinary entry.
    pub fn new(label: impl Into<TextProp>, act: impl Into<Callback<()>>) -> Self {
        Self {
            label: label.into(),
            icon: None,
            danger: false,
            checked: None,
            act: act.into(),
        }
    }
}

/// A button that opens a menu. Arrows move, Enter acts, Esc closes and the focus returns.
#[component]
pub fn Menu(
    /// The name of the menu; also of the button where it has no words.
    #[prop(into)]
    label: TextProp,
    /// The `class` of the button.
    #[prop(default = "btn")]
    class: &'static str,
    /// The value of the button's `data-kind`.
    #[prop(optional, into)]
    kind: Option<&'static str>,
    /// The entries.
    items: Vec<MenuItem>,
    /// What the button shows.
    children: Children,
) -> impl IntoView {
    let id = id::unique();
    let node = NodeRef::<html::Div>::new();
    let (name, title) = (label.clone(), label);
    let hide = move || {
        if let Some(menu) = node.get_untracked() {
            let _ = menu.hide_popover();
        }
    };
    let entry = move |item: MenuItem| {
        let checked = item.checked;
        view! {
            <button
                type="button"
                role=if checked.is_some() { "menuitemradio" } else { "menuitem" }
                aria-checked=move || checked.map(|on| on.get().to_string())
                tabindex="-1"
                data-kind=item.danger.then_some("danger")
                on:click=move |_| { hide(); item.act.run(()); }
            >
                {item.icon.map(|glyph| view! { <Icon glyph /> })}
                {move || item.label.get()}
            </button>
        }
    };
    view! {
        <button class=class type="button" data-kind=kind popovertarget=id.clone() aria-haspopup="menu" title=move || title.get()>
            {children()}
        </button>
        <div
            class="menu"
            popover="auto"
            role="menu"
            id=id
            node_ref=node
            aria-label=move || name.get()
            on:toggle=move |_| { step(node, "Home"); }
            on:keydown=move |event: KeyboardEvent| {
                if step(node, &event.key()) {
                    event.prevent_default();
                }
            }
        >
            {items.into_iter().map(entry).collect_view()}
        </div>
    }
}

/// Moves the focus inside a menu; says whether the key was one of its own.
fn step(menu: NodeRef<html::Div>, key: &str) -> bool {
    let Some(menu) = menu.get_untracked() else {
        return false;
    };
    let entries = menu.children();
    let count = entries.length();
    let active = document().active_element();
    let here = (0..count).find(|i| entries.item(*i) == active);
    let next = match (key, here) {
        ("ArrowDown", Some(i)) => (i + 1) % count.max(1),
        ("ArrowUp", Some(i)) => (i + count - 1) % count.max(1),
        ("End", _) => count.saturating_sub(1),
        ("Home" | "ArrowDown" | "ArrowUp", _) => 0,
        _ => return false,
    };
    if let Some(entry) = entries
        .item(next)
        .and_then(|e| e.dyn_into::<HtmlElement>().ok())
    {
        let _ = entry.focus();
    }
    true
}

/// Opens a dialog when it is pressed. One type for all of them, and so is [`closes`]: each closure of its own
/// costs the download what draws it.
pub fn opens(open: RwSignal<bool>) -> impl Fn() + Copy + Send + Sync + 'static {
    move || open.set(true)
}

/// Closes a dialog when it is pressed.
pub fn closes(open: RwSignal<bool>) -> impl Fn() + Copy + Send + Sync + 'static {
    move || open.set(false)
}

/// A dialog with a title, content and at most two actions; on phones it comes from below.
#[component]
pub fn Dialog(
    /// Is it open? The dialog itself clears this when it is closed by Esc.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: TextProp,
    /// Wide, for things side by side.
    #[prop(optional)]
    wide: bool,
    /// The actions, the one that does it last.
    #[prop(into)]
    actions: ViewFn,
    /// The content; made when the dialog opens.
    children: ChildrenFn,
) -> impl IntoView {
    let heading = id::unique();
    let titled = heading.clone();
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            class="dialog"
            node_ref=node
            aria-labelledby=titled
            data-sheet=""
            data-size=wide.then_some("wide")
            on:close=move |_| open.set(false)
        >
            <h2 id=heading>{move || title.get()}</h2>
            {move || open.get().then(|| children())}
            <div class="actions">{actions.run()}</div>
        </dialog>
    }
}
