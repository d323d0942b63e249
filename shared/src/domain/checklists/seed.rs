//! The seeded templates CK-01..CK-25 (requirements §5.1): what is the same in every language. Their
//! words are in `seed/`, one file for each language; only the server holds them.

use super::item::{CheckItem, Evidence};
use super::template::{Period, Template};
use crate::domain::seed_text::{Files, lines, title};
use crate::entity::Id;

static FILES: Files = [
    include_str!("seed/zh-Hans.txt"),
    include_str!("seed/zh-Hant.txt"),
    include_str!("seed/en.txt"),
];

/// Code, executing role, period, and a letter for each item: `t` tick, `p` photo, `s` signature,
/// `a` automatic; a capital one may stay unanswered.
type Frame = (&'static str, &'static str, Period, &'static str);

static FRAMES: [Frame; 25] = [
    ("CK-01", "CS_MGR", Period::Daily, "tttttattttt"),
    ("CK-02", "CS_MGR", Period::Weekly, "ttttt"),
    ("CK-03", "CS_MGR", Period::Monthly, "ttttttttt"),
    ("CK-04", "CS_MGR", Period::BeforeOpening, "tt"),
    ("CK-05", "CS_MGR", Period::WhileOpen, "ttttTtt"),
    ("CK-06", "CS_MGR", Period::AfterClosing, "tt"),
    ("CK-07", "CS_AGENT", Period::BeforeOpening, "tttt"),
    ("CK-08", "CS_AGENT", Period::WhileOpen, "ttttttt"),
    ("CK-09", "CS_AGENT", Period::AfterClosing, "ttt"),
    ("CK-10", "PLANNER", Period::Patrol, "tttp"),
    ("CK-11", "PLANNER", Period::Promotion, "ttp"),
    ("CK-12", "PLANNER", Period::Weekly, "ttttttt"),
    ("CK-13", "STORE_MGR", Period::Monthly, "tttttttttt"),
    ("CK-14", "ENG", Period::Visit, "ptttt"),
    ("CK-15", "PMC", Period::Visit, "tttppttttt"),
    ("CK-16", "WAREHOUSE", Period::Visit, "tpttpttttt"),
    ("CK-17", "ADMIN", Period::Visit, "pttttt"),
    ("CK-18", "SALES", Period::Visit, "tttTTT"),
    ("CK-19", "SALES", Period::Visit, "ttttt"),
    ("CK-20", "SALES", Period::Visit, "ttttt"),
    ("CK-21", "SALES_MGR", Period::Exhibition, "tttttttttttt"),
    ("CK-22", "SALES", Period::Call, "ttttttt"),
    ("CK-23", "SYS_ADMIN", Period::Monthly, "ttttttt"),
    ("CK-24", "CS_AGENT", Period::Case, "tttttttt"),
    ("CK-25", "CS_MGR", Period::Monthly, "pttt"),
];

/// Which list an automatic item sends people to: code, number of the item, key of the entity.
static LISTS: [(&str, u16, &str); 1] = [("CK-01", 6, "case")];

/// All seeded templates by code, each under an id of its own that every server knows: that of the first
/// moment there is, so whatever the organisation writes is newer.
pub fn seeds() -> impl Iterator<Item = (Id, Template)> {
    (1..).zip(&FRAMES).map(|(n, frame)| {
        let mut place = *b"checklist\0";
        place[9] = n;
        (Id::v7(0, place), build(*frame))
    })
}

fn build((code, role, period, marks): Frame) -> Template {
    let items = lines(&FILES, code).into_iter().zip(marks.bytes()).zip(1..);
    Template {
        code: code.to_owned(),
        name: title(&FILES, code),
        role: role.to_owned(),
        period,
        items: items
            .map(|((text, mark), no)| CheckItem {
                no,
                text,
                evidence: match mark.to_ascii_lowercase() {
                    b'p' => Evidence::Photo,
                    b's' => Evidence::Signature,
                    b'a' => Evidence::System,
                    _ => Evidence::Tick,
                },
                mandatory: mark.is_ascii_lowercase(),
                list: LISTS
                    .iter()
                    .find(|list| (list.0, list.1) == (code, no))
                    .map_or("", |list| list.2)
                    .to_owned(),
            })
            .collect(),
        record: Id::NIL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_seed_has_the_same_items_in_all_three_languages() {
        for (code, role, _, marks) in FRAMES {
            assert!(crate::access::role(role).is_some(), "{code}: {role}");
            for file in FILES {
                let alone = [file; 3];
                assert_eq!(lines(&alone, code).len(), marks.len(), "{code}");
                assert!(!title(&alone, code).is_empty(), "{code}");
            }
            let seed = build((code, role, Period::Daily, marks));
            for item in &seed.items {
                let system = item.evidence == Evidence::System;
                assert_eq!(system, !item.list.is_empty(), "{code} {}", item.no);
                let short = item
                    .text
                    .texts
                    .iter()
                    .all(|text| (1..90).contains(&text.chars().count()));
                assert!(
                    short && item.text.texts[0] != item.text.texts[2],
                    "{item:?}"
                );
            }
        }
        let codes: Vec<_> = FRAMES.iter().map(|frame| frame.0.to_owned()).collect();
        let wanted: Vec<_> = (1..=25).map(|n| format!("CK-{n:02}")).collect();
        assert_eq!(codes, wanted);
    }
}
