//! P-32 to P-44: lost property, posters, reports, cost, checks, the system itself.

use super::{Key, Origin, Spec, parameters};
use crate::calendar::Span;
use crate::domain::settings::setting::{Clocks, Pair, Percent, Setting, Shares, Sort};

parameters! {
    32 LOST_TO_SECURITY: After Span(Span::CalendarDays(3)), Seed "S1 §三.4",
        "unclaimed for longer, it goes back to security (I-15)";
    33 LOST_TO_ADMINISTRATION: After Span(Span::Months(1)), Seed "S1 §三.6",
        "unclaimed for longer, it goes to administration with joint signatures (I-15)";
    34 CONTACT_SHEET: After Span(Span::CalendarHours(24)), Proposed "S3 §H5.4.1",
        "a contact sheet goes out after the discovery";
    35 POSTER_READY: Before Span(Span::DaysBefore { days: 1, by: 24 * 60 }), Seed "S1 §二.3.1(3)",
        "a poster is ready before the stack changes";
    36 VISIT_REPORT: After Span(Span::WorkingDays(3)), Proposed "S3 §H5.3.14",
        "report after a visit to a customer";
    37 AGENT_SATISFACTION: Percent Percent(Percent(9_000)), Example "S2 §四.2a",
        "satisfaction an agent reaches at least";
    38 BUDGET_WARNING: Shares Shares([Percent(9_000), Percent(10_000)]), Proposed "S4 §八.1b",
        "share of a category's budget that warns and that stops";
    39 SUPPLIER_SAMPLING: After Span(Span::Months(3)), Proposed "S4 §六.3b",
        "how often a supplier is inspected by sampling";
    40 SECURITY_CHECK: After Span(Span::Months(3)), Proposed "S2 §一.3b",
        "how often the security of the system is checked";
    41 DRILL: After Span(Span::Years(1)), Proposed "S2 §八.2",
        "longest time between two drills of a plan";
    42 REPEAT_CONTACT: After Span(Span::CalendarDays(30)), Proposed "S1 §六.1.3",
        "after a case was closed, a contact about the same issue counts as a repeat for so long";
    43 SCREEN_LOCK: Timers Pair([Span::CalendarMinutes(5), Span::CalendarMinutes(15)]), Proposed "",
        "a device that nobody touches locks itself";
    44 BUNDLED_REMINDERS: Clocks Clocks(Clocks::of(&[11 * 60 + 30, 17 * 60])), Proposed "",
        "when reminders that are not urgent are shown together, in the time of the unit";
}
