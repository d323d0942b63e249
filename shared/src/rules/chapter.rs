//! The chapters of the book: the numbers of the catalogue run chapter by chapter (requirements §4).

/// A chapter: the key of its name, `rules-chapter-<key>`, and its last number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chapter {
    /// Key for labels.
    pub key: &'static str,
    /// The last number in it; the first follows the chapter before.
    pub last: u16,
}

const fn chapter(key: &'static str, last: u16) -> Chapter {
    Chapter { key, last }
}

/// Every chapter, in the order of the catalogue.
pub static CHAPTERS: &[Chapter] = &[
    chapter("customers", 16),
    chapter("enquiries", 44),
    chapter("visits", 63),
    chapter("orders", 88),
    chapter("exhibitions", 101),
    chapter("cases", 161),
    chapter("returns", 181),
    chapter("relations", 209),
    chapter("store", 236),
    chapter("quality", 248),
    chapter("people", 261),
    chapter("cost", 270),
    chapter("emergency", 281),
    chapter("platform", 301),
];

/// The chapter a rule stands in; the last one for numbers behind it.
pub fn chapter_of(rule: u16) -> &'static Chapter {
    let last = &CHAPTERS[CHAPTERS.len() - 1];
    CHAPTERS
        .iter()
        .find(|chapter| rule <= chapter.last)
        .unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::{CHAPTERS, chapter_of};

    #[test]
    fn every_number_has_its_chapter() {
        assert!(CHAPTERS.is_sorted_by_key(|chapter| chapter.last));
        for (rule, key) in [
            (1, "customers"),
            (16, "customers"),
            (17, "enquiries"),
            (98, "exhibitions"),
            (284, "platform"),
            (999, "platform"),
        ] {
            assert_eq!(chapter_of(rule).key, key, "R-{rule:03}");
        }
    }
}
