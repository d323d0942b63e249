//! The text form reads back, and what is no value is refused with what is expected.

use super::super::{Change, Setting, Sort, parse, setting};
use super::{Parameter, Verdict, change, create, id, office, reasons};
use crate::calendar::Span;
use crate::domain::settings::parameter_keys;
use crate::entity::{Entity, Value};
use crate::sync::Op;
use crate::sync::world::refusal;
use proptest::prelude::*;

#[test]
fn every_example_reads_back_as_it_is_written() {
    for sort in Sort::ALL {
        let value = parse(sort, sort.example()).unwrap();
        assert_eq!(value.to_string(), sort.example(), "{sort:?}");
        let told = parse(sort, "?").unwrap_err().to_string();
        assert!(told.contains(sort.example()), "{told}");
    }
}

#[test]
fn one_value_has_one_form_whoever_typed_it() {
    for (sort, typed, kept) in [
        (Sort::After, " 120wmin ", "2wh"),
        (Sort::After, "007d", "7d"),
        (Sort::Pair, "3d/7d", "3d / 7d"),
        (Sort::Percent, "90.0%", "90%"),
        (Sort::Percent, "92.50 %", "92.5%"),
        (Sort::Money, "CNY 2000.05", "CNY 2000.05"),
        (Sort::Money, "CNY 0", "CNY 0"),
        (Sort::Before, "18:00 -0d", "18:00 -0d"),
        (Sort::Clocks, "08:00", "08:00"),
    ] {
        assert_eq!(
            parse(sort, typed).map(|v| v.to_string()).as_deref(),
            Ok(kept),
            "{typed}"
        );
    }
    assert_eq!(
        parse(Sort::After, "36h"),
        Ok(Setting::Span(Span::CalendarHours(36)))
    );
}

/// Values that no parameter of the sort takes.
const REFUSED: &[(Sort, &[&str])] = &[
    (
        Sort::After,
        &[
            "",
            "2",
            "h",
            "0h",
            "-1d",
            "2 h",
            "2w",
            "10000d",
            "100y",
            "1100wh",
            "70000h",
            "18:00 -1d",
            "２h",
            "1.5h",
            "2wh / 3wh",
            "+2h",
        ],
    ),
    (
        Sort::Before,
        &[
            "2wh",
            "18:00",
            "-1d",
            "25:00 -1d",
            "24:01 -1d",
            "18:60 -1d",
            "8:00 -1d",
            "18:00 1d",
            "-0min",
            "30min",
            "18:00 -",
        ],
    ),
    (
        Sort::Timers,
        &[
            "5min",
            "5min / 2wh",
            "5min / 1d",
            "0min / 5min",
            "5min / 10min / 15min",
        ],
    ),
    (
        Sort::Pair,
        &["3d", "3d / ", "3d / 7d / 9d", "3d, 7d", "3d / 18:00 -1d"],
    ),
    (Sort::Triple, &["1wd / 2wd", "1wd", "1wd / 2wd / 3wd / 4wd"]),
    (
        Sort::Percent,
        &["90", "101%", "-1%", "90.123%", "%", "1e1%", ".5%", "90.%"],
    ),
    (Sort::Shares, &["90%", "100% / 90%", "90% / 1001%"]),
    (
        Sort::Money,
        &[
            "2000",
            "CNY",
            "CNY -1",
            "USD 2000",
            "CNY 2,000",
            "CNY 1.234",
            "cny 5",
            "CNY 99999999999999999999",
        ],
    ),
    (
        Sort::Threshold,
        &["3/5", "<=5/5", "<=0/5", "<=3", "<3/5", "<=3/100"],
    ),
    (
        Sort::Clocks,
        &[
            "",
            "24:00",
            "17:00 11:30",
            "11:30 11:30",
            "11:30, 17:00",
            "1:00 2:00 3:00",
            "01:00 02:00 03:00 04:00 05:00 06:00 07:00",
        ],
    ),
];

#[test]
fn what_is_no_value_is_refused() {
    for (sort, texts) in REFUSED {
        for text in *texts {
            assert!(parse(*sort, text).is_err(), "{sort:?} {text:?}");
        }
    }
}

#[test]
fn a_bad_value_is_refused_at_its_field_on_the_device_and_by_the_server() {
    let (mut store, mut device) = office();
    for (n, (number, value)) in
        (100..).zip([(1, "soon"), (5, "2wh"), (21, "USD 2000"), (44, "24:00")])
    {
        let bad = device.make(
            Parameter::KIND,
            id(n),
            create(change(number, value, None, "2026-01-01")),
        );
        assert!(
            device.client.world.get(id(n)).is_none(),
            "{value} shows nowhere"
        );
        let before = refusal(&device.client.world, &bad);
        device.sync(&mut store);
        assert_eq!(device.receipt(bad.id), Verdict::Rejected, "{value}");
        let sort = super::super::spec(u16::try_from(number).unwrap())
            .unwrap()
            .sort;
        let told = reasons(&device, bad.id);
        assert_eq!(
            before, told,
            "the form says beforehand what the server would"
        );
        assert_eq!(
            (told[0].code.as_str(), told[0].field),
            (sort.code(), Parameter::VALUE)
        );
        assert_eq!(told[0].args, [sort.example()]);
    }
    let fields = change(1, "3wh", None, "2026-01-01");
    let good = device.make(Parameter::KIND, id(110), create(fields));
    let another = Op {
        record: id(111),
        ..good
    };
    assert_eq!(refusal(&device.client.world, &another), []);
}

#[test]
fn gaps_are_saved_and_count_for_nothing() {
    let (mut store, mut device) = office();
    let whole = change(1, "1wh", None, "2026-01-01");
    for (n, gap) in (100..).zip([
        Parameter::NUMBER,
        Parameter::VALUE,
        Parameter::EFFECTIVE_FROM,
        Parameter::DECIDED_BY,
        Parameter::REASON,
    ]) {
        let fields = whole.iter().filter(|(no, _)| *no != gap).cloned().collect();
        let made = device.make(Parameter::KIND, id(n), create(fields));
        device.sync(&mut store);
        assert_eq!(device.receipt(made.id), Verdict::Accepted);
        let record = device.client.world.get(id(n)).unwrap();
        assert_eq!(
            (Change::read(record), parameter_keys(record)),
            (None, Vec::new()),
            "{gap}"
        );
    }
}

#[test]
fn a_parameter_of_a_newer_peer_is_kept_and_asked_for_by_nobody_here() {
    let (mut store, mut device) = office();
    let made = device.make(
        Parameter::KIND,
        id(100),
        create(change(45, "whatever", None, "2026-01-01")),
    );
    device.sync(&mut store);
    assert_eq!(device.receipt(made.id), Verdict::Accepted);
    let record = device.client.world.get(id(100)).unwrap();
    assert_eq!(
        record.get(Parameter::VALUE),
        Some(&Value::Text("whatever".into()))
    );
    assert_eq!(Change::read(record), None);
}

fn span() -> impl Strategy<Value = Span> {
    let n = 1..10_000_u16;
    prop_oneof![
        n.clone().prop_map(Span::CalendarHours),
        n.clone().prop_map(Span::CalendarMinutes),
        n.clone().prop_map(Span::CalendarDays),
        n.clone().prop_map(Span::WorkingMinutes),
        n.clone().prop_map(Span::WorkingDays),
        n.prop_map(Span::Months),
        (1..100_u16).prop_map(Span::Years),
    ]
}

proptest! {
    #[test]
    fn any_value_reads_back(a in span(), b in span(), c in span(), days in 0..10_000_u16, by in 0..=1440_u16,
                            points in 0..=10_000_u32, minor in 0..1_000_000_000_000_i64) {
        let money = crate::entity::Money { minor, ..Default::default() };
        let whole = [
            (Sort::After, Setting::Span(a)),
            (Sort::Before, Setting::Span(Span::DaysBefore { days, by })),
            (Sort::Pair, Setting::Pair([a, b])),
            (Sort::Triple, Setting::Triple([a, b, c])),
            (Sort::Percent, Setting::Percent(setting::Percent(points))),
            (Sort::Money, Setting::Money(money)),
        ];
        for (sort, value) in whole {
            prop_assert_eq!(parse(sort, &value.to_string()), Ok(value));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-<=0-9:/%. A-Zdhmoywin]{0,16}") {
        for sort in Sort::ALL {
            if let Ok(value) = parse(sort, &text) {
                prop_assert_eq!(parse(sort, &value.to_string()), Ok(value), "{}", text);
            }
        }
    }
}
