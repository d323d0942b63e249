//! The server as one value: what it holds, and which call goes where.

use crate::auth::attempts::Attempts;
use crate::auth::password::Passwords;
use crate::blobs::upload::Uploads;
use crate::clock::Clock;
use crate::data_folder::DataFolder;
use crate::error::{Code, Problem};
use crate::http::assets::{self, Assets};
use crate::http::{body, edge, headers};
use crate::metrics::{self, Metrics};
use crate::organisation::{self, Organisation};
use crate::store::Database;
use crate::store::meta::{self, Fact};
use crate::store::records::Records;
use crate::sync::body::MAX_BODY;
use crate::sync::exchange;
use crate::sync::poke::{self, Pokes};
use crate::sync::rescue::{self, MAX_RESCUE};
use crate::tls::trust::{self, Authority};
use crate::{admin, auth, blobs, openapi, organisation_key};
use axum::extract::{DefaultBodyLimit, State};
use axum::routing::get;
use axum::{Json, Router, middleware};
use serde_json::{Value, json};
use shared::domain::organisation::OrgUnit;
use shared::entity::Id;
use shared::sealed::OrgPrivateKey;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::watch;
use tower_http::compression::CompressionLayer;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

/// How this server was started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A proxy in front of it ends TLS and tells who is calling.
    pub behind_proxy: bool,
    /// It speaks TLS itself.
    pub serves_tls: bool,
    /// The authority it made itself, offered at `/trust`.
    pub local_ca: Option<Authority>,
}

/// Everything a request may need.
pub struct App {
    /// The time.
    pub clock: Clock,
    /// The tables.
    pub database: Database,
    /// The folder with everything else.
    pub folder: DataFolder,
    /// Password hashing.
    pub passwords: Passwords,
    /// Recent attempts to come in.
    pub attempts: Attempts,
    /// Kept form of the code that setup asks for; `None` when setup is done.
    pub setup_code: Option<[u8; 32]>,
    /// How it was started.
    pub options: Options,
    /// The app's files.
    pub assets: Assets,
    /// Blobs on their way in.
    pub uploads: Uploads,
    /// Counters.
    pub metrics: Metrics,
    /// Says that something has changed.
    pub pokes: Pokes,
    /// Turns `true` when the server is about to stop.
    pub stopping: watch::Sender<bool>,
    key: RwLock<Option<Arc<OrgPrivateKey>>>,
}

/// Memory for one password hash: 19 MiB, the floor that OWASP recommends for Argon2id.
const PASSWORD_KIB: u32 = 19_456;

impl App {
    /// Opens a data folder.
    pub fn open(
        folder: DataFolder,
        clock: Clock,
        assets: Assets,
        options: Options,
        setup_code: Option<&str>,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            database: Database::open(&folder.database())?,
            key: RwLock::new(organisation_key::load(&folder)?.map(Arc::new)),
            passwords: Passwords::new(PASSWORD_KIB)?,
            attempts: Attempts::default(),
            setup_code: setup_code.map(auth::code::hash_of),
            uploads: Uploads::default(),
            metrics: Metrics::default(),
            pokes: Pokes::default(),
            stopping: watch::Sender::new(false),
            folder,
            clock,
            assets,
            options,
        })
    }

    /// The organisation, once setup is done.
    pub async fn organisation(&self) -> Result<Option<Organisation>, Problem> {
        let facts = self.database.read(|conn| {
            let Some(unit) = meta::get::<[u8; 16]>(conn, Fact::Organisation)? else {
                return Ok(None);
            };
            let record = Records::reading(conn).record(Id(unit))?;
            let name = record.map(|unit| unit.text(OrgUnit::NAME).to_owned());
            let epoch: u32 = meta::get(conn, Fact::ServerEpoch)?.unwrap_or(0);
            let demo: bool = meta::get(conn, Fact::Demo)?.unwrap_or(false);
            Ok::<_, Problem>(Some((name.unwrap_or_default(), epoch, demo)))
        });
        let Some((organisation, server_epoch, demo)) = facts.await? else {
            return Ok(None);
        };
        let key = self
            .key()
            .ok_or_else(|| Problem::internal("organisation.key is missing"))?;
        let org_public_key = organisation_key::public(&key).map_err(Problem::internal)?;
        Ok(Some(Organisation {
            organisation,
            org_public_key,
            server_epoch,
            demo,
        }))
    }

    /// The organisation key, once there is one.
    pub fn key(&self) -> Option<Arc<OrgPrivateKey>> {
        self.key
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Makes the organisation key if there is none.
    pub fn ensure_key(&self) -> Result<(), Problem> {
        let mut key = self.key.write().unwrap_or_else(PoisonError::into_inner);
        if key.is_none() {
            let made = organisation_key::create(&self.folder).map_err(Problem::internal)?;
            *key = Some(Arc::new(made));
        }
        Ok(())
    }
}

/// Every call of the API, with its description: one cannot be added without the other.
pub fn api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(openapi::frame())
        .routes(routes!(organisation::status))
        .routes(routes!(organisation::setup))
        .routes(routes!(auth::sign_in::sign_in))
        .routes(routes!(auth::sign_in::redeem))
        .routes(routes!(auth::account::session))
        .routes(routes!(auth::account::sign_out))
        .routes(routes!(auth::account::change_password))
        .routes(routes!(admin::devices::list))
        .routes(routes!(admin::devices::rename))
        .routes(routes!(admin::devices::revoke))
        .routes(routes!(admin::users::list, admin::users::invite))
        .routes(routes!(admin::users::new_code))
        .routes(routes!(admin::users::disable))
        .routes(routes!(admin::users::enable))
        .routes(routes!(poke::poke))
        .routes(routes!(exchange::sync).layer(DefaultBodyLimit::max(MAX_BODY)))
        .routes(routes!(rescue::rescue).layer(DefaultBodyLimit::max(MAX_RESCUE)))
        .routes(routes!(blobs::upload::standing, blobs::download::download))
        .routes(routes!(blobs::upload::chunk).layer(DefaultBodyLimit::max(blobs::MAX_CHUNK)))
}

/// The whole server.
pub fn router(app: Arc<App>) -> Router {
    let (api, description) = api().split_for_parts();
    api.route(
        "/api/openapi.json",
        get(|| async move { Json(description) }),
    )
    .route("/healthz", get(health))
    .route("/metrics", get(metrics::metrics))
    .route("/trust", get(trust::page))
    .route("/trust/ca.crt", get(trust::certificate))
    .method_not_allowed_fallback(async || Problem::new(Code::MethodNotAllowed))
    .fallback(assets::serve)
    .layer(DefaultBodyLimit::max(body::LIMIT))
    .layer(CompressionLayer::new())
    .layer(middleware::from_fn_with_state(Arc::clone(&app), edge::edge))
    .layer(middleware::from_fn(headers::guard))
    .layer(middleware::from_fn_with_state(
        Arc::clone(&app),
        metrics::count,
    ))
    .with_state(app)
}

/// Alive, and able to read its database.
async fn health(State(app): State<Arc<App>>) -> Result<Json<Value>, Problem> {
    let read = app
        .database
        .read(|conn| conn.query_row("SELECT 1", [], |row| row.get::<_, i64>(0)));
    read.await.map_err(Problem::from)?;
    Ok(Json(json!({ "status": "ok" })))
}
