//! What was measured: a table for people, JSON for programs, each figure judged by what it is to reach.

use serde_json::{Value, json};
use wasm_bindgen_test::console_log;

/// What one side took or left, once per round.
pub(crate) struct Sample {
    side: &'static str,
    /// Sorted.
    values: Vec<f64>,
}

impl Sample {
    pub(crate) const fn of(side: &'static str) -> Self {
        Self {
            side,
            values: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, value: f64) {
        let place = self.values.partition_point(|other| *other < value);
        self.values.insert(place, value);
    }

    fn at(&self, share: f64) -> f64 {
        self.values[((self.values.len() - 1) as f64 * share).round() as usize]
    }
}

/// What a figure is to reach beside another side.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// The other takes so many times what we take.
    Times { floor: f64, aim: f64 },
    /// We take this part of what the other takes.
    Part { floor: f64, aim: f64 },
}

/// A ratio beside its goal.
struct Judged {
    text: String,
    row: Value,
    /// Not even half of the floor: something broke.
    broken: bool,
}

impl Goal {
    fn judge(self, ours: f64, theirs: f64) -> Judged {
        // The margin grows with what is better, whichever way the ratio is told.
        let (ratio, told, floor, aim, margin) = match self {
            Self::Times { floor, aim } => {
                let times = theirs / ours;
                (
                    times,
                    format!("{times:.1}× ours"),
                    floor,
                    aim,
                    times / floor,
                )
            }
            Self::Part { floor, aim } => {
                let part = ours / theirs;
                (
                    part,
                    format!("ours is {part:.2}× of it"),
                    floor,
                    aim,
                    floor / part,
                )
            }
        };
        let aimed = match self {
            Self::Times { .. } => ratio >= aim,
            Self::Part { .. } => ratio <= aim,
        };
        let verdict = match margin {
            _ if aimed => "aim met",
            1.0.. => "floor met",
            _ => "FLOOR MISSED",
        };
        Judged {
            text: format!("{told}; floor {floor}×, aim {aim}×: {verdict}"),
            row: json!({ "ratio": ratio, "floor": floor, "aim": aim, "verdict": verdict }),
            broken: margin < 0.5,
        }
    }
}

/// Everything that was measured.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) rows: Vec<Value>,
    /// What does not reach half of its floor.
    pub(crate) broken: Vec<String>,
}

impl Report {
    /// A line for each side: the value at `share` of the sorted ones (0.5 is the median), the smallest and the largest;
    /// beside the others how ours compares.
    pub(crate) fn add(
        &mut self,
        (what, unit): (&str, &str),
        share: f64,
        ours: &Sample,
        others: &[(&Sample, Option<Goal>)],
    ) {
        let mine = ours.at(share);
        console_log!("{what}");
        self.line((what, unit), share, ours, None);
        for (other, goal) in others {
            let judged = goal.map(|goal| goal.judge(mine, other.at(share)));
            self.line((what, unit), share, other, judged);
        }
    }

    fn line(
        &mut self,
        (what, unit): (&str, &str),
        share: f64,
        sample: &Sample,
        judged: Option<Judged>,
    ) {
        let Sample { side, values } = sample;
        let (value, least, most) = (sample.at(share), sample.at(0.0), sample.at(1.0));
        let spread = format!("({least:.1} to {most:.1})");
        let text = judged.as_ref().map_or("", |judged| &judged.text);
        console_log!("  {side:<6}{value:>9.1} {unit} {spread:<22} {text}");
        let judged = judged.map(|judged| {
            if judged.broken {
                self.broken.push(format!("{what}, {side}: {}", judged.text));
            }
            judged.row
        });
        self.rows.push(json!({
            "what": what, "side": side, "unit": unit, "n": values.len(),
            "value": value, "least": least, "most": most, "goal": judged,
        }));
    }
}
