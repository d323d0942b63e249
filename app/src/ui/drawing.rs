//! Products as drawings: a line and one flat beam of light. They stand in for missing photographs
//! and need no network.

use leptos::prelude::*;

/// What is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// Two spotlights on a track.
    TrackSpot,
    /// A linear pendant.
    LinearPendant,
    /// Magnetic track modules.
    Magnetic,
    /// A recessed downlight.
    Downlight,
    /// A panel.
    Panel,
    /// A flexible strip.
    Strip,
    /// An outdoor wall light, up and down.
    WallLight,
    /// A bollard.
    Bollard,
    /// A pendant that is off: nothing to show.
    LampOff,
    /// A business card.
    Card,
}

impl Subject {
    /// Everything there is, for the gallery and for choosing one.
    pub const ALL: [Self; 10] = [
        Self::TrackSpot,
        Self::LinearPendant,
        Self::Magnetic,
        Self::Downlight,
        Self::Panel,
        Self::Strip,
        Self::WallLight,
        Self::Bollard,
        Self::LampOff,
        Self::Card,
    ];

    /// The drawing with this name; a pendant that is off for any other.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "track-spot" => Self::TrackSpot,
            "linear-pendant" => Self::LinearPendant,
            "magnetic" => Self::Magnetic,
            "downlight" => Self::Downlight,
            "panel" => Self::Panel,
            "strip" => Self::Strip,
            "wall-light" => Self::WallLight,
            "bollard" => Self::Bollard,
            _ => Self::LampOff,
        }
    }

    /// The beam, the body and the lit edge, as SVG path data on a 96 × 72 grid.
    const fn parts(self) -> [&'static str; 3] {
        match self {
            Self::TrackSpot => [
                "M30 44 18 68h34L42 44z",
                "M10 12h76M30 12v8M66 12v8M24 24l10-5 10 20-10 5zM60 24l10-5 10 20-10 5z",
                "M32 45l13-6.5M68 45l13-6.5",
            ],
            Self::LinearPendant => [
                "M14 46h68L92 70H4z",
                "M28 4v30M68 4v30M14 34h68v8H14z",
                "M16 46h64",
            ],
            Self::Magnetic => [
                "M22 42h52l8 26H14z",
                "M10 16h76v12H10zM18 28v10h14V28M40 28v10h16V28M64 28v10h14V28",
                "M20 42h10M42 42h12M66 42h10",
            ],
            Self::Downlight => [
                "M34 40h28l14 30H20z",
                "M14 26h68M30 26c0-9 7-15 18-15s18 6 18 15M26 26v4c0 3 2 5 5 5h34c3 0 5-2 5-5v-4",
                "M34 39h28",
            ],
            Self::Panel => [
                "M26 42h44l16 26H10z",
                "M24 16h48l14 18H10zM10 34v4h76v-4",
                "M14 42h68",
            ],
            Self::Strip => [
                "M10 44c14-16 26-10 36 0s24 12 40-6v26H10z",
                "M10 34c14-16 26-10 36 0s24 12 40-6M10 42c14-16 26-10 36 0s24 12 40-6M10 34v8M86 28v8",
                "M20 31h4M33 31l3 2M46 40l3 3M60 47h4M74 43l3-2",
            ],
            Self::WallLight => [
                "M44 24 30 4h36L52 24zM44 52 30 70h36L52 52z",
                "M16 8v56M16 38h16M32 28h32v20H32z",
                "M36 24h24M36 52h24",
            ],
            Self::Bollard => [
                "M40 28 16 66h64L56 28z",
                "M38 12h20v54H38zM38 20h20M38 28h20M28 66h40",
                "M42 24h12",
            ],
            Self::LampOff => [
                "",
                "M48 6v14M22 44c0-16 10-24 26-24s26 8 26 24zM40 54c2 3 5 4 8 4s6-1 8-4",
                "",
            ],
            Self::Card => [
                "",
                "M12 16l70-5 3 42-70 5zM24 36l34-2.4M24.4 42l24-1.7M25 49l42-3M66 22a4.5 4.5 0 1 0 9-.6a4.5 4.5 0 1 0-9 .6",
                "M22 25l12-.8",
            ],
        }
    }
}

/// How large a drawing is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DrawingSize {
    /// As wide as its container.
    #[default]
    Full,
    /// In a card or an empty state: 64 px.
    Medium,
    /// In a row: 38 px.
    Small,
}

/// A drawing. Decoration: the name of the product stands beside it.
#[component]
pub fn Drawing(
    /// What is drawn.
    subject: Subject,
    /// How large.
    #[prop(optional)]
    size: DrawingSize,
) -> impl IntoView {
    let [glow, body, lit] = subject.parts();
    let size = match size {
        DrawingSize::Full => None,
        DrawingSize::Medium => Some("md"),
        DrawingSize::Small => Some("sm"),
    };
    view! {
        <svg class="drawing" viewBox="0 0 96 72" aria-hidden="true" data-size=size>
            <path data-part="glow" d=glow />
            <path d=body />
            <path data-part="lit" d=lit />
        </svg>
    }
}
