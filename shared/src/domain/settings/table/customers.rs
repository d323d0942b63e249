//! P-01 to P-14: enquiries, visits, samples and orders, shows.

use super::{Key, Origin, Spec, parameters};
use crate::calendar::Span;
use crate::domain::settings::setting::{Pair, Setting, Sort};

parameters! {
    1 FIRST_REPLY: After Span(Span::WorkingMinutes(120)), Proposed "S0 §3.1.2",
        ["首次回复时限", "首次回覆時限", "First reply"],
        "first written reply to a web, fax or e-mail enquiry";
    2 MAIL_REPLY_CEILING: After Span(Span::CalendarHours(24)), Example "S3 §D7",
        ["邮件回复上限", "郵件回覆上限", "E-mail reply ceiling"],
        "longest time until an e-mail is answered";
    3 PHONE_AFTER_REPLY: After Span(Span::WorkingMinutes(30)), Proposed "S0 §3.1.2",
        ["回复后电话跟进", "回覆後電話跟進", "Phone call after the reply"],
        "phone follow-up after the written reply";
    4 NOTICE_ACKNOWLEDGED: After Span(Span::WorkingMinutes(240)), Proposed "",
        ["通报确认时限", "通報確認時限", "Acknowledging a notice"],
        "an internal notice is acknowledged, counted from its arrival at the server";
    5 VISIT_PLAN_APPROVED: Before Span(Span::DaysBefore { days: 1, by: 18 * 60 }), Mixed "S0 §3.1.3",
        ["接待方案核准截止", "接待方案核准截止", "Visit plan approved by"],
        "a visit plan is approved, by the day of arrival where the factory is";
    6 DRIVER_POSITION: Timers Pair([Span::CalendarMinutes(5), Span::CalendarMinutes(15)]), Proposed "S0 §3.1.4",
        ["司机位置间隔 / 失联", "司機位置間隔 / 失聯", "Driver position: every / lost after"],
        "how often a driver's position comes, and after what silence it is stale";
    7 ROOM_READY: Before Span(Span::MinutesBefore(30)), Proposed "S0 §3.1.4",
        ["会场布置提前量", "會場佈置提前量", "Meeting room ready before"],
        "the meeting-room checklist is done before the guests arrive";
    8 PROGRESS_NOTICE: Pair Pair([Span::WorkingDays(1), Span::CalendarDays(7)]), Proposed "S0 §3.2.1, 3.2.3",
        ["进展通报周期", "進展通報週期", "Progress notice: after a milestone / longest silence"],
        "a notice follows a milestone, and no silence is longer";
    9 SAMPLE_SENT: After Span(Span::WorkingDays(1)), Proposed "S0 §3.2.2",
        ["样板寄送时限", "樣板寄送時限", "Sample sent"],
        "a sample is sent after its completion";
    10 BULK_FOLLOW_UP: Pair Pair([Span::CalendarDays(3), Span::CalendarDays(7)]), Proposed "S0 §3.2.2",
        ["大货跟进周期", "大貨跟進週期", "Bulk order follow-up: first / then every"],
        "follow-up for a bulk order after the sample was approved";
    11 DEMAND_ANSWERED: After Span(Span::WorkingDays(1)), Proposed "S0 §3.2.9",
        ["客户要求答复时限", "客戶要求答覆時限", "Answer to a demand"],
        "answer to a demand during production";
    12 SHIPPING_DATA: After Span(Span::WorkingDays(1)), Proposed "S0 §3.2.7",
        ["出货沟通时限", "出貨溝通時限", "Shipping data sent"],
        "shipping data goes to the customer after the inspection was passed";
    13 RESIDENT_CARE: After Span(Span::CalendarDays(7)), Proposed "S0 §3.2.6",
        ["驻厂关怀周期", "駐廠關懷週期", "Care for a resident inspector"],
        "how often a resident inspector is looked after";
    14 LEAD_FOLLOW_UP: After Span(Span::WorkingDays(2)), Proposed "",
        ["展会线索跟进", "展會線索跟進", "Booth lead follow-up"],
        "first follow-up of a booth lead: grade A from its capture, B to D from the last show day";
}
