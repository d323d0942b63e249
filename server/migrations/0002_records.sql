-- The records of the organisation, the ops that made them, and the feed (design §4, §5).

-- Where facets live. The sum over the hashes of its facets tells two replicas apart.
CREATE TABLE buckets (
    number INTEGER PRIMARY KEY,
    bucket BLOB NOT NULL UNIQUE CHECK (length(bucket) = 34),
    sum    BLOB NOT NULL CHECK (length(sum) = 16)
) STRICT;

-- A record's fields of one level, as they travel. `seq` is the server sequence of the last change.
CREATE TABLE facets (
    number  INTEGER PRIMARY KEY,
    record  BLOB NOT NULL CHECK (length(record) = 16),
    level   INTEGER NOT NULL,
    bucket  INTEGER NOT NULL REFERENCES buckets (number),
    seq     INTEGER NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (record, level)
) STRICT;
-- A pull walks this index from its cursor on and touches only the rows it sends.
CREATE INDEX facets_by_seq ON facets (seq, bucket);

-- A facet left a bucket.
CREATE TABLE leaves (
    seq    INTEGER NOT NULL,
    record BLOB NOT NULL,
    level  INTEGER NOT NULL,
    bucket BLOB NOT NULL,
    PRIMARY KEY (seq, record, level, bucket)
) STRICT, WITHOUT ROWID;

-- By what a record is found: its references, and how somebody is recognised.
CREATE TABLE keys (
    key    BLOB NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (key, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX keys_by_record ON keys (record);

-- Records lent to a user by assignment, up to a level.
CREATE TABLE shares (
    account BLOB NOT NULL,
    record  BLOB NOT NULL,
    level   INTEGER NOT NULL,
    PRIMARY KEY (account, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX shares_by_record ON shares (record);

-- Every op ever received, with its receipt: never changed, never deleted.
CREATE TABLE ops (
    seq         INTEGER PRIMARY KEY,          -- of the receipt and of the effects
    replica     INTEGER NOT NULL,
    epoch       INTEGER NOT NULL,
    number      INTEGER NOT NULL,
    hash        BLOB NOT NULL CHECK (length(hash) = 32),
    receipt     BLOB NOT NULL,
    content     BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    UNIQUE (replica, epoch, number)
) STRICT;
CREATE INDEX ops_by_replica ON ops (replica);

-- For each life of a replica: the op number below which nothing is missing.
CREATE TABLE progress (
    replica INTEGER NOT NULL,
    epoch   INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    PRIMARY KEY (replica, epoch)
) STRICT, WITHOUT ROWID;

-- Bucket sets that cursors name by fingerprint.
CREATE TABLE reaches (
    fingerprint INTEGER PRIMARY KEY,
    content     BLOB NOT NULL
) STRICT;

-- The last document number of each series and year.
CREATE TABLE numbers (
    prefix TEXT NOT NULL,
    year   INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (prefix, year)
) STRICT, WITHOUT ROWID;

-- Earlier lives of this server, and up to which sequence the present one agrees with them.
CREATE TABLE epochs (
    epoch INTEGER PRIMARY KEY,
    base  INTEGER NOT NULL
) STRICT;

-- Which facets name a blob: whoever may see one of them may fetch it.
CREATE TABLE blob_uses (
    hash   BLOB NOT NULL CHECK (length(hash) = 32),
    record BLOB NOT NULL,
    level  INTEGER NOT NULL,
    PRIMARY KEY (hash, record, level)
) STRICT, WITHOUT ROWID;
