//! The numbers as a choice, so that forms and lists name a parameter in the language of the reader.

use crate::entity::{Choice, ChoiceSchema};

macro_rules! numbers {
    ($($no:literal $key:literal),+ $(,)?) => {
        &[$(Choice { no: $no, key: $key }),+]
    };
}

/// 参数编号.
pub static NUMBERS: ChoiceSchema = ChoiceSchema {
    key: "parameter-number",
    values: numbers![
        1 "p-01", 2 "p-02", 3 "p-03", 4 "p-04", 5 "p-05", 6 "p-06", 7 "p-07", 8 "p-08", 9 "p-09",
        10 "p-10", 11 "p-11", 12 "p-12", 13 "p-13", 14 "p-14", 15 "p-15", 16 "p-16", 17 "p-17",
        18 "p-18", 19 "p-19", 20 "p-20", 21 "p-21", 22 "p-22", 23 "p-23", 24 "p-24", 25 "p-25",
        26 "p-26", 27 "p-27", 28 "p-28", 29 "p-29", 30 "p-30", 31 "p-31", 32 "p-32", 33 "p-33",
        34 "p-34", 35 "p-35", 36 "p-36", 37 "p-37", 38 "p-38", 39 "p-39", 40 "p-40", 41 "p-41",
        42 "p-42", 43 "p-43", 44 "p-44",
    ],
};
