//! How fast the server merges what a booth tablet captured, beside SQLite alone.
//!
//! `cargo xtask bench merge [N]` (5,000 leads of 97 companies unless told). A tablet sends them in
//! slices through the whole server, in process: credential, rules, receipts, durable transactions.
//! The same rows then go into the same tables by plain inserts, in as many transactions of the same
//! durability. In a second server somebody signs in every now and then while a tablet delivers.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request as Call, header};
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, params_from_iter};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value as Json, json};
use server::app::{self, App, Options};
use server::clock::Clock;
use server::data_folder::DataFolder;
use server::http::assets::Assets;
use server::store;
use shared::domain::exhibitions::{BoothLead, Interest, NextStep};
use shared::entity::{Canonical as _, Entity as _, Hlc, Id, Instant, Kind, OpId, ReplicaId, Value};
use shared::sync::op::SCHEMA_VERSION;
use shared::sync::slice::{MAX_OPS, Slice};
use shared::sync::wire::{PROTOCOL, Request, Response};
use shared::sync::{Action, Op, Seen};
use tests::customers::{Customer, customers};
use tower::ServiceExt as _;

/// Rounds; the median counts.
const ROUNDS: usize = 3;
const COMPANIES: usize = 97;
/// Between two sign-ins: the server counts attempts.
const PAUSE: Duration = Duration::from_millis(150);
/// What the merge of a lead writes, receipts and index keys included, and in which order.
const TABLES: [(&str, &str); 6] = [
    ("facets", "number"),
    ("keys", "record"),
    ("ops", "seq"),
    ("leaves", "seq"),
    ("shares", "record"),
    ("blob_uses", "record"),
];
const SETUP_CODE: &str = "K7QM-2XWD-90PT";
const PASSWORD: &str = "correct horse battery";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Result<()> {
    let told = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let people = customers(told.unwrap_or(5_000), 7);
    let count = people.len();
    let (mut merged, mut raw) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let office = Office::open().await?;
        merged.push(office.deliver(&people).await?);
        raw.push(office.insert_alone(count.div_ceil(MAX_OPS))?);
    }
    let office = Office::open().await?;
    let (busy, waits) = office.deliver_and_sign_in(&people).await?;
    let idle = office.sign_ins(5).await?;

    let (rate, cpu) = (per_second(count, &mut merged), merged[ROUNDS / 2].1);
    let (alone, alone_cpu) = (per_second(count, &mut raw), raw[ROUNDS / 2].1);
    let share = rate / alone;
    println!("merge    {rate:>8.0} leads/s of {count}, {cpu:.0} ms of processor time");
    println!("inserts  {alone:>8.0} leads/s, the same rows alone, {alone_cpu:.0} ms");
    println!("ratio    {:>8.0} %", share * 100.0);
    let (p95, most) = high(waits);
    println!(
        "sign-in  {p95:>8.0} ms p95, {most:.0} ms at most, while {count} leads merge in {busy:.0} ms"
    );
    let (quiet, _) = high(idle);
    println!("         {quiet:>8.0} ms p95 with nothing else to do");
    if let Some(file) = std::env::var_os("YINGKE_BENCH_JSON") {
        let figures = json!({
            "leads": count, "leads_per_second": rate, "inserts_per_second": alone, "ratio": share,
            "sign_in_p95_ms": p95, "sign_in_p95_idle_ms": quiet,
        });
        std::fs::write(file, json!({ "merge": figures }).to_string())?;
    }
    Ok(())
}

/// Of some (wall, processor) times the median, as leads in a second.
fn per_second(count: usize, times: &mut [(f64, f64)]) -> f64 {
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    count as f64 * 1e3 / times[times.len() / 2].0
}

/// The 95th percentile and the longest.
fn high(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    (at(0.95), at(1.0))
}

/// A server that has been set up, in a folder of its own.
struct Office {
    folder: tempfile::TempDir,
    router: Router,
    cookie: String,
    replica: ReplicaId,
    user: Id,
}

impl Office {
    async fn open() -> Result<Office> {
        let folder = tempfile::tempdir()?;
        let data = DataFolder::open(folder.path())?;
        let (clock, assets) = (Clock::system(), Assets::Embedded);
        let app = App::open(data, clock, assets, Options::default(), Some(SETUP_CODE))?;
        let router = app::router(Arc::new(app));
        let setup = json!({
            "code": SETUP_CODE,
            "organisation": "明光灯饰",
            "administrator": { "login": "admin", "name": "王芳", "password": PASSWORD },
            "device": introduction(1),
        });
        let (cookie, answer) = post(&router, "/api/v1/setup", "", setup.to_string()).await?;
        let answer: Json = serde_json::from_slice(&answer)?;
        let replica = answer["replica"].as_u64().ok_or("no replica")?;
        let user = answer["user"]["id"].as_str().ok_or("no user")?;
        Ok(Office {
            cookie: cookie.ok_or("no session")?,
            replica: ReplicaId(replica.try_into()?),
            user: user.parse()?,
            folder,
            router,
        })
    }

    /// Delivers a lead for each person; milliseconds on the wall and of the processor.
    async fn deliver(&self, people: &[Customer]) -> Result<(f64, f64)> {
        let bodies: Vec<Vec<u8>> = self.leads(people).map(|slice| slice.to_bytes()).collect();
        let begun = now();
        for body in bodies {
            let (_, answer) = post(&self.router, "/api/v1/sync", &self.cookie, body).await?;
            let answer = Response::from_bytes(&answer).map_err(|error| error.0)?;
            if answer.receipts.iter().any(|r| !r.verdict.took_effect()) {
                return Err(format!("not accepted: {:?}", answer.receipts.first()).into());
            }
        }
        Ok(since(begun))
    }

    /// Delivers while somebody signs in all the time; how long it took, and how long they waited.
    async fn deliver_and_sign_in(&self, people: &[Customer]) -> Result<(f64, Vec<f64>)> {
        let delivery = self.deliver(people);
        tokio::pin!(delivery);
        let mut waits = Vec::new();
        loop {
            let sign_in = self.sign_ins(1);
            tokio::pin!(sign_in);
            tokio::select! {
                done = &mut delivery => {
                    waits.extend(sign_in.await?);
                    return Ok((done?.0, waits));
                }
                wait = &mut sign_in => waits.extend(wait?),
            }
        }
    }

    /// Signs in so many times, one after the other; milliseconds of each.
    async fn sign_ins(&self, times: usize) -> Result<Vec<f64>> {
        let mut waits = Vec::new();
        for _ in 0..times {
            let body = json!({ "login": "admin", "password": PASSWORD, "device": introduction(2) });
            let begun = now();
            post(&self.router, "/api/v1/sign-in", "", body.to_string()).await?;
            waits.push(since(begun).0);
            tokio::time::sleep(PAUSE).await;
        }
        Ok(waits)
    }

    /// The people as leads, as one request for each slice.
    fn leads<'a>(&'a self, people: &'a [Customer]) -> impl Iterator<Item = Request> + 'a {
        let slices = (0..people.len()).step_by(MAX_OPS);
        slices.map(move |first| Request {
            protocol: PROTOCOL,
            push_only: true,
            slices: vec![Slice {
                ops: (first..people.len())
                    .take(MAX_OPS)
                    .map(|n| self.capture(n, &people[n]))
                    .collect(),
            }],
            ..Request::default()
        })
    }

    /// One capture, as the stand makes it of a card.
    fn capture(&self, n: usize, person: &Customer) -> Op {
        let text = |text: &str| Value::Text(text.to_owned());
        let seq = n as u64 + 1;
        let at = now().0 as u64;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&seq.to_be_bytes());
        let wall = Instant::utc(i64::try_from(at).unwrap_or_default());
        let fields = vec![
            (BoothLead::NAME, text(&format!("{}{n}", person.contact))),
            (
                BoothLead::COMPANY,
                text(&format!("通讯录公司{}", n % COMPANIES)),
            ),
            (
                BoothLead::PHONES,
                Value::List(vec![text(&format!("138{n:08}"))]),
            ),
            (
                BoothLead::EMAILS,
                Value::List(vec![text(&format!("p{n}@example.com"))]),
            ),
            (BoothLead::INTEREST, Value::Choice(Interest::B.no())),
            (BoothLead::NEXT_STEP, Value::Choice(NextStep::Call.no())),
            (BoothLead::CAPTURED_BY, Value::Ref(Kind(2), self.user)),
            (BoothLead::CAPTURED_AT, Value::Instant(wall)),
            (BoothLead::OWNER, Value::Ref(Kind(2), self.user)),
        ];
        Op {
            id: OpId {
                replica: self.replica,
                epoch: 1,
                seq,
            },
            actor: self.user,
            kind: BoothLead::KIND,
            record: Id::v7(at, random),
            action: Action::Create {
                fields,
                items: Vec::new(),
            },
            seen: Seen::default(),
            hlc: Hlc { ms: at, count: 0 },
            offset_ms: 0,
            zone: "Asia/Shanghai".into(),
            schema: SCHEMA_VERSION,
            group: None,
            blobs: Vec::new(),
        }
    }

    /// Inserts all that stands in the server's tables into empty ones, in `transactions`; the same
    /// two times.
    fn insert_alone(&self, transactions: usize) -> Result<(f64, f64)> {
        let full = store::open_for_reading(&self.folder.path().join("yingke.db"))?;
        let mut rows: BTreeMap<&str, Vec<Vec<Cell>>> = BTreeMap::new();
        for (table, order) in TABLES {
            rows.insert(table, all_of(&full, table, order)?);
        }
        let mut empty = store::open_for_writing(&self.folder.path().join("alone.db"))?;
        store::migrate(&mut empty)?;
        // The facets refer to their buckets.
        for row in all_of(&full, "buckets", "number")? {
            empty.execute(
                "INSERT INTO buckets VALUES (?1, ?2, ?3)",
                params_from_iter(row),
            )?;
        }
        let begun = now();
        for n in 0..transactions {
            let part = empty.transaction()?;
            for (table, rows) in &rows {
                let (from, to) = (
                    rows.len() * n / transactions,
                    rows.len() * (n + 1) / transactions,
                );
                let Some(width) = rows.first().map(Vec::len) else {
                    continue;
                };
                let marks = vec!["?"; width].join(", ");
                let sql = format!("INSERT INTO {table} VALUES ({marks})");
                let mut insert = part.prepare_cached(&sql)?;
                for row in &rows[from..to] {
                    insert.execute(params_from_iter(row))?;
                }
            }
            part.commit()?;
        }
        Ok(since(begun))
    }
}

/// A table's rows.
fn all_of(conn: &Connection, table: &str, order: &str) -> Result<Vec<Vec<Cell>>> {
    let mut select = conn.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
    let width = select.column_count();
    let rows = select.query_map([], |row| (0..width).map(|n| row.get(n)).collect())?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn introduction(device: u128) -> Json {
    let id = format!(
        "{:032x}",
        0x0190_0000_0000_7000_8000_0000_0000_0000 + device
    );
    json!({ "id": id, "name": "展位平板", "kind": "tablet" })
}

/// Sends a body; the cookie it was given, and the body of the answer.
async fn post(
    router: &Router,
    path: &str,
    cookie: &str,
    body: impl Into<Body>,
) -> Result<(Option<String>, Vec<u8>)> {
    let media = if path.ends_with("sync") {
        "application/cbor"
    } else {
        "application/json"
    };
    let call = Call::post(path)
        .header(header::HOST, "127.0.0.1:8787")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, media)
        .header(header::COOKIE, cookie)
        .body(body.into())?;
    // In a task of its own, as a connection has.
    let answer = tokio::spawn(router.clone().oneshot(call)).await??;
    let (parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, 64 << 20).await?;
    if !parts.status.is_success() {
        return Err(format!(
            "{path}: {} {}",
            parts.status,
            String::from_utf8_lossy(&body)
        )
        .into());
    }
    let cookie = parts.headers.get(header::SET_COOKIE);
    let cookie = cookie.and_then(|text| text.to_str().ok()?.split(';').next());
    Ok((cookie.map(str::to_owned), body.to_vec()))
}

/// Milliseconds on the wall and of all the process's threads.
fn now() -> (f64, f64) {
    let [wall, cpu] = [ClockId::Realtime, ClockId::ProcessCPUTime].map(|clock| {
        let time = clock_gettime(clock);
        time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
    });
    (wall, cpu)
}

fn since(begun: (f64, f64)) -> (f64, f64) {
    let end = now();
    (end.0 - begun.0, end.1 - begun.1)
}
