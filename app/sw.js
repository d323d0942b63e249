// The service worker: the whole app is stored on the device and starts from there.
//
// - A build is stored as a whole, each file checked against its hash, or not at all.
// - A new build waits until every page of the old one is closed, or until a person asks for it.
//   It is offered, never forced: work in progress belongs to the person.
// - The old build is removed only after the new one has taken over.
// - Data never passes through here: `/api` and every method but GET go straight to the network.
"use strict";

// Both are filled in by the build.
const BUILD = "";
const FILES = [];

const PREFIX = "yingke-";
const CACHE = PREFIX + BUILD;
const STORED = new Set(FILES.map(([url]) => url));
/** Paths that the server answers itself, also when a person opens them. */
const SERVERS_OWN = /^\/(api\/|trust\b|healthz$|metrics$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(store());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const name = stored(request, url.pathname);
  if (name) event.respondWith(answer(name, request));
});

/** The stored file that answers a request: every page of the app is the shell. */
function stored(request, path) {
  if (STORED.has(path)) return path;
  return request.mode === "navigate" && !SERVERS_OWN.test(path) ? "/" : null;
}

/** From this build's cache; from the network only if the browser has thrown the file away. */
async function answer(name, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(name)) ?? fetch(request);
}

/** Fetches what the previous build does not already hold, and checks every file. */
async function store() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(FILES.map(async ([url, integrity]) => {
      if (await cache.match(url)) return;
      const response = (await carriedOver(url)) ?? await fetched(url, integrity);
      await cache.put(url, response);
    }));
  } catch (error) {
    // Half a build is of no use to anyone.
    await caches.delete(CACHE);
    throw error;
  }
}

/** A file named by its content is the same in every build. */
async function carriedOver(url) {
  return url.startsWith("/a/") ? caches.match(url) : undefined;
}

async function fetched(url, integrity) {
  const get = (cache) => fetch(new Request(url, { integrity, cache, redirect: "error" }));
  // The page has just loaded most files named by content; a damaged copy of one is fetched anew.
  const response = url.startsWith("/a/")
    ? await get("default").catch(() => get("reload"))
    : await get("no-cache");
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
  // The page that brought the first worker along can go offline at once.
  await self.clients.claim();
}
