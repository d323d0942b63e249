//! The rules in force so far, a chapter for each business system. One entry each: what it says, where
//! it comes from, what enforces it.

mod checklists;
mod customers;
mod exhibitions;
mod platform;
mod tours;
mod visits;

/// Rule class (requirements, header).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RuleClass {
    /// Hard block of a step.
    Block,
    /// May pass with a recorded reason.
    Warning,
    /// Automatic.
    Automatic,
    /// Deadline.
    Deadline,
    /// View, report or statistic.
    View,
    /// Guidance.
    Guidance,
}

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleEntry {
    /// R-nnn.
    pub id: u16,
    /// Class.
    pub class: RuleClass,
    /// Source clause.
    pub clause: &'static str,
    /// The rule in 简体中文, 繁體中文, English.
    pub text: [&'static str; 3],
    /// The code that enforces it.
    pub enforced_by: &'static str,
    /// Where its tests stand: `shared` for those behind the off switch.
    pub tested_in: &'static str,
}

const fn r(
    id: u16,
    class: RuleClass,
    clause: &'static str,
    text: [&'static str; 3],
    enforced_by: &'static str,
) -> RuleEntry {
    RuleEntry {
        id,
        class,
        clause,
        text,
        enforced_by,
        tested_in: "shared",
    }
}

/// The chapters of the book.
static CHAPTERS: &[&[RuleEntry]] = &[
    checklists::RULES,
    customers::RULES,
    exhibitions::RULES,
    platform::RULES,
    tours::RULES,
    visits::RULES,
];

/// All rules in force, chapter by chapter.
pub fn book() -> impl Iterator<Item = &'static RuleEntry> {
    CHAPTERS.iter().copied().flatten()
}

/// The rule with this number.
pub fn rule(id: u16) -> Option<&'static RuleEntry> {
    book().find(|entry| entry.id == id)
}
