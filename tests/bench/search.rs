//! Search over invented customers: build time, memory, and the processor time of every keystroke (best of three).
//!
//! `cargo run --release -p tests --bin bench-search [N]` (50,000 customers unless told).
//! With `--dump FILE` it writes the same customers and queries as JSON, for a peer to be measured on.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use rustix::time::{ClockId, clock_gettime};
use shared::search::{Index, Tables, Text};
use tests::customers::{Customer, Dice, customers};

const TABLES: &[u8] = include_bytes!("../../app/assets/search/tables.bin");

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let count = args
        .iter()
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(50_000);
    let people = customers(count, 7);
    let queries = keystrokes(&people);
    if let Some(at) = args.iter().position(|arg| arg == "--dump") {
        let file = args.get(at + 1).ok_or("--dump FILE")?;
        return Ok(std::fs::write(file, dump(&people, &queries))?);
    }

    let begun = now();
    let tables = Arc::new(Tables::decode(TABLES)?);
    println!("tables   decoded in {:.1} ms", now() - begun);
    let begun = now();
    let mut index = Index::new(None);
    fill(&mut index, &people);
    println!("build    {count} without tables in {:.1} ms", now() - begun);
    let begun = now();
    index.set_tables(Arc::clone(&tables));
    println!("upgrade  in {:.1} ms", now() - begun);
    let begun = now();
    let mut index = Index::new(Some(tables));
    fill(&mut index, &people);
    println!("build    {count} with tables in {:.1} ms", now() - begun);
    println!("memory   {:.1} MB", index.bytes() as f64 / 1e6);
    let begun = now();
    for (number, person) in people.iter().enumerate().take(1000) {
        put(&mut index, number, person);
    }
    println!("change   one record in {:.1} µs", now() - begun);

    println!(
        "{:<10} {:>6} {:>9} {:>9} {:>9}   hits",
        "ms", "keys", "p50", "p95", "max"
    );
    let mut all = Vec::new();
    for (form, queries) in &queries {
        let mut hits = 0;
        let mut times = Vec::new();
        for query in queries {
            hits += index.search(query, 50).total;
            let time = || {
                let begun = now();
                std::hint::black_box(index.search(query, 50));
                now() - begun
            };
            times.push((0..3).map(|_| time()).fold(f64::MAX, f64::min));
        }
        line(form, &mut times, hits / queries.len());
        all.extend(times);
    }
    line("all", &mut all, 0);
    Ok(())
}

fn fill(index: &mut Index<u32>, people: &[Customer]) {
    for (number, person) in people.iter().enumerate() {
        put(index, number, person);
    }
}

fn put(index: &mut Index<u32>, number: usize, person: &Customer) {
    let others = [&person.phone, &person.email, &person.city, &person.note];
    let text = Text {
        names: &[&person.company, &person.contact],
        others: &others.map(String::as_str),
    };
    index.put(number as u32, number as u64, text);
}

/// What people type, cut after every key, by form.
fn keystrokes(people: &[Customer]) -> BTreeMap<&'static str, Vec<String>> {
    let mut dice = Dice::new(11);
    let mut forms: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for _ in 0..20 {
        let person = &people[dice.below(people.len() / 5) * 5];
        let brand: String = person.company.chars().skip(2).take(5).collect();
        let mixed: String = brand
            .chars()
            .take(1)
            .chain(person.typed[1].chars().skip(3))
            .collect();
        let tail = person.phone[person.phone.len() - 4..].to_owned();
        let words = format!("{} {tail}", person.contact);
        let foreign = &people[dice.below(people.len() / 5) * 5 + 4];
        for (form, typed) in [
            ("汉字", brand),
            ("pinyin", person.typed[0].clone()),
            ("initials", person.typed[1].clone()),
            ("mixed", mixed),
            ("phone", tail),
            ("e-mail", person.email.clone()),
            ("latin", foreign.company.clone()),
            ("words", words),
        ] {
            let cuts = typed
                .char_indices()
                .map(|(at, c)| typed[..at + c.len_utf8()].to_owned());
            forms.entry(form).or_default().extend(cuts);
        }
    }
    forms
}

fn dump(people: &[Customer], queries: &BTreeMap<&str, Vec<String>>) -> String {
    let people: Vec<_> = people
        .iter()
        .map(|p| [&p.company, &p.contact, &p.phone, &p.email, &p.city, &p.note])
        .collect();
    serde_json::json!({ "customers": people, "queries": queries }).to_string()
}

fn line(form: &str, times: &mut [f64], hits: usize) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let (p50, p95, max) = (at(0.5), at(0.95), at(1.0));
    println!(
        "{form:<10} {:>6} {p50:>9.3} {p95:>9.3} {max:>9.3}   {hits}",
        times.len()
    );
}

/// Milliseconds of processor time of this thread, so that a busy machine does not show.
fn now() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
