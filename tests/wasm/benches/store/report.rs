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

/// What a figure is to reach beside another side: the floor and, where there is one, the aim.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// The other takes so many times what we take.
    Times(f64, Option<f64>),
    /// We take this part of what the other takes.
    Part(f64, Option<f64>),
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
        let (times, part) = (theirs / ours, ours / theirs);
        // By what factor a limit is kept: the larger the better, whichever way the ratio is told.
        let (ratio, told, floor, aim, kept): (_, _, _, _, fn(f64, f64) -> f64) = match self {
            Self::Times(floor, aim) => {
                let told = format!("{times:.1}× ours; floor {floor}×");
                (times, told, floor, aim, |ratio, limit| ratio / limit)
            }
            Self::Part(floor, aim) => {
                let told = format!("ours is {part:.2}× of it; floor {floor}×");
                (part, told, floor, aim, |ratio, limit| limit / ratio)
            }
        };
        let verdict = match aim {
            Some(aim) if kept(ratio, aim) >= 1.0 => "aim met",
            _ if kept(ratio, floor) >= 1.0 => "floor met",
            _ => "FLOOR MISSED",
        };
        let aimed = aim.map_or(String::new(), |aim| format!(", aim {aim}×"));
        Judged {
            text: format!("{told}{aimed}: {verdict}"),
            row: json!({ "ratio": ratio, "floor": floor, "aim": aim, "verdict": verdict }),
            broken: kept(ratio, floor) < 0.5,
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
        let digits = if value < 100.0 { 2 } else { 0 };
        let spread = format!("({least:.digits$} to {most:.digits$})");
        let text = judged.as_ref().map_or("", |judged| &judged.text);
        console_log!("  {side:<6}{value:>9.digits$} {unit} {spread:<20} {text}");
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
