//! Running the server: listening, and stopping without cutting anybody off.

use crate::app::{self, App, Options};
use crate::auth::code;
use crate::cli::DataArgument;
use crate::clock::Clock;
use crate::data_folder::DataFolder;
use crate::http::assets::Assets;
use anyhow::{Context, bail};
use axum_server::Handle;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long requests may take to finish after the server was told to stop.
const GRACE: Duration = Duration::from_secs(10);

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
    let assets = serve
        .assets
        .clone()
        .map_or(Assets::Embedded, Assets::Folder);
    let options = Options {
        behind_proxy: serve.behind_proxy,
        ..Options::default()
    };
    let code = code::new()?;
    let app = Arc::new(App::open(
        folder,
        Clock::system(),
        assets,
        options,
        Some(&code),
    )?);

    let listener = TcpListener::bind(serve.listen)
        .with_context(|| format!("listening on {}", serve.listen))?;
    listener.set_nonblocking(true)?;
    println!(
        "Yingke {} is at http://{}",
        env!("CARGO_PKG_VERSION"),
        listener.local_addr()?
    );
    if app
        .organisation()
        .await
        .map_err(|p| anyhow::anyhow!("{p:?}"))?
        .is_none()
    {
        println!("setup code: {code}");
    }

    let handle = Handle::new();
    tokio::spawn(stop_when_told(Arc::clone(&app), handle.clone()));
    let service = app::router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum_server::from_tcp(listener)?
        .handle(handle)
        .serve(service)
        .await?;
    tracing::info!("stopped");
    Ok(())
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
