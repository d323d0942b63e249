// The raw limit: IndexedDB as one would use it without us. One object per record, three indexes, relaxed durability for bulk work.

export async function rawOpen(name) {
  await new Promise((done, failed) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = done;
    request.onerror = failed;
  });
  return reopen(name);
}

export function reopen(name) {
  return new Promise((done, failed) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore("records", { keyPath: "id" });
      store.createIndex("stage", "stage");
      store.createIndex("owner", ["owner", "updated"]);
      store.createIndex("city", ["country", "city"]);
      request.result.createObjectStore("ops", { autoIncrement: true });
    };
    request.onsuccess = () => done(request.result);
    request.onerror = failed;
  });
}

export function decode(json) {
  return JSON.parse(json);
}

function finished(tx) {
  return new Promise((done, failed) => {
    tx.oncomplete = done;
    tx.onabort = failed;
  });
}

export async function rawPersist(db, records) {
  for (let from = 0; from < records.length; from += 1000) {
    const tx = db.transaction("records", "readwrite", { durability: "relaxed" });
    const store = tx.objectStore("records");
    for (const record of records.slice(from, from + 1000)) store.put(record);
    await finished(tx);
  }
}

function answered(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = failed;
  });
}

export async function rawFirst(db) {
  return (await answered(db.transaction("records").objectStore("records").getAll(null, 50))).length;
}

export async function rawAll(db) {
  return (await answered(db.transaction("records").objectStore("records").getAll())).length;
}

export async function rawSave(db, record) {
  const tx = db.transaction(["records", "ops"], "readwrite", { durability: "strict" });
  tx.objectStore("records").put(record);
  tx.objectStore("ops").put({ kind: 1, record: record.id, at: record.updated, note: record.note });
  await finished(tx);
}

export function close(db) {
  db.close();
}
