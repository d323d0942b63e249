//! The frame around every screen: navigation, offline banner, language and look, document title.

mod focus;
mod frame;
mod look;
mod nav;
mod router;
mod state;
mod title;

pub use focus::keep as keep_focus;
pub use frame::{BoothFrame, Gate, Office, PageHead, StandingBanner};
pub use look::{LanguageMenu, ThemeMenu};
pub use nav::SyncSummary;
pub use router::{Router, use_router};
pub use state::{Person, ShellState, use_shell};
pub use title::keep as keep_title;
