// The shell: what every other test stands on. First load, offline start, updates, the policies.
import assert from "node:assert/strict";
import { audit } from "../lib/accessibility.mjs";
import { test } from "../lib/runner.mjs";

test("the first page opens in every width and theme without a violation", async (t) => {
  const server = await t.server();
  const device = await t.device(server);
  const bytes = await device.bytesDuring(() => device.goto("/"));
  t.note(`${(bytes / 1000).toFixed(1)} kB over the network until the app has drawn itself`);
  await audit(device, "start");
});

test("it starts without a network in a browser that was closed", async (t) => {
  const server = await t.server();
  const device = await t.device(server);
  await device.goto("/");
  await device.storedForOffline();
  await device.close();
  await server.stop();
  await device.open();
  await device.goto("/");
  // A deep link is answered by the same shell.
  await device.goto("/leads");
});

test("what the server answers itself is not taken for a page of the app", async (t) => {
  const server = await t.server();
  const device = await t.device(server);
  await device.goto("/");
  await device.storedForOffline();
  const answer = await device.page.goto(`${server.url}/healthz`);
  assert.doesNotMatch(await answer.text(), /yingke-files/);
});

test("an update is offered, waits for its turn, and then replaces the old build", async (t) => {
  const builds = await t.builds();
  const server = await t.server({ args: ["--assets", builds.folder] });
  const device = await t.device(server);
  await device.goto("/");
  await device.storedForOffline();
  const before = await build(device);

  const next = await builds.publish();
  await device.page.evaluate(() => {
    window.offered = new Promise((resolve) => addEventListener("yingke:update-ready", resolve));
  });
  await device.page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration()).update();
    await window.offered;
  });
  await device.page.reload();
  assert.equal(await build(device), before, "the old build stays until someone asks");
  assert.equal((await caches(device)).length, 2, "both builds are stored");

  const reloaded = device.page.waitForEvent("load");
  await device.page.evaluate(() => dispatchEvent(new Event("yingke:update-apply")));
  await reloaded;
  assert.equal(await build(device), next);
  await device.storedForOffline();
  await device.page.waitForFunction(async () => (await window.caches.keys()).length === 1);
});

test("a damaged build is never taken", async (t) => {
  const builds = await t.builds();
  const server = await t.server({ args: ["--assets", builds.folder] });
  const device = await t.device(server);
  await device.goto("/");
  await device.storedForOffline();
  const before = await build(device);
  device.expectError(/integrity|Failed to find a valid digest|ServiceWorker/i);

  await builds.publish({ damage: "manifest.webmanifest" });
  const state = await device.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
    const worker = registration.installing;
    if (worker) await new Promise((resolve) => worker.addEventListener("statechange", resolve));
    return worker?.state;
  });
  assert.equal(state, "redundant");
  assert.equal((await caches(device)).length, 1, "nothing of it stays");
  await device.page.reload();
  assert.equal(await build(device), before);
});

test("every worker starts under the policy of the page", async (t) => {
  const server = await t.server();
  const device = await t.device(server);
  await device.goto("/");
  const started = await device.page.evaluate(async () => {
    const { files } = JSON.parse(document.getElementById("yingke-files").textContent);
    const workers = Object.entries(files).filter(([name]) => name.startsWith("workers/"));
    const start = ([name, url]) => new Promise((resolve) => {
      // Rust workers are modules and say when they listen; plain ones wait to be spoken to.
      const rust = url.endsWith("_loader.js");
      const worker = new Worker(url, { type: rust ? "module" : "classic" });
      const end = (outcome) => { worker.terminate(); resolve([name, outcome]); };
      worker.onmessage = () => end("listens");
      worker.onerror = (event) => end(`error: ${event.message}`);
      setTimeout(() => end(rust ? "silent" : "listens"), rust ? 15_000 : 1_000);
    });
    return Object.fromEntries(await Promise.all(workers.map(start)));
  });
  assert.ok("workers/vault.js" in started, "the list names the vault");
  for (const [name, outcome] of Object.entries(started)) assert.equal(outcome, "listens", name);
});

test("markup that could run is refused, and foreign scripts too", async (t) => {
  const server = await t.server();
  const device = await t.device(server);
  await device.goto("/");
  const refused = await device.page.evaluate(() => {
    const attempts = [
      () => { document.createElement("div").innerHTML = "<img src=x onerror=alert(1)>"; },
      () => { document.createElement("div").innerHTML = "<script>alert(1)</script>"; },
      () => { document.createElement("div").innerHTML = "<a href='javascript:alert(1)'>x</a>"; },
      () => { document.createElement("div").innerHTML = "<p class=x\nonclick=alert(1)>x</p>"; },
      () => new Worker("https://example.org/x.js"),
      () => new Worker("/api/v1/blob"),
    ];
    return attempts.map((attempt) => {
      try { attempt(); return "allowed"; } catch (error) { return error.constructor.name; }
    });
  });
  assert.deepEqual(refused, Array(6).fill("TypeError"));
  const plain = await device.page.evaluate(() => {
    const box = document.createElement("div");
    box.innerHTML = "<p class=x>only = 5, javascript: 迎客</p>";
    return box.textContent;
  });
  assert.equal(plain, "only = 5, javascript: 迎客", "text is text, whatever it says");
});

function build(device) {
  return device.page.evaluate(() => JSON.parse(document.getElementById("yingke-files").textContent).build);
}

function caches(device) {
  return device.page.evaluate(() => window.caches.keys());
}
