//! How safe the data of this device is, in plain facts: what is so, and what to do about the rest.

use crate::t;
use crate::ui::{Button, Glyph, Head, Icon, Kind, Meter, Tone};
use leptos::prelude::*;

/// One fact.
#[derive(Clone, PartialEq, Debug)]
pub struct HealthLine {
    /// Its kind.
    pub icon: Glyph,
    /// What is so.
    pub fact: String,
    /// What it means.
    pub meaning: String,
    /// How full, in percent.
    pub meter: Option<f64>,
    /// Somebody should do something.
    pub warn: bool,
}

/// What is shown and done.
#[derive(Clone, Copy)]
pub struct HealthModel {
    /// Device and person.
    pub device: Signal<Option<String>>,
    /// The facts.
    pub lines: Signal<Vec<HealthLine>>,
    /// Saves a rescue file.
    pub rescue: Option<Callback<()>>,
    /// Asks the browser not to clear this device's data by itself, where it has not promised that.
    pub persist: Signal<Option<Callback<()>>>,
}

/// The facts.
#[component]
pub fn Health(
    /// What is shown and done.
    model: HealthModel,
    /// Stands alone on a page.
    #[prop(optional)]
    page: bool,
    /// Further actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let line = |line: HealthLine| {
        view! {
            <div data-warn=line.warn.then_some("")>
                <Icon glyph=line.icon />
                <dt>{line.fact.clone()}</dt>
                <dd>
                    {line.meter.map(|percent| view! {
                        <Meter label=line.fact percent=percent tone={if line.warn { Tone::Lamp } else { Tone::Brand }} />
                    })}
                    {line.meaning}
                </dd>
            </div>
        }
    };
    view! {
        <aside class="health" data-page=page.then_some("") aria-label=t!("nav-storage")>
            <Head title=t!("nav-storage") count=model.device rule=true />
            <dl>{move || model.lines.get().into_iter().map(line).collect_view()}</dl>
            <div class="acts">
                {move || model.persist.get().map(|persist| view! {
                    <Button kind=Kind::Primary on_press=persist>{t!("device-persist")}</Button>
                })}
                {model.rescue.map(|rescue| view! {
                    <Button icon=Glyph::DOWNLOAD on_press=rescue>{t!("device-rescue")}</Button>
                })}
                {children.map(|children| children())}
            </div>
            <p class="fine">{t!("device-rescue-means")}</p>
        </aside>
    }
}
