-- Who may come in: accounts, their devices, sessions and one-time codes; and what is remembered of it.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- An account is how a User record signs in; both have the same id. Name, roles and whether the user
-- is active stand in the record.
CREATE TABLE accounts (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    login      TEXT NOT NULL UNIQUE,         -- folded: trimmed, lower case
    password   TEXT,                         -- PHC string; NULL until the invitation is redeemed
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE devices (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    revoked_at   INTEGER
) STRICT;

-- A (device, account) pair. Numbers are never given twice; 0 is the server itself.
CREATE TABLE replicas (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    device     BLOB NOT NULL REFERENCES devices (id),
    account    BLOB NOT NULL REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    UNIQUE (device, account)
) STRICT;
CREATE INDEX replicas_by_account ON replicas (account);

-- Tokens are kept as SHA-256 only.
CREATE TABLE sessions (
    token      BLOB PRIMARY KEY CHECK (length(token) = 32),
    replica    INTEGER NOT NULL REFERENCES replicas (number),
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_replica ON sessions (replica);

-- Lets a replica deliver what it captured after its session ended; opens nothing.
CREATE TABLE push_credentials (
    token      BLOB PRIMARY KEY CHECK (length(token) = 32),
    replica    INTEGER NOT NULL REFERENCES replicas (number),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX push_credentials_by_replica ON push_credentials (replica);

-- Invitations and lost passwords: whoever holds the code chooses the password, once.
CREATE TABLE codes (
    hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
    account    BLOB NOT NULL UNIQUE REFERENCES accounts (id),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Security events. Each entry holds the hash of the one before: nothing can be changed or taken out unseen.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    actor  BLOB,                             -- account, if there was one
    device BLOB,
    action TEXT NOT NULL,
    detail TEXT NOT NULL,                    -- JSON
    hash   BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE blobs (
    hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
    size       INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    replica    INTEGER NOT NULL              -- who brought it first
) STRICT, WITHOUT ROWID;
