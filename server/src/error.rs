//! What the API says when it says no: `application/problem+json` with a stable code.
//!
//! The app words a problem in the user's language from `code` and `args`; `title` is for people who
//! read the raw answer.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:ident $code:literal $title:literal,)*) => {
        /// Every reason the API can give. The texts are fixed: clients match on them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code there is, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }

            /// The HTTP status it travels with.
            pub const fn status(self) -> StatusCode {
                match self { $(Code::$name => StatusCode::$status,)* }
            }

            const fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }
        }
    };
}

codes! {
    /// The body or a parameter could not be read; `args.detail` says where.
    Malformed = BAD_REQUEST "malformed" "The request could not be read.",
    /// A field breaks a rule; `args.field` and `args.rule` name them.
    Invalid = UNPROCESSABLE_ENTITY "invalid" "A value is not acceptable.",
    /// The body is larger than this call takes; `args.limit` in bytes.
    TooLarge = PAYLOAD_TOO_LARGE "too_large" "The request is too large.",
    /// The body has a type or compression this call does not take.
    UnsupportedType = UNSUPPORTED_MEDIA_TYPE "unsupported_type" "This type of content is not accepted here.",
    /// The exchange has a version this server does not speak: one side needs an update.
    UnknownProtocol = BAD_REQUEST "unknown_protocol" "This version of the exchange is not known here.",
    /// No such address, or no such record for this caller.
    NotFound = NOT_FOUND "not_found" "There is nothing here.",
    /// The address exists, the method does not.
    MethodNotAllowed = METHOD_NOT_ALLOWED "method_not_allowed" "This address does not take that method.",
    /// No session, or one that has ended: sign in.
    SignInNeeded = UNAUTHORIZED "sign_in_needed" "Sign in first.",
    /// Name or password is wrong; which of them is not told.
    WrongCredentials = UNAUTHORIZED "wrong_credentials" "The name or the password is wrong.",
    /// The one-time code is wrong, used or too old.
    WrongCode = FORBIDDEN "wrong_code" "The code is wrong, used or too old.",
    /// An administrator has disabled the account.
    AccountDisabled = UNAUTHORIZED "account_disabled" "This account is disabled.",
    /// The device was reported lost: the app wipes what it holds.
    DeviceRevoked = UNAUTHORIZED "device_revoked" "This device was reported lost.",
    /// Signed in, but not allowed.
    Forbidden = FORBIDDEN "forbidden" "This account may not do that.",
    /// The request comes from a page of another site.
    CrossSite = FORBIDDEN "cross_site" "Requests from other sites are refused.",
    /// Plain HTTP from another machine: nothing is served but a page that explains it.
    InsecureOrigin = FORBIDDEN "insecure_origin" "This address is not encrypted.",
    /// Too many attempts; `Retry-After` in seconds.
    TooManyAttempts = TOO_MANY_REQUESTS "too_many_attempts" "Too many attempts; wait a little.",
    /// Setup was done already.
    AlreadySetUp = CONFLICT "already_set_up" "This server has been set up already.",
    /// Setup has not been done.
    NotSetUp = CONFLICT "not_set_up" "This server has not been set up yet.",
    /// Another account has this sign-in name.
    LoginTaken = CONFLICT "login_taken" "Another account has this sign-in name.",
    /// The organisation would be left without an administrator.
    LastAdministrator = CONFLICT "last_administrator" "The last administrator must stay.",
    /// The chunk does not start where the upload stands; `Upload-Offset` says where that is.
    WrongOffset = CONFLICT "wrong_offset" "The upload stands at another offset.",
    /// The bytes do not have the hash they were announced with; the upload starts again.
    HashMismatch = UNPROCESSABLE_ENTITY "hash_mismatch" "The content does not match its hash.",
    /// The bytes are not of the announced type.
    TypeMismatch = UNPROCESSABLE_ENTITY "type_mismatch" "The content is not of the announced type.",
    /// Writing waits for free space on the server; reading goes on. `Retry-After` in seconds.
    StorageFull = INSUFFICIENT_STORAGE "storage_full" "The server's disk is full.",
    /// The server is busy or stopping; `Retry-After` in seconds.
    Unavailable = SERVICE_UNAVAILABLE "unavailable" "The server is busy; try again.",
    /// A fault of the server; the log has the details.
    Internal = INTERNAL_SERVER_ERROR "internal" "Something is wrong on the server.",
}

/// A refusal on its way to the caller.
#[derive(Debug)]
pub struct Problem {
    /// Why.
    pub code: Code,
    args: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// The body of a refusal (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Always `about:blank`: the code says it all.
    r#type: &'static str,
    /// English text for people who read the raw answer.
    title: &'static str,
    /// The HTTP status, repeated.
    status: u16,
    /// Stable word to match on.
    code: &'static str,
    /// Values for the text the app shows.
    args: Map<String, Value>,
}

impl Problem {
    /// A refusal for this reason.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            args: Map::new(),
            headers: Vec::new(),
        }
    }

    /// A value breaks `rule` (`required`, `too_short`, `too_long`, `too_common`, `format`…).
    pub fn invalid(field: &'static str, rule: &'static str) -> Self {
        Self::new(Code::Invalid)
            .arg("field", field)
            .arg("rule", rule)
    }

    /// Adds a value for the text.
    pub fn arg(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a response header.
    pub fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Asks the caller to wait this many seconds.
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header(header::RETRY_AFTER, seconds)
            .arg("retry_after", seconds)
    }

    /// A fault of ours: logged in full here, told without details.
    pub fn internal(fault: impl std::fmt::Display) -> Self {
        tracing::error!(fault = %fault, "request failed");
        Self::new(Code::Internal)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let args: Vec<String> = self
            .args
            .iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        match args.is_empty() {
            true => f.write_str(self.code.title()),
            false => write!(f, "{} ({})", self.code.title(), args.join(", ")),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.code.status();
        let body = ProblemBody {
            r#type: "about:blank",
            title: self.code.title(),
            status: status.as_u16(),
            code: self.code.as_str(),
            args: self.args,
        };
        let mut response = (status, Json(body)).into_response();
        let problem = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, problem);
        response.headers_mut().extend(self.headers);
        response
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull};
        match error.sqlite_error_code() {
            Some(DiskFull) => Self::new(Code::StorageFull).retry_after(60),
            Some(DatabaseBusy | DatabaseLocked) => Self::new(Code::Unavailable).retry_after(2),
            _ => Self::internal(error),
        }
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::new(Code::StorageFull).retry_after(60),
            _ => Self::internal(error),
        }
    }
}

impl From<crate::random::NoRandomness> for Problem {
    fn from(error: crate::random::NoRandomness) -> Self {
        Self::internal(error)
    }
}

impl From<tokio::task::JoinError> for Problem {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::internal(error)
    }
}
