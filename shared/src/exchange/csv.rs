//! Tables for spreadsheets: RFC 4180, and safe to open (a cell is never run as a formula).

use super::fold::narrow;

/// Whether the file starts with a byte order mark. Excel reads a file without one in the code page
/// of the machine and shows Chinese as noise; other programs prefer none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bom {
    /// Start with U+FEFF.
    With,
    /// Start with the first cell.
    Without,
}

/// Writes rows one after another into memory.
pub struct Writer {
    text: String,
}

impl Writer {
    /// An empty table.
    #[must_use]
    pub fn new(bom: Bom) -> Self {
        let text = if bom == Bom::With { "\u{FEFF}" } else { "" };
        Self { text: text.into() }
    }

    /// Adds one row. Every cell is text; one that a spreadsheet could run starts with `'` then.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        let start = self.text.len();
        let mut count = 0_usize;
        for cell in cells {
            if count > 0 {
                self.text.push(',');
            }
            count += 1;
            push_cell(&mut self.text, cell.as_ref());
        }
        // A single empty cell would read as a blank line, which readers skip.
        if count == 1 && self.text.len() == start {
            self.text.push_str("\"\"");
        }
        self.text.push_str("\r\n");
    }

    /// The whole table as UTF-8 text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}

/// Whether a spreadsheet might take the cell for a formula: it starts with `=`, `+`, `-` or `@`
/// (also full width, also behind blanks), or with a tab, carriage return or line feed.
#[must_use]
pub fn could_run(cell: &str) -> bool {
    if cell.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let first = cell
        .chars()
        .map(narrow)
        .find(|letter| !letter.is_whitespace());
    matches!(first, Some('=' | '+' | '-' | '@'))
}

fn push_cell(text: &mut String, cell: &str) {
    let guarded = could_run(cell);
    // Quoted when RFC 4180 asks for it, when a blank at an end would be lost, and when guarded,
    // because some programs split unquoted text at semicolons or tabs as well.
    let quoted = guarded
        || cell.contains(['"', ',', ';', '\t', '\r', '\n', '\u{FEFF}'])
        || cell.starts_with(' ')
        || cell.ends_with(' ');
    if !quoted {
        text.push_str(cell);
        return;
    }
    text.push('"');
    if guarded {
        text.push('\'');
    }
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: &[&[&str]], bom: Bom) -> String {
        let mut writer = Writer::new(bom);
        for row in rows {
            writer.row(*row);
        }
        writer.finish()
    }

    #[test]
    fn quotes_what_rfc_4180_names() {
        let text = table(&[&["a", "b,c", "d\"e", "f\r\ng", "", " h"]], Bom::Without);
        assert_eq!(text, "a,\"b,c\",\"d\"\"e\",\"f\r\ng\",,\" h\"\r\n");
    }

    #[test]
    fn single_empty_cell_is_a_row() {
        assert_eq!(table(&[&[""], &["x"]], Bom::Without), "\"\"\r\nx\r\n");
    }

    #[test]
    fn starts_with_a_mark_when_asked() {
        assert_eq!(table(&[&["姓名"]], Bom::With), "\u{FEFF}姓名\r\n");
        assert_eq!(table(&[&["姓名"]], Bom::Without), "姓名\r\n");
    }

    #[test]
    fn guards_every_start_of_a_formula() {
        for cell in [
            "=1+1",
            "+86 138",
            "-2",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            "  =1",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "\u{3000}=cmd|' /C calc'!A0",
            "\u{a0}=1",
            "−1",
        ] {
            assert!(could_run(cell), "{cell:?}");
            let text = table(&[&[cell]], Bom::Without);
            assert!(text.starts_with("\"'"), "{text:?}");
        }
        for cell in ["1=1", "a@b.c", "2-3", "王小明", "", " "] {
            assert!(!could_run(cell), "{cell:?}");
        }
    }

    /// A reader of its own, so that the writer is not checked against itself.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        let mut letters = text.chars().peekable();
        let mut inside = false;
        while let Some(letter) = letters.next() {
            match (inside, letter) {
                (true, '"') if letters.peek() == Some(&'"') => {
                    letters.next();
                    cell.push('"');
                }
                (_, '"') => inside = !inside,
                (false, ',') => row.push(std::mem::take(&mut cell)),
                (false, '\r') if letters.peek() == Some(&'\n') => {
                    letters.next();
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                _ => cell.push(letter),
            }
        }
        assert!(
            row.is_empty() && cell.is_empty() && !inside,
            "ends in a whole row"
        );
        rows
    }

    proptest! {
        #[test]
        fn any_table_reads_back(
            rows in prop::collection::vec(prop::collection::vec(any::<String>(), 1..5), 0..5)
        ) {
            let mut writer = Writer::new(Bom::Without);
            rows.iter().for_each(|row| writer.row(row));
            let back = read(&writer.finish());
            prop_assert_eq!(back.len(), rows.len());
            for (cells, expected) in back.iter().zip(&rows) {
                prop_assert_eq!(cells.len(), expected.len());
                for (cell, expected) in cells.iter().zip(expected) {
                    prop_assert!(!could_run(cell));
                    let bare = if could_run(expected) { &cell[1..] } else { cell.as_str() };
                    prop_assert_eq!(bare, expected.as_str());
                }
            }
        }
    }
}
