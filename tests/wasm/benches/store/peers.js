// The peers: IndexedDB by itself, and Dexie on top of it. One object per record, three indexes, one transaction for each piece
// of work. What is timed here is timed without the bench's own Rust in between.
//
// Every side works in a storage bucket of its own: a LevelDB that nobody else wrote into, whose size is that of its files.

const NAME = "bench";
const FIRST = 50;
const INDEXES = { stage: "stage", owner: ["owner", "created_at"], country: ["country", "source"] };

/** From now on the page's IndexedDB is that of this side's bucket. */
export async function enter(side) {
  const bucket = await navigator.storageBuckets.open(side);
  Object.defineProperty(window, "indexedDB", { value: bucket.indexedDB, configurable: true });
}

/** Deletes the side's bucket with everything in it. */
export async function clear(side) {
  await navigator.storageBuckets.delete(side);
}

/** Size of the side's files in bytes. */
export async function size(side) {
  const bucket = await navigator.storageBuckets.open(side);
  return (await bucket.estimate()).usage;
}

class Raw {
  async open(durability) {
    this.options = { durability };
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore("records", { keyPath: "id" });
      for (const [name, path] of Object.entries(INDEXES)) store.createIndex(name, path);
      request.result.createObjectStore("ops", { autoIncrement: true });
    };
    this.db = await answer(request);
  }

  async persist(records) {
    const tx = this.db.transaction("records", "readwrite", this.options);
    const store = tx.objectStore("records");
    for (const record of records) store.put(record);
    await end(tx);
  }

  first() {
    return answer(this.db.transaction("records").objectStore("records").getAll(null, FIRST));
  }

  all() {
    return answer(this.db.transaction("records").objectStore("records").getAll());
  }

  async save(op) {
    const tx = this.db.transaction("ops", "readwrite", this.options);
    tx.objectStore("ops").put(op);
    await end(tx);
  }

  close() {
    this.db.close();
  }
}

class OnDexie {
  async open(chromeTransactionDurability) {
    const { Dexie } = await dexie();
    this.db = new Dexie(NAME, { indexedDB, IDBKeyRange, chromeTransactionDurability });
    const indexes = Object.values(INDEXES).map((path) => (Array.isArray(path) ? `[${path.join("+")}]` : path));
    this.db.version(1).stores({ records: ["id", ...indexes].join(), ops: "++" });
    await this.db.open();
  }

  async persist(records) {
    await this.db.records.bulkPut(records);
  }

  first() {
    return this.db.records.limit(FIRST).toArray();
  }

  all() {
    return this.db.records.toArray();
  }

  async save(op) {
    await this.db.ops.put(op);
  }

  close() {
    this.db.close();
  }
}

const sides = { raw: Raw, dexie: OnDexie };

/** Version of the Dexie that is measured. */
export async function version() {
  return (await dexie()).Dexie.semVer;
}

/** Copied here before the bench starts; see xtask/src/bench.rs. */
function dexie() {
  return import("/node_modules/dexie.js");
}

/** Opens a side's database in its bucket. */
export async function opened(side, durability) {
  await enter(side);
  const peer = new sides[side]();
  await peer.open(durability);
  return peer;
}

/** Milliseconds to store these records in an empty database. */
export async function persist(side, records) {
  const peer = await opened(side, "relaxed");
  const ms = await timed(() => peer.persist(records));
  peer.close();
  return ms;
}

/** Milliseconds from the closed database to its first fifty records. */
export function first(side) {
  return read(side, (peer) => peer.first(), FIRST);
}

/** Milliseconds from the closed database to all its records, which must be `count`. */
export function all(side, count) {
  return read(side, (peer) => peer.all(), count);
}

/** Milliseconds to save one op. */
export function save(peer, op) {
  return timed(() => peer.save(op));
}

/** Closes what `opened` opened. */
export function close(peer) {
  peer.close();
}

async function read(side, query, count) {
  await dexie();
  await enter(side);
  const peer = new sides[side]();
  let found;
  const ms = await timed(async () => {
    await peer.open("relaxed");
    found = await query(peer);
  });
  peer.close();
  if (found.length !== count) throw new Error(`${side}: ${found.length} records instead of ${count}`);
  return ms;
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function answer(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function end(tx) {
  return new Promise((done, failed) => {
    tx.oncomplete = done;
    tx.onabort = () => failed(tx.error);
  });
}
