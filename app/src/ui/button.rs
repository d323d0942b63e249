//! Buttons. One primary on a screen; a blocked one stays focusable and says why.

use super::icon::{Glyph, Icon};
use super::id;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Kind {
    /// An ordinary action.
    #[default]
    Plain,
    /// The next step; one on a screen.
    Primary,
    /// Beside other things.
    Quiet,
    /// Destroys something; asks for a reason.
    Danger,
    /// Looks like a link, acts like a button.
    Link,
}

impl Kind {
    /// The value of `data-kind`; none for the plain one.
    #[must_use]
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Primary => Some("primary"),
            Self::Quiet => Some("quiet"),
            Self::Danger => Some("danger"),
            Self::Link => Some("link"),
        }
    }
}

/// How large a button is. Touch surfaces raise all of them to at least 44 px.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Size {
    /// As high as an input.
    #[default]
    Regular,
    /// In rows and panels.
    Small,
    /// The one action of a booth or guest screen.
    Large,
}

impl Size {
    /// The value of `data-size`; none for the regular one.
    #[must_use]
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Regular => None,
            Self::Small => Some("sm"),
            Self::Large => Some("lg"),
        }
    }
}

/// A button with a verb.
#[component]
pub fn Button(
    /// How much it asks for attention.
    #[prop(optional)]
    kind: Kind,
    /// How large it is.
    #[prop(optional)]
    size: Size,
    /// Drawn before the verb.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// Fills its container.
    #[prop(optional)]
    wide: bool,
    /// Submits the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// The action is running: the button waits and does not act again.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it cannot be pressed now. It stays focusable; pressing it shows the reason.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// What it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// The verb.
    children: Children,
) -> impl IntoView {
    let reason = id::unique();
    let press = move |event: MouseEvent| {
        if blocked.with_untracked(Option::is_some) {
            // The popover with the reason opens by itself.
        } else if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(act) = on_press {
            act.run(());
        }
    };
    let is_blocked = Memo::new(move |_| blocked.with(Option::is_some));
    let (target, described) = (reason.clone(), reason.clone());
    view! {
        <button
            class="btn"
            // A blocked one must not submit, and a submit button would not open its popover.
            type=move || if submit && !is_blocked.get() { "submit" } else { "button" }
            data-kind=kind.attribute()
            data-size=size.attribute()
            data-wide=wide.then_some("")
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || (is_blocked.get() || busy.get()).then_some("true")
            aria-describedby=move || is_blocked.get().then(|| described.clone())
            popovertarget=move || is_blocked.get().then(|| target.clone())
            on:click=press
        >
            {move || if busy.get() { Some(Glyph::SYNC) } else { icon }.map(|glyph| view! { <Icon glyph /> })}
            {children()}
        </button>
        {move || {
            is_blocked.get().then(|| view! {
                <span class="pop" popover="auto" id=reason.clone()>{move || blocked.get()}</span>
            })
        }}
    }
}

/// A button that is only an icon; `label` is its accessible name and its tooltip.
#[component]
pub fn IconButton(
    /// What to draw.
    icon: Glyph,
    /// What it does, in words.
    #[prop(into)]
    label: TextProp,
    /// How much it asks for attention.
    #[prop(default = Kind::Quiet)]
    kind: Kind,
    /// How large it is.
    #[prop(optional)]
    size: Size,
    /// Points in the direction of reading.
    #[prop(optional)]
    flip: bool,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let title = label.clone();
    view! {
        <button
            class="btn"
            type="button"
            data-kind=kind.attribute()
            data-size=size.attribute()
            data-icon-only=""
            aria-label=move || label.get()
            title=move || title.get()
            on:click=move |_| on_press.run(())
        >
            <Icon glyph=icon flip />
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: Kind,
    /// How large it is.
    #[prop(optional)]
    size: Size,
    /// Drawn before the words.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// Fills its container.
    #[prop(optional)]
    wide: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class="btn"
            href=href
            data-kind=kind.attribute()
            data-size=size.attribute()
            data-wide=wide.then_some("")
        >
            {icon.map(|glyph| view! { <Icon glyph /> })}
            {children()}
        </a>
    }
}
