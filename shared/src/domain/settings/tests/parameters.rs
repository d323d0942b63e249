//! Every parameter: what the catalogue says of it, and that a change of one changes no other.

use super::super::{
    Answer, Key, NUMBERS, Setting, Sort, in_force, in_force_by_number, keys, parse, spec, table,
};
use super::{FACTORY, china, decide, id, office};

/// The labels as the app shows them.
const TEXTS: [&str; 3] = [
    include_str!("../../../../../app/locales/zh-Hans/settings.ftl"),
    include_str!("../../../../../app/locales/zh-Hant/settings.ftl"),
    include_str!("../../../../../app/locales/en/settings.ftl"),
];

struct Row {
    no: u16,
    sort: Sort,
    /// As the catalogue gives it.
    default: &'static str,
    label: &'static str,
    /// Something else that can be decided.
    other: &'static str,
}

fn check<T: Answer + PartialEq + std::fmt::Debug>(row: &Row, key: Key<T>) {
    let spec = spec(row.no).unwrap();
    let default = parse(row.sort, row.default).unwrap();
    assert_eq!((key.no, spec.no, spec.sort), (row.no, row.no, row.sort));
    assert_eq!(
        (spec.default, spec.default.to_string().as_str()),
        (default, row.default)
    );
    assert_eq!(
        T::of(default),
        Some(key.default),
        "the key says the same as the table"
    );
    let begins = format!("parameter-number-p-{:02} = P-{:02} ", row.no, row.no);
    for texts in TEXTS {
        assert!(
            texts.lines().any(|line| line.starts_with(&begins)),
            "{begins}"
        );
    }
    let line = format!("{begins}{}", row.label);
    assert!(TEXTS[0].lines().any(|l| l == line), "no such line: {line}");

    let mut house = office();
    let now = china("2026-09-21 12:00");
    let ask =
        |house: &super::Device, no| in_force_by_number(&house.client.world, no, Some(FACTORY), now);
    assert_eq!(
        ask(&house.1, row.no).map(|f| (f.value, f.by)),
        Some((default, None))
    );

    decide(
        &mut house,
        id(70),
        (row.no.into(), row.other, None, "2026-09-01"),
    );
    let other = parse(row.sort, row.other).unwrap();
    assert_ne!(other, default);
    let world = &house.1.client.world;
    assert_eq!(Some(in_force(world, key, Some(FACTORY), now)), T::of(other));
    for spec in table() {
        let found = ask(&house.1, spec.no).map(|f| (f.value, f.by));
        let expected = if spec.no == row.no {
            (other, Some(id(70)))
        } else {
            (spec.default, None)
        };
        assert_eq!(found, Some(expected), "P-{:02}", spec.no);
    }
}

macro_rules! each {
    ($($test:ident: $no:literal $key:ident $sort:ident $default:literal $label:literal, else $other:literal;)+) => {
        $(#[test]
        fn $test() {
            let row = Row { no: $no, sort: Sort::$sort, default: $default, label: $label, other: $other };
            check(&row, keys::$key);
        })+
    };
}

each! {
    p_01_first_reply_within_two_working_hours: 1 FIRST_REPLY After "2wh" "首次回复时限", else "90wmin";
    p_02_mail_is_answered_within_a_day: 2 MAIL_REPLY_CEILING After "24h" "邮件回复上限", else "12h";
    p_03_a_call_follows_the_reply_within_half_a_working_hour: 3 PHONE_AFTER_REPLY After "30wmin" "回复后电话跟进", else "1wh";
    p_04_a_notice_is_acknowledged_within_four_working_hours: 4 NOTICE_ACKNOWLEDGED After "4wh" "通报确认时限", else "1wd";
    p_05_a_visit_plan_is_approved_by_six_the_day_before: 5 VISIT_PLAN_APPROVED Before "18:00 -1d" "接待方案核准截止", else "12:00 -2d";
    p_06_a_driver_reports_every_five_minutes_and_is_lost_after_fifteen: 6 DRIVER_POSITION Timers "5min / 15min" "司机位置间隔 / 失联", else "10min / 1h";
    p_07_the_room_is_ready_half_an_hour_before: 7 ROOM_READY Before "-30min" "会场布置提前量", else "-45min";
    p_08_progress_after_a_milestone_in_a_working_day_and_never_a_week_of_silence: 8 PROGRESS_NOTICE Pair "1wd / 7d" "进展通报周期", else "2wd / 14d";
    p_09_a_sample_goes_out_within_a_working_day: 9 SAMPLE_SENT After "1wd" "样板寄送时限", else "4wh";
    p_10_a_bulk_order_is_followed_up_after_three_days_then_every_seven: 10 BULK_FOLLOW_UP Pair "3d / 7d" "大货跟进周期", else "3d / 5d";
    p_11_a_demand_is_answered_within_a_working_day: 11 DEMAND_ANSWERED After "1wd" "客户要求答复时限", else "24h";
    p_12_shipping_data_goes_out_within_a_working_day: 12 SHIPPING_DATA After "1wd" "出货沟通时限", else "2wd";
    p_13_a_resident_inspector_is_looked_after_every_seven_days: 13 RESIDENT_CARE After "7d" "驻厂关怀周期", else "10d";
    p_14_a_lead_is_followed_up_within_two_working_days: 14 LEAD_FOLLOW_UP After "2wd" "展会线索跟进", else "3wd";
    p_15_a_complaint_is_answered_within_24_hours: 15 COMPLAINT_RESPONSE After "24h" "投诉响应", else "12h";
    p_16_initial_information_within_three_working_days: 16 INITIAL_INFORMATION After "3wd" "初步信息反馈", else "2wd";
    p_17_cause_and_action_within_seven_working_days: 17 CAUSE_AND_ACTION After "7wd" "原因与纠正措施", else "10wd";
    p_18_a_case_is_closed_within_thirty_days: 18 CASE_CLOSED After "30d" "问题关闭", else "1mo";
    p_19_progress_is_told_every_one_two_or_three_working_days: 19 CASE_PROGRESS Triple "1wd / 2wd / 3wd" "进度告知周期", else "4wh / 1wd / 5wd";
    p_20_a_case_is_taken_on_within_two_working_hours: 20 CASE_ACCEPTED After "2wh" "受理确认", else "1wh";
    p_21_the_first_authority_ends_at_2000: 21 AUTHORITY_ONE Money "CNY 2000" "投诉费用权限一", else "CNY 2500.50";
    p_22_the_second_authority_ends_at_5000: 22 AUTHORITY_TWO Money "CNY 5000" "投诉费用权限二", else "CNY 8000";
    p_23_returned_goods_are_collected_within_24_hours: 23 RETURNS_COLLECTED After "24h" "退换货品领回", else "2wd";
    p_24_a_callback_comes_within_three_days: 24 CALLBACK After "3d" "回访时限", else "7d";
    p_25_all_members_are_called_back: 25 MEMBER_CALLBACKS Percent "100%" "会员回访率", else "95%";
    p_26_tiers_hear_from_us_every_one_three_or_six_months: 26 TIER_CONTACT Triple "1mo / 3mo / 6mo" "分级沟通频率", else "14d / 2mo / 1y";
    p_27_a_call_thirty_days_after_delivery: 27 CALL_AFTER_DELIVERY After "30d" "交付后定期电话", else "60d";
    p_28_a_survey_every_six_months: 28 SURVEY After "6mo" "满意度调查周期", else "1y";
    p_29_three_of_five_is_a_low_score: 29 LOW_SCORE Threshold "<=3/5" "低分阈值", else "<=2/5";
    p_30_a_comment_is_answered_within_three_working_days: 30 COMMENT_ANSWERED After "3wd" "意见回复时限", else "5wd";
    p_31_progress_of_a_need_every_fourteen_days: 31 NEED_PROGRESS After "14d" "需求进度反馈", else "7d";
    p_32_after_three_days_lost_property_goes_to_security: 32 LOST_TO_SECURITY After "3d" "遗留物品期限一", else "5d";
    p_33_after_a_month_lost_property_goes_to_administration: 33 LOST_TO_ADMINISTRATION After "1mo" "遗留物品期限二", else "2mo";
    p_34_a_contact_sheet_goes_out_within_24_hours: 34 CONTACT_SHEET After "24h" "联络单发出", else "8h";
    p_35_a_poster_is_ready_the_day_before: 35 POSTER_READY Before "24:00 -1d" "海报完成提前量", else "24:00 -2d";
    p_36_a_visit_report_within_three_working_days: 36 VISIT_REPORT After "3wd" "访问报告时限", else "5wd";
    p_37_ninety_percent_are_satisfied: 37 AGENT_SATISFACTION Percent "90%" "满意度目标", else "92.5%";
    p_38_a_budget_warns_at_90_and_stops_at_100_percent: 38 BUDGET_WARNING Shares "90% / 100%" "预算预警", else "80% / 110%";
    p_39_suppliers_are_sampled_every_quarter: 39 SUPPLIER_SAMPLING After "3mo" "供应商抽检周期", else "1mo";
    p_40_security_is_checked_every_quarter: 40 SECURITY_CHECK After "3mo" "安全检查周期", else "6mo";
    p_41_every_plan_is_drilled_once_a_year: 41 DRILL After "1y" "演练周期", else "6mo";
    p_42_a_contact_within_thirty_days_is_a_repeat: 42 REPEAT_CONTACT After "30d" "重复来电窗口", else "14d";
    p_43_a_tablet_locks_after_five_a_desktop_after_fifteen_minutes: 43 SCREEN_LOCK Timers "5min / 15min" "自动锁屏", else "3min / 10min";
    p_44_reminders_come_at_half_past_eleven_and_at_five: 44 BUNDLED_REMINDERS Clocks "11:30 17:00" "提醒合并时点", else "09:00 12:00 16:30";
}

#[test]
fn i_01_the_table_is_whole_and_every_number_can_be_chosen() {
    let numbers: Vec<u16> = table().map(|spec| spec.no).collect();
    assert_eq!(numbers, (1..=44).collect::<Vec<u16>>());
    let choices: Vec<(u32, String)> = NUMBERS
        .values
        .iter()
        .map(|v| (v.no, v.key.to_owned()))
        .collect();
    let expected: Vec<(u32, String)> = (1..=44).map(|no| (no, format!("p-{no:02}"))).collect();
    assert_eq!(choices, expected);
    for spec in table() {
        assert_eq!(
            parse(spec.sort, &spec.default.to_string()),
            Ok(spec.default),
            "P-{:02}",
            spec.no
        );
        // Minor units and a currency, never a bare number.
        if let Setting::Money(money) = spec.default {
            assert_eq!((money.minor % 100, money.currency.as_str()), (0, "CNY"));
        }
    }
    assert!(spec(0).is_none() && spec(45).is_none());
}
