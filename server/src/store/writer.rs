//! The one thread that writes.
//!
//! Whatever is waiting when the thread comes round shares one commit, and so one flush to disk: a crowd
//! of devices coming back costs a few flushes, not one each. Inside the shared transaction every job
//! has its own savepoint, so one that fails takes nothing with it. Nobody is answered before the commit.

use rusqlite::{Connection, ErrorCode, ffi};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// Jobs that may wait; beyond it callers are told to come back.
const QUEUE: usize = 1_024;
/// Jobs that share one commit at most, so that nobody waits long for its neighbours.
const BATCH: usize = 64;

/// Runs on the connection, or is told why it cannot.
type Job = Box<dyn FnOnce(Result<&Connection, rusqlite::Error>) -> Outcome + Send>;
type Tell = Box<dyn FnOnce(Result<(), rusqlite::Error>) + Send>;

/// A job that has run but whose effects are not on disk yet.
struct Outcome {
    keep: bool,
    tell: Tell,
}

pub(super) struct Writer {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(conn: Connection) -> std::io::Result<Self> {
        let (jobs, queue) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || run(&conn, &queue))?;
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread),
        })
    }

    pub(super) async fn write<T, E>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            let result = conn.map_err(E::from).and_then(work);
            Outcome {
                keep: result.is_ok(),
                tell: Box::new(move |commit| {
                    let result = result.and_then(|value| commit.map(|()| value).map_err(E::from));
                    // The caller may have gone away; its work is done all the same.
                    let _ = answer.send(result);
                }),
            }
        });
        let accepted = self
            .jobs
            .as_ref()
            .is_some_and(|jobs| jobs.try_send(job).is_ok());
        if !accepted {
            return Err(failure(ffi::SQLITE_BUSY, "too many writes are waiting").into());
        }
        match answered.await {
            Ok(result) => result,
            Err(_) => Err(failure(ffi::SQLITE_INTERNAL, "a write panicked").into()),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer thread had died");
        }
    }
}

fn run(conn: &Connection, queue: &Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        let batch = std::iter::once(first).chain(queue.try_iter().take(BATCH - 1));
        let mut batch = batch.peekable();
        // A disk that is full can end a transaction early; the jobs behind it get another.
        while batch.peek().is_some() {
            let mut kept = Vec::new();
            let committed = transact(conn, &mut batch, &mut kept);
            if committed.is_err() && !conn.is_autocommit() {
                let _ = conn.execute_batch("ROLLBACK");
            }
            for tell in kept {
                tell(match &committed {
                    Ok(()) => Ok(()),
                    Err(error) => Err(copy(error)),
                });
            }
        }
    }
}

/// Runs jobs in one transaction, until there are no more or it ends early.
fn transact(
    conn: &Connection,
    batch: &mut impl Iterator<Item = Job>,
    kept: &mut Vec<Tell>,
) -> rusqlite::Result<()> {
    if let Err(error) = conn
        .prepare_cached("BEGIN IMMEDIATE")
        .and_then(|mut sql| sql.execute([]))
    {
        // Only those that wait already: one that comes once a neighbour was told deserves its own try.
        let waiting: Vec<Job> = batch.collect();
        for job in waiting {
            (job(Err(copy(&error))).tell)(Ok(()));
        }
        return Err(error);
    }
    for job in batch {
        conn.prepare_cached("SAVEPOINT job")?.execute([])?;
        match catch_unwind(AssertUnwindSafe(|| job(Ok(conn)))) {
            Ok(Outcome { keep: true, tell }) => kept.push(tell),
            Ok(Outcome { keep: false, tell }) => {
                tell(Ok(()));
                undo(conn)?;
            }
            Err(_) => undo(conn)?,
        }
        if conn.is_autocommit() {
            return Err(failure(ffi::SQLITE_FULL, "the transaction was rolled back"));
        }
        conn.prepare_cached("RELEASE job")?.execute([])?;
    }
    conn.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

fn undo(conn: &Connection) -> rusqlite::Result<()> {
    if !conn.is_autocommit() {
        conn.prepare_cached("ROLLBACK TO job")?.execute([])?;
    }
    Ok(())
}

fn failure(code: std::ffi::c_int, text: &str) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some(text.to_owned()))
}

/// The same failure once more: every job of a batch is told of it.
fn copy(error: &rusqlite::Error) -> rusqlite::Error {
    match error {
        rusqlite::Error::SqliteFailure(code, text) => {
            rusqlite::Error::SqliteFailure(*code, text.clone())
        }
        other => {
            let code = other
                .sqlite_error_code()
                .unwrap_or(ErrorCode::InternalMalfunction);
            failure(ffi::SQLITE_INTERNAL, &format!("{code:?}: {other}"))
        }
    }
}
