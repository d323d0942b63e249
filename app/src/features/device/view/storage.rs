//! The storage page of the settings.

use super::health::{Health, HealthModel};
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{FilePick, Glyph, Head, Pick};
use leptos::prelude::*;
use web_sys::File;

/// Everything the page shows and does.
#[derive(Clone, Copy)]
pub struct StorageModel {
    /// The facts.
    pub health: HealthModel,
    /// How much is on this device only, in one sentence.
    pub summary: Signal<Option<String>>,
    /// Reads a rescue file in.
    pub import: Callback<Vec<File>>,
}

/// The page.
#[component]
pub fn StorageView(
    /// What it shows and does.
    model: StorageModel,
) -> impl IntoView {
    view! {
        <Office>
            <PageHead title=t!("nav-storage") lead=model.summary />
            <Health model=model.health page=true />
            <section class="health" data-page="">
                <Head title=t!("device-import") rule=true />
                <div class="acts">
                    <FilePick
                        pick=Pick::Files(".yingke-rescue")
                        icon=Glyph::UPLOAD
                        label=t!("device-import-choose")
                        on_pick=model.import
                    />
                </div>
                <p class="fine">{t!("device-import-means")}</p>
            </section>
        </Office>
    }
}
