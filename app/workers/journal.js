// Holds this tab's journal file in OPFS. A file opens in one worker only, and only in a dedicated worker; so each tab has its
// own file and this worker does nothing else. No WASM: nothing here may be slow to start or able to trap.
//
// Asked {id, do, ...}, answers {id, value} or {id, error: name of the exception}. Requests run one after another.
"use strict";

// Written as zeros ahead of time, so that captures go on when the disk is full.
const RESERVE = 2 * 1024 * 1024;
// Zeros left at the end when a file is read: a whole frame may end in some.
const TAIL = 64;
const JOURNAL = "journal-";

let folder;
let own;

const actions = {
  // Takes the first journal file that no other tab holds, and returns what is in it.
  async claim({ folder: name }) {
    const root = await navigator.storage.getDirectory();
    folder = await root.getDirectoryHandle(name, { create: true });
    if (own) release();
    own = await firstFree();
    const bytes = readAll(own.handle);
    reserve(own.handle);
    return { name: own.name, bytes };
  },

  // Writes and flushes; answered only when the bytes are with the disk.
  append({ at, bytes }) {
    writeAll(own.handle, bytes, at);
    own.handle.flush();
  },

  // Replaces the own file by one that holds only these bytes: first the new file, then the old one goes.
  async rotate({ bytes }) {
    const old = own;
    const next = await firstFree();
    next.handle.truncate(0);
    writeAll(next.handle, bytes, 0);
    next.handle.flush();
    own = next;
    old.handle.close();
    await folder.removeEntry(old.name);
    reserve(own.handle);
    return own.name;
  },

  // Journals of tabs that are gone. Those of living tabs are locked and left alone.
  async others() {
    const found = [];
    for await (const name of folder.keys()) {
      if (!name.startsWith(JOURNAL) || name === own?.name) continue;
      const handle = await open(name);
      if (!handle) continue;
      found.push({ name, bytes: readAll(handle) });
      handle.close();
    }
    return found;
  },

  async put({ name, bytes }) {
    const handle = await open(name);
    if (!handle) throw new DOMException("held by another tab", "NoModificationAllowedError");
    try {
      handle.truncate(0);
      writeAll(handle, bytes, 0);
      handle.flush();
    } finally {
      handle.close();
    }
  },

  async get({ name }) {
    try {
      const file = await (await folder.getFileHandle(name)).getFile();
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      if (error.name === "NotFoundError") return null;
      throw error;
    }
  },

  async remove({ name }) {
    try {
      await folder.removeEntry(name);
    } catch (error) {
      if (error.name !== "NotFoundError") throw error;
    }
  },

  async names() {
    const names = [];
    for await (const name of folder.keys()) names.push(name);
    return names;
  },
};

// A file of a tab that was killed may stay locked for a moment: then the next free one will do.
async function firstFree() {
  for (let number = 0; ; number += 1) {
    const name = JOURNAL + number;
    if (name === own?.name) continue;
    const handle = await open(name);
    if (handle) return { name, handle };
  }
}

/** The file's sync handle, or null when another tab holds it. */
async function open(name) {
  const file = await folder.getFileHandle(name, { create: true });
  try {
    return await file.createSyncAccessHandle();
  } catch (error) {
    if (error.name === "NoModificationAllowedError" || error.name === "InvalidStateError") return null;
    throw error;
  }
}

function release() {
  own.handle.close();
  own = undefined;
}

function writeAll(handle, bytes, at) {
  const written = handle.write(bytes, { at });
  if (written !== bytes.length) throw new DOMException("short write", "QuotaExceededError");
}

/** The content without the zeros kept in reserve. */
function readAll(handle) {
  const bytes = new Uint8Array(handle.getSize());
  handle.read(bytes, { at: 0 });
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.slice(0, Math.min(end + TAIL, bytes.length));
}

function reserve(handle) {
  const size = handle.getSize();
  if (size >= RESERVE) return;
  try {
    writeAll(handle, new Uint8Array(RESERVE - size), size);
    handle.flush();
  } catch {
    // No room for a reserve: appending still tries.
  }
}

let queue = Promise.resolve();

self.onmessage = ({ data }) => {
  queue = queue.then(async () => {
    try {
      self.postMessage({ id: data.id, value: await actions[data.do](data) });
    } catch (error) {
      self.postMessage({ id: data.id, error: error.name ?? String(error) });
    }
  });
};
