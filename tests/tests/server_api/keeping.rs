//! Keeping what was entrusted: backups and their way back, checks that find damage.

use crate::device::{Device, set};
use crate::harness::{PASSWORD, TestServer, sign_in};
use axum::http::StatusCode;
use clap::Parser as _;
use rusqlite::Connection;
use serde_json::json;
use server::cli::{self, Cli};
use server::clock::MINUTE;
use server::jobs::backup::{self, Target};
use server::jobs::{restore, verify};
use shared::domain::exhibitions::BoothLead;
use shared::entity::{Entity as _, Value};
use shared::sync::Verdict;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

fn target(folder: &TempDir) -> Target {
    Target(folder.path().join("backups"))
}

/// A server on a restored data folder, at the same time as the one before.
fn revived(data: &Path, old: &TestServer) -> TestServer {
    let folder = Arc::new(TempDir::new().unwrap());
    std::fs::rename(data, folder.path().join("data")).unwrap();
    TestServer::on(
        folder,
        old.clock.clone(),
        Default::default(),
        server::http::assets::Assets::Embedded,
    )
}

#[tokio::test]
async fn a_server_restored_from_yesterday_is_healed_by_its_devices() {
    let (server, mut admin) = TestServer::set_up().await;
    let grants = json!([{ "role": "SALES", "scope": "own" }]);
    let member = json!({ "login": "0001", "name": "李雷", "grants": grants });
    let mut tablet = Device::of(server.member_with(&mut admin, member).await, &server).await;
    let (path, _) = crate::blobs::upload(&mut tablet.browser, 5_000).await;
    let (first, _) = tablet.capture(1, "before the backup");
    tablet.sync().await;
    let epoch = tablet.client.marks().cursor.server_epoch;

    let disk = TempDir::new().unwrap();
    let (name, manifest) =
        backup::run(&server.app.folder, &target(&disk), server.clock.now()).unwrap();
    assert_eq!(manifest.blobs, 1);
    assert_eq!(
        verify::snapshot(&target(&disk), &name).unwrap(),
        Vec::<String>::new()
    );
    tablet.sync().await;
    assert_eq!(tablet.client.marks().watermark, manifest.seq);

    // After the backup: one more lead, an edit of the first, and a device nobody knew before.
    server.clock.advance(MINUTE);
    let (second, op) = tablet.capture(2, "after the backup");
    tablet.make(
        BoothLead::KIND,
        first,
        set(BoothLead::NAME, Value::Text("edited".into())),
    );
    tablet.sync().await;
    tablet.receipt(op);
    let mut office = Device::of(admin.clone(), &server).await;
    office.sync().await;
    let before = office
        .client
        .world
        .confirmed(second)
        .unwrap()
        .text(BoothLead::NAME)
        .to_owned();
    let mut late = server.browser();
    let late_replica = late
        .post("/api/v1/sign-in", sign_in(&late, "0001", PASSWORD))
        .await
        .json()["replica"]
        .clone();

    // A photo after the backup, and a lead that no server has seen.
    let (later_path, _) = crate::blobs::upload(&mut tablet.browser, 6_000).await;
    let (unsent, unsent_op) = tablet.capture(3, "never sent");

    let data = disk.path().join("restored");
    restore::run(&target(&disk), None, &data, server.clock.now()).unwrap();
    let server = revived(&data, &server);
    assert_eq!(
        verify::data(&server.app.folder).unwrap(),
        Vec::<String>::new()
    );

    // The session is gone; the replica is the same, and the outbox is sent again.
    tablet.browser.move_to(&server);
    tablet
        .browser
        .get("/api/v1/session")
        .await
        .refused(401, "sign_in_needed");
    let entered = tablet
        .browser
        .post(
            "/api/v1/sign-in",
            sign_in(&tablet.browser, "0001", PASSWORD),
        )
        .await;
    assert_eq!(entered.status, StatusCode::OK, "{}", entered.text());
    assert_eq!(entered.json()["replica"], json!(tablet.client.replica().0));
    tablet.sync().await;
    assert_ne!(tablet.client.marks().cursor.server_epoch, epoch);
    admin.move_to(&server);
    admin
        .post("/api/v1/sign-in", sign_in(&admin, "admin", PASSWORD))
        .await;
    let mut office = Device::of(admin.clone(), &server).await;
    office.sync().await;
    let world = &office.client.world;
    assert_eq!(world.get(second).unwrap().text(BoothLead::NAME), before);
    assert_eq!(world.get(first).unwrap().text(BoothLead::NAME), "edited");
    assert_eq!(
        world.get(unsent).unwrap().text(BoothLead::NAME),
        "never sent"
    );
    tablet.got(unsent_op, Verdict::Accepted);
    assert_eq!(
        world.of_kind(BoothLead::KIND).len(),
        3,
        "nothing twice either"
    );
    assert_eq!(
        tablet.browser.get(&path).await.status,
        StatusCode::OK,
        "the photo came back too"
    );
    // The newer one is missing, and says so: its device still has it.
    let standing = crate::blobs::standing(&mut tablet.browser, &later_path).await;
    assert_eq!(standing.1, "?0");
    crate::blobs::upload(&mut tablet.browser, 6_000).await;
    let back = tablet.browser.get(&later_path).await;
    assert_eq!(back.status, StatusCode::OK);

    // A device that got its number after the backup keeps it; nobody else is given it.
    late.move_to(&server);
    let mut again = sign_in(&late, "0001", PASSWORD);
    again["device"]["replica"] = late_replica.clone();
    assert_eq!(
        late.post("/api/v1/sign-in", again).await.json()["replica"],
        late_replica
    );
    let mut thief = server.browser();
    let mut claim = sign_in(&thief, "admin", PASSWORD);
    claim["device"]["replica"] = late_replica.clone();
    let given = thief.post("/api/v1/sign-in", claim).await.json()["replica"]
        .as_u64()
        .unwrap();
    assert!(given > 10_000, "{given}");
}

#[tokio::test]
async fn a_second_snapshot_shares_its_blobs_and_a_half_made_one_is_never_used() {
    let (server, mut admin) = TestServer::set_up().await;
    crate::blobs::upload(&mut admin, 5_000).await;
    let disk = TempDir::new().unwrap();
    let target = target(&disk);
    let (first, _) = backup::run(&server.app.folder, &target, server.clock.now()).unwrap();
    crate::blobs::upload(&mut admin, 6_000).await;
    server.clock.advance(MINUTE);
    let (second, manifest) = backup::run(&server.app.folder, &target, server.clock.now()).unwrap();
    assert_eq!(manifest.blobs, 2);
    assert_eq!(target.snapshots().unwrap(), [first.clone(), second.clone()]);

    std::fs::remove_file(target.snapshot(&second).join("manifest.json")).unwrap();
    let data = disk.path().join("restored");
    let restored = restore::run(&target, None, &data, server.clock.now()).unwrap();
    assert_eq!(restored, first);
    let twice = restore::run(&target, None, &data, server.clock.now()).unwrap_err();
    assert!(twice.to_string().contains("holds a database"), "{twice}");

    let database = target.snapshot(&first).join("yingke.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&database, bytes).unwrap();
    let data = disk.path().join("again");
    let damaged = restore::run(&target, None, &data, server.clock.now()).unwrap_err();
    assert!(damaged.to_string().contains("damaged"), "{damaged}");
    assert!(!data.join("yingke.db").exists());
}

#[tokio::test]
async fn verify_finds_every_kind_of_damage() {
    let (server, mut admin) = TestServer::set_up().await;
    let (path, _) = crate::blobs::upload(&mut admin, 5_000).await;
    let folder = &server.app.folder;
    assert_eq!(verify::data(folder).unwrap(), Vec::<String>::new());

    let blob = folder.blob(path.rsplit('/').next().unwrap());
    let content = std::fs::read(&blob).unwrap();
    std::fs::write(&blob, b"something else").unwrap();
    assert!(verify::data(folder).unwrap()[0].contains("is damaged"));
    std::fs::remove_file(&blob).unwrap();
    assert!(verify::data(folder).unwrap()[0].starts_with("blob "));
    std::fs::write(&blob, content).unwrap();
    std::fs::rename(folder.organisation_key(), folder.path().join("elsewhere")).unwrap();
    assert_eq!(
        verify::data(folder).unwrap(),
        ["organisation.key is missing"]
    );
    std::fs::rename(folder.path().join("elsewhere"), folder.organisation_key()).unwrap();

    for (damage, found) in [
        ("UPDATE audit SET detail = '{}' WHERE number = 1", "audit"),
        (
            "UPDATE ops SET content = zeroblob(40) WHERE seq = 1",
            "op 1",
        ),
        (
            "UPDATE buckets SET sum = randomblob(16) WHERE number = 1",
            "bucket",
        ),
        ("DELETE FROM facets WHERE number = 1", "bucket"),
        (
            "UPDATE facets SET content = zeroblob(40) WHERE number = 1",
            "record",
        ),
    ] {
        let problems = server
            .app
            .database
            .write(move |conn| {
                conn.execute(damage, [])?;
                let found = verify::database(conn).unwrap();
                // An error undoes the damage again.
                Err::<(), _>(Undone(found))
            })
            .await
            .unwrap_err();
        assert!(
            problems.0.iter().any(|line| line.contains(found)),
            "{damage}: {:?}",
            problems.0
        );
    }
    assert_eq!(verify::data(folder).unwrap(), Vec::<String>::new());
}

struct Undone(Vec<String>);

impl From<rusqlite::Error> for Undone {
    fn from(error: rusqlite::Error) -> Self {
        panic!("{error}")
    }
}

#[tokio::test]
async fn one_failing_write_takes_no_neighbour_with_it() {
    let server = TestServer::new();
    let database = &server.app.database;
    let write = |n: i64| {
        database.write(move |conn| {
            let sql = "INSERT INTO epochs (epoch, base) VALUES (?1, 0)";
            conn.execute(sql, [n])?;
            match n % 3 {
                0 => Err(rusqlite::Error::QueryReturnedNoRows),
                1 => panic!("a fault in the middle of a write"),
                _ => Ok(()),
            }
        })
    };
    let all: Vec<_> = (0..30).map(write).collect();
    let mut good = 0;
    for (n, one) in (0..).zip(join(all).await) {
        assert_eq!(one.is_ok(), n % 3 == 2, "{n}: {one:?}");
        good += i64::from(one.is_ok());
    }
    let there: i64 = database
        .read(|conn| conn.query_row("SELECT count(*) FROM epochs", [], |row| row.get(0)))
        .await
        .map_err(|error: rusqlite::Error| error)
        .unwrap();
    assert_eq!(there, good);
}

/// Runs futures side by side, so that their writes meet in one batch.
async fn join<T>(futures: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut futures: Vec<_> = futures.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, slot) in futures.iter_mut().zip(&mut done) {
            if slot.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(cx)
            {
                *slot = Some(value);
            }
        }
        match done.iter().all(Option::is_some) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn a_database_that_another_process_holds_is_waited_for_and_then_refused() {
    let (server, mut admin) = TestServer::set_up().await;
    let holder = Connection::open(server.app.folder.database()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let busy = admin
        .post("/api/v1/users", json!({ "login": "0001", "name": "李雷" }))
        .await;
    busy.refused(503, "unavailable");
    assert_eq!(busy.header("retry-after"), "2");
    assert_eq!(admin.get("/api/v1/session").await.status, StatusCode::OK);
    holder.execute_batch("ROLLBACK").unwrap();
    let free = admin
        .post("/api/v1/users", json!({ "login": "0001", "name": "李雷" }))
        .await;
    assert_eq!(free.status, StatusCode::CREATED);
}

async fn command(arguments: &[&str]) -> Result<(), String> {
    let all = std::iter::once("server").chain(arguments.iter().copied());
    let cli = Cli::try_parse_from(all).map_err(|error| error.to_string())?;
    cli::run(cli).await.map_err(|error| format!("{error:#}"))
}

#[tokio::test]
async fn the_commands_do_what_they_say() {
    let (server, _) = TestServer::set_up().await;
    let (data, disk) = (server.folder.path().join("data"), TempDir::new().unwrap());
    let data = data.to_str().unwrap();
    let backups = disk.path().join("backups");
    let backups = backups.to_str().unwrap();

    command(&["verify", "--data", data]).await.unwrap();
    let add = [
        "user",
        "add",
        "--data",
        data,
        "--login",
        "0007",
        "--name",
        "韩梅梅",
        "--role",
        "SALES",
    ];
    command(&add).await.unwrap();
    assert!(command(&add).await.unwrap_err().contains("sign-in name"));
    let unknown = [
        "user", "add", "--data", data, "--login", "8", "--name", "x", "--role", "KING",
    ];
    assert!(command(&unknown).await.unwrap_err().contains("grants.role"));
    command(&["backup", "--data", data, "--to", backups])
        .await
        .unwrap();
    command(&["verify", "--backup", backups]).await.unwrap();
    let fresh = disk.path().join("fresh");
    command(&[
        "restore",
        "--from",
        backups,
        "--data",
        fresh.to_str().unwrap(),
    ])
    .await
    .unwrap();
    command(&["verify", "--data", fresh.to_str().unwrap()])
        .await
        .unwrap();
    command(&["key", "export", "--data", data]).await.unwrap();
    let nowhere = disk.path().join("nowhere");
    let nothing = command(&[
        "backup",
        "--data",
        nowhere.to_str().unwrap(),
        "--to",
        backups,
    ])
    .await;
    assert!(nothing.unwrap_err().contains("no server's data"));
    let elsewhere = ["serve", "--data", data, "--database-url", "postgres://x"];
    assert!(
        command(&elsewhere)
            .await
            .unwrap_err()
            .contains("SQLite only")
    );
    assert!(
        command(&["serve", "--tls-cert", "a.pem"])
            .await
            .unwrap_err()
            .contains("--tls-key")
    );

    std::fs::write(server.app.folder.organisation_key(), "damaged").unwrap();
    assert!(
        command(&["verify", "--data", data])
            .await
            .unwrap_err()
            .contains("1 problems")
    );
}

#[tokio::test]
async fn two_servers_never_share_a_folder() {
    let server = TestServer::new();
    let lock = server.app.folder.lock().unwrap();
    let again = server.app.folder.lock().unwrap_err();
    assert!(again.to_string().contains("another server"), "{again}");
    drop(lock);
    server.app.folder.lock().unwrap();
}
