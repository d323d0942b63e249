//! Seeded texts: one file for each language, one block for each code. A block is a line "CODE title"
//! and the lines below it, up to an empty one. One text costs a device less than many strings.

use crate::language::Words;

/// A file of blocks in each language, in the order of [`crate::language::Language::ALL`].
pub(super) type Files = [&'static str; 3];

/// The title of a block in every language.
pub(super) fn title(files: &Files, code: &str) -> Words {
    Words {
        texts: files.map(|file| block(file, code).0.to_owned()),
    }
}

/// All lines below the title, as one text.
pub(super) fn body(files: &Files, code: &str) -> Words {
    Words {
        texts: files.map(|file| block(file, code).1.to_owned()),
    }
}

/// The lines below the title, each in every language.
pub(super) fn lines(files: &Files, code: &str) -> Vec<Words> {
    let [hans, hant, english] = files.map(|file| block(file, code).1.lines());
    hans.zip(hant)
        .zip(english)
        .map(|((hans, hant), english)| Words {
            texts: [hans, hant, english].map(str::to_owned),
        })
        .collect()
}

/// Title and lines of a block; empty where the file has none.
fn block(file: &'static str, code: &str) -> (&'static str, &'static str) {
    file.split("\n\n")
        .find_map(|block| block.trim().strip_prefix(code)?.strip_prefix(' '))
        .map(|block| block.split_once('\n').unwrap_or((block, "")))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    const FILES: Files = ["A-1 甲\n一\n二\n\nA-12 乙\n三\n", "", "A-1 A\none\ntwo\n"];

    #[test]
    fn a_block_is_found_by_its_whole_code() {
        assert_eq!(title(&FILES, "A-1").text(Language::Hans), "甲");
        assert_eq!(body(&FILES, "A-12").text(Language::Hans), "三");
        assert_eq!(body(&FILES, "A-1").text(Language::English), "one\ntwo");
        assert!(title(&FILES, "A-2").is_empty());
    }

    #[test]
    fn only_lines_of_every_language_are_taken() {
        assert!(lines(&FILES, "A-1").is_empty());
        let twice = [FILES[0], FILES[0], FILES[2]];
        assert_eq!(lines(&twice, "A-1")[1].texts, ["二", "二", "two"]);
    }
}
