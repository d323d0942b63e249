//! P-01 to P-14: enquiries, visits, samples and orders, shows.

use super::{Key, Origin, Spec, parameters};
use crate::calendar::Span;
use crate::domain::settings::setting::{Pair, Setting, Sort};

parameters! {
    1 FIRST_REPLY: After Span(Span::WorkingMinutes(120)), Proposed "S0 §3.1.2",
        "first written reply to a web, fax or e-mail enquiry";
    2 MAIL_REPLY_CEILING: After Span(Span::CalendarHours(24)), Example "S3 §D7",
        "longest time until an e-mail is answered";
    3 PHONE_AFTER_REPLY: After Span(Span::WorkingMinutes(30)), Proposed "S0 §3.1.2",
        "phone follow-up after the written reply";
    4 NOTICE_ACKNOWLEDGED: After Span(Span::WorkingMinutes(240)), Proposed "",
        "an internal notice is acknowledged, counted from its arrival at the server";
    5 VISIT_PLAN_APPROVED: Before Span(Span::DaysBefore { days: 1, by: 18 * 60 }), Mixed "S0 §3.1.3",
        "a visit plan is approved, by the day of arrival where the factory is";
    6 DRIVER_POSITION: Timers Pair([Span::CalendarMinutes(5), Span::CalendarMinutes(15)]), Proposed "S0 §3.1.4",
        "how often a driver's position comes, and after what silence it is stale";
    7 ROOM_READY: Before Span(Span::MinutesBefore(30)), Proposed "S0 §3.1.4",
        "the meeting-room checklist is done before the guests arrive";
    8 PROGRESS_NOTICE: Pair Pair([Span::WorkingDays(1), Span::CalendarDays(7)]), Proposed "S0 §3.2.1, 3.2.3",
        "a notice follows a milestone, and no silence is longer";
    9 SAMPLE_SENT: After Span(Span::WorkingDays(1)), Proposed "S0 §3.2.2",
        "a sample is sent after its completion";
    10 BULK_FOLLOW_UP: Pair Pair([Span::CalendarDays(3), Span::CalendarDays(7)]), Proposed "S0 §3.2.2",
        "follow-up for a bulk order after the sample was approved";
    11 DEMAND_ANSWERED: After Span(Span::WorkingDays(1)), Proposed "S0 §3.2.9",
        "answer to a demand during production";
    12 SHIPPING_DATA: After Span(Span::WorkingDays(1)), Proposed "S0 §3.2.7",
        "shipping data goes to the customer after the inspection was passed";
    13 RESIDENT_CARE: After Span(Span::CalendarDays(7)), Proposed "S0 §3.2.6",
        "how often a resident inspector is looked after";
    14 LEAD_FOLLOW_UP: After Span(Span::WorkingDays(2)), Proposed "",
        "first follow-up of a booth lead: grade A from its capture, B to D from the last show day";
}
