//! Search over invented customers: build time, memory, and the processor time of every keystroke (best of three).
//!
//! `cargo xtask bench search [N]` (20,000 and 50,000 customers unless told).
//! With `--dump FILE` it writes the same customers and queries as JSON, for a peer to be measured on
//! (`tests/bench/peers/search.mjs`).

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use shared::search::{Index, Tables, Text};
use tests::customers::{Customer, Dice, customers};

const TABLES: &[u8] = include_bytes!("../../app/assets/search/tables.bin");

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let told = args.iter().find_map(|arg| arg.parse().ok());
    if let Some(at) = args.iter().position(|arg| arg == "--dump") {
        let file = args.get(at + 1).ok_or("--dump FILE")?;
        let people = customers(told.unwrap_or(50_000), 7);
        return Ok(std::fs::write(file, dump(&people, &keystrokes(&people)))?);
    }
    let begun = now();
    let tables = Arc::new(Tables::decode(TABLES)?);
    println!("tables   decoded in {:.1} ms", now() - begun);
    let counts = told.map_or(vec![20_000, 50_000], |count| vec![count]);
    let results: Vec<Value> = counts
        .iter()
        .map(|count| measure(*count, &tables))
        .collect();
    if let Some(file) = std::env::var_os("YINGKE_BENCH_JSON") {
        std::fs::write(file, json!({ "search": results }).to_string())?;
    }
    Ok(())
}

/// Prints and returns the figures for one number of customers.
fn measure(count: usize, tables: &Arc<Tables>) -> Value {
    let people = customers(count, 7);
    let queries = keystrokes(&people);
    let begun = now();
    let mut index = Index::new(None);
    fill(&mut index, &people);
    println!("build    {count} without tables in {:.1} ms", now() - begun);
    let begun = now();
    index.set_tables(Arc::clone(tables));
    println!("upgrade  in {:.1} ms", now() - begun);
    let begun = now();
    let mut index = Index::new(Some(Arc::clone(tables)));
    fill(&mut index, &people);
    let build = now() - begun;
    println!("build    {count} with tables in {build:.1} ms");
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
    let [p50, p95, max] = line("all", &mut all, 0);
    println!("search   {count} customers: p95 {p95:.3} ms for each key");
    json!({
        "customers": count, "p50_ms": p50, "p95_ms": p95, "max_ms": max,
        "build_ms": build, "bytes": index.bytes(),
    })
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

/// Prints the median, the 95th percentile and the longest of some times.
fn line(form: &str, times: &mut [f64], hits: usize) -> [f64; 3] {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let [p50, p95, max] = [0.5, 0.95, 1.0].map(at);
    println!(
        "{form:<10} {:>6} {p50:>9.3} {p95:>9.3} {max:>9.3}   {hits}",
        times.len()
    );
    [p50, p95, max]
}

/// Milliseconds of processor time of this thread, so that a busy machine does not show.
fn now() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
