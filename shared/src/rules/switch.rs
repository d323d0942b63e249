//! The off switch. In the product it does not exist: every rule is on.

/// Whether a rule is in force.
#[cfg(not(feature = "rule-switch"))]
pub const fn on(_rule: u16) -> bool {
    true
}

/// Whether a rule is in force: all but the one named by `YINGKE_RULE_OFF`.
#[cfg(feature = "rule-switch")]
pub fn on(rule: u16) -> bool {
    use std::sync::OnceLock;
    static OFF: OnceLock<Option<u16>> = OnceLock::new();
    let off = OFF.get_or_init(|| {
        std::env::var("YINGKE_RULE_OFF")
            .ok()?
            .trim_start_matches("R-")
            .parse()
            .ok()
    });
    *off != Some(rule)
}
