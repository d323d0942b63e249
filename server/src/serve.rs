//! Running the server: listening, and stopping without cutting anybody off.

use crate::app::{self, App, Options};
use crate::auth::code;
use crate::cli::DataArgument;
use crate::clock::Clock;
use crate::content;
use crate::data_folder::DataFolder;
use crate::demo;
use crate::http::assets::Assets;
use crate::jobs::backup::Target;
use crate::jobs::{escalation, housekeeping};
use crate::tls;
use crate::tls::front::Front;
use crate::tls::local_ca::{self, LocalTls, Names};
use crate::tls::trust::Authority;
use anyhow::{Context, anyhow, bail};
use axum_server::Handle;
use hyper_util::rt::TokioTimer;
use rustls::ServerConfig;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long requests may take to finish after the server was told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How long a caller may take to send the head of a request.
const HEADERS: Duration = Duration::from_secs(20);

/// Options of `serve`.
#[derive(Clone, Debug, clap::Args)]
pub struct Serve {
    #[command(flatten)]
    data: DataArgument,
    /// Address and port to listen on.
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        env = "YINGKE_LISTEN",
        default_value = "127.0.0.1:8787"
    )]
    listen: SocketAddr,
    /// Folder with a built app, in place of the one inside the binary.
    #[arg(long, value_name = "FOLDER")]
    assets: Option<PathBuf>,
    /// A proxy in front ends TLS and sets X-Forwarded-For and X-Forwarded-Proto.
    #[arg(long)]
    behind_proxy: bool,
    /// Certificate chain (PEM); with --tls-key.
    #[arg(
        long,
        value_name = "FILE",
        requires = "tls_key",
        conflicts_with = "tls_local"
    )]
    tls_cert: Option<PathBuf>,
    /// Private key of the certificate (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Speak TLS with a certificate of its own; devices install its authority from /trust.
    #[arg(long)]
    tls_local: bool,
    /// Another name or address of this machine for --tls-local; may be repeated.
    #[arg(long, value_name = "NAME", requires = "tls_local")]
    tls_name: Vec<String>,
    /// Fills an empty folder with a made-up organisation, to look around; this machine only.
    #[arg(long)]
    demo: bool,
    /// Makes a backup into this folder at the start and every day.
    #[arg(long, value_name = "FOLDER")]
    backup_to: Option<PathBuf>,
    /// PostgreSQL in place of the built-in SQLite.
    #[arg(long, value_name = "URL", env = "DATABASE_URL")]
    database_url: Option<String>,
}

/// Runs until the process is told to stop.
pub async fn run(serve: Serve) -> anyhow::Result<()> {
    if serve.database_url.is_some() {
        bail!(
            "this version keeps its data in SQLite only; leave out --database-url (DATABASE_URL)"
        );
    }
    let folder = DataFolder::open(&serve.data.data)?;
    let _lock = folder.lock()?;
    let clock = Clock::system();
    let (tls, local_ca) = prepare_tls(&serve, &folder, &clock)?;
    let options = Options {
        behind_proxy: serve.behind_proxy,
        serves_tls: tls.is_some(),
        local_ca,
    };
    let fingerprint = options
        .local_ca
        .as_ref()
        .map(|authority| authority.fingerprint.clone());
    let assets = serve.assets.map_or(Assets::Embedded, Assets::Folder);
    let code = code::new()?;
    let app = Arc::new(App::open(folder, clock, assets, options, Some(&code))?);

    let listener = TcpListener::bind(serve.listen)
        .with_context(|| format!("listening on {}", serve.listen))?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    println!(
        "Yingke {} is at {scheme}://{}",
        env!("CARGO_PKG_VERSION"),
        listener.local_addr()?
    );
    if let Some(fingerprint) = fingerprint {
        println!("devices install its certificate from /trust; SHA-256 {fingerprint}");
    }
    if serve.demo {
        match demo::prepare(&app, serve.listen).await? {
            Some(entry) => print!("{entry}"),
            None => println!(
                "demo: the folder holds it already; the password is the one of its first start (delete the folder to begin anew)"
            ),
        }
    }
    let refusal = |problem| anyhow!("{problem}");
    match app.organisation().await.map_err(refusal)? {
        None => println!("setup code: {code}"),
        Some(_) => {
            let now = app.clock.now();
            let seeded = app.database.write(move |conn| content::seed(conn, now));
            seeded.await.map_err(refusal)?;
        }
    }

    tokio::spawn(housekeeping::keep_house(Arc::clone(&app)));
    tokio::spawn(escalation::report_late_work(Arc::clone(&app)));
    if let Some(folder) = serve.backup_to {
        tokio::spawn(housekeeping::back_up_daily(
            Arc::clone(&app),
            Target(folder),
        ));
    }
    let handle = Handle::new();
    tokio::spawn(stop_when_told(Arc::clone(&app), handle.clone()));
    accept(app, listener, tls, handle).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Serves on a listener until the handle says stop.
pub async fn accept(
    app: Arc<App>,
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    handle: Handle<SocketAddr>,
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let service = app::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let mut server = axum_server::from_tcp(listener)?
        .handle(handle)
        .acceptor(Front::new(tls));
    let mut http1 = server.http_builder().http1();
    http1.timer(TokioTimer::new()).header_read_timeout(HEADERS);
    server.serve(service).await
}

type Tls = (Option<Arc<ServerConfig>>, Option<Authority>);

fn prepare_tls(serve: &Serve, folder: &DataFolder, clock: &Clock) -> anyhow::Result<Tls> {
    if let (Some(chain), Some(key)) = (&serve.tls_cert, &serve.tls_key) {
        return Ok((Some(tls::from_files(chain, key)?), None));
    }
    if !serve.tls_local {
        return Ok((None, None));
    }
    let names = Names::new(&serve.tls_name, serve.listen.ip())?;
    let LocalTls {
        config,
        authority,
        fingerprint,
    } = local_ca::open(folder, &names, clock.now())?;
    Ok((
        Some(config),
        Some(Authority {
            certificate: authority,
            fingerprint,
        }),
    ))
}

async fn stop_when_told(app: Arc<App>, handle: Handle<SocketAddr>) {
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::info!("stopping");
    app.stopping.send_replace(true);
    handle.graceful_shutdown(Some(GRACE));
}
