//! Dates for other calendars: RFC 5545. Times are UTC, whole days are dates, text is escaped, and no line
//! is longer than 75 octets.

use crate::calendar::{Date, Moment};

/// One thing in a calendar.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Event {
    /// The same for the same thing at every export, so that a second one changes and does not double it.
    pub uid: String,
    /// When it is.
    pub when: When,
    /// What it is.
    pub summary: String,
    /// What else is to be known.
    pub description: String,
}

/// The time of an [`Event`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// A moment.
    At(Moment),
    /// Whole days, the last one included.
    Days(Date, Date),
}

impl Default for When {
    fn default() -> Self {
        When::At(Moment(0))
    }
}

/// The longest line, in octets.
const LINE: usize = 75;

/// The file. `made` is when it is written.
pub fn file(name: &str, made: Moment, events: &[Event]) -> String {
    let mut text = String::new();
    let stamp = moment(made);
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Yingke//Yingke//ZH",
        "CALSCALE:GREGORIAN",
    ] {
        push(&mut text, line);
    }
    push(&mut text, &format!("X-WR-CALNAME:{}", escaped(name)));
    for event in events {
        push(&mut text, "BEGIN:VEVENT");
        push(&mut text, &format!("UID:{}", escaped(&event.uid)));
        push(&mut text, &format!("DTSTAMP:{stamp}"));
        match event.when {
            When::At(at) => push(&mut text, &format!("DTSTART:{}", moment(at))),
            When::Days(from, to) => {
                push(&mut text, &format!("DTSTART;VALUE=DATE:{}", date(from)));
                // The end is the first day after.
                push(
                    &mut text,
                    &format!("DTEND;VALUE=DATE:{}", date(to.plus_days(1))),
                );
            }
        }
        push(&mut text, &format!("SUMMARY:{}", escaped(&event.summary)));
        if !event.description.is_empty() {
            push(
                &mut text,
                &format!("DESCRIPTION:{}", escaped(&event.description)),
            );
        }
        push(&mut text, "END:VEVENT");
    }
    push(&mut text, "END:VCALENDAR");
    text
}

/// Adds a line; a long one goes on in the next, which begins with a space. Letters stay whole.
fn push(text: &mut String, line: &str) {
    let mut used = 0;
    for letter in line.chars() {
        if used + letter.len_utf8() > LINE {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(letter);
        used += letter.len_utf8();
    }
    text.push_str("\r\n");
}

fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => safe.extend(['\\', letter]),
            '\n' => safe.push_str("\\n"),
            '\r' => {}
            _ => safe.push(letter),
        }
    }
    safe
}

fn date(date: Date) -> String {
    let (year, month, day) = date.ymd();
    format!("{year:04}{month:02}{day:02}")
}

fn moment(at: Moment) -> String {
    let seconds = at.0.div_euclid(1000);
    let day = i32::try_from(seconds.div_euclid(86_400)).unwrap_or_default();
    let second = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{}T{hour:02}{minute:02}{second:02}Z", date(Date(day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-12-01 02:00 UTC, ten o'clock in China.
    const TEN: Moment = Moment(1_796_090_400_000);

    fn event(summary: &str, when: When) -> Event {
        Event {
            uid: "1@yingke".to_owned(),
            when,
            summary: summary.to_owned(),
            description: String::new(),
        }
    }

    #[test]
    fn a_moment_is_utc_and_days_end_with_the_day_after() {
        let days = When::Days(
            Date::new(2026, 12, 30).unwrap(),
            Date::new(2026, 12, 31).unwrap(),
        );
        let text = file(
            "迎客",
            TEN,
            &[event("报价", When::At(TEN)), event("展会", days)],
        );
        for line in [
            "X-WR-CALNAME:迎客",
            "DTSTAMP:20261201T020000Z",
            "DTSTART:20261201T020000Z",
            "DTSTART;VALUE=DATE:20261230",
            "DTEND;VALUE=DATE:20270101",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
        }
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn what_separates_is_escaped() {
        let text = file("x", TEN, &[event("A; B, C\\D\r\nE", When::At(TEN))]);
        assert!(text.contains("SUMMARY:A\\; B\\, C\\\\D\\nE\r\n"), "{text}");
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_unfolding_gives_the_text_back() {
        let long = "苏州半亩园林景观有限公司的客人要看轨道射灯和老化房，".repeat(4);
        let text = file("x", TEN, &[event(&long, When::At(TEN))]);
        assert!(text.split("\r\n").all(|line| line.len() <= LINE));
        assert!(
            text.replace("\r\n ", "")
                .contains(&format!("SUMMARY:{long}\r\n"))
        );
    }
}
