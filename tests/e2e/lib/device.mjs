// One device of one person: a Chromium with a profile of its own that survives closing. (Ordinary
// Playwright contexts keep their storage in memory and would make "close and reopen" a lie.)
import assert from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { CHROMIUM, SCREENS, temporaryFolder } from "./paths.mjs";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];
/** What Chromium itself says when there is no network; no fault of the app. */
const NETWORK_NOISE = /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|FAILED)/;

export class Device {
  #context;
  #profile;
  #options;
  #expected = [];
  #cut = false;
  /** Errors the pages reported. */
  errors = [];

  /**
   * `size` is [width, height]; `touch` makes it a phone or tablet; `flags` are added to Chromium's; `at` is
   * where it is, which pages may ask then.
   */
  static async launch(server, options = {}) {
    const device = new Device();
    device.server = server;
    device.name = options.name ?? "device";
    device.#options = options;
    device.#profile = await temporaryFolder("profile");
    await device.open();
    return device;
  }

  /** Starts the browser on the same profile. */
  async open() {
    const { size = [1280, 800], touch = false, locale = "zh-CN", theme = "light", flags = [], at } = this.#options;
    this.#context = await chromium.launchPersistentContext(this.#profile, {
      executablePath: CHROMIUM,
      chromiumSandbox: false,
      args: [...FLAGS, ...flags],
      viewport: { width: size[0], height: size[1] },
      hasTouch: touch,
      locale,
      timezoneId: "Asia/Shanghai",
      colorScheme: theme,
      acceptDownloads: true,
      ...(at && { geolocation: at, permissions: ["geolocation"] }),
    });
    this.#context.on("console", (message) => {
      if (message.type() === "error") this.#report(message.text());
    });
    this.#context.on("weberror", (error) => this.#report(error.error().stack ?? String(error.error())));
    this.page = this.#context.pages()[0] ?? (await this.#context.newPage());
    this.page.setDefaultTimeout(15_000);
    if (!this.server.running) await this.#context.setOffline(true);
  }

  /** Closes the browser; the profile stays. */
  async close() {
    await this.#context?.close();
    this.#context = undefined;
  }

  async remove() {
    await this.close();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  get profile() {
    return this.#profile;
  }

  /** A second tab of the same browser. */
  async tab() {
    return this.#context.newPage();
  }

  /** Opens a path of the app and waits until the app has drawn something of its own. */
  async goto(path = "/") {
    await this.page.goto(this.server.url + path);
    await this.started();
  }

  /** Waits until the app has taken the first page's place; fails as soon as it says it cannot. */
  async started() {
    await this.page.waitForFunction(() => document.getElementById("boot")?.ariaBusy !== "true");
    const boot = this.page.locator("#boot");
    if (await boot.count()) assert.fail(`the app did not start: ${await boot.innerText()}`);
  }

  /** Waits until the app could start without a network. */
  async storedForOffline() {
    await this.page.locator("html[data-offline=ready]").waitFor({ state: "attached" });
  }

  /** The server process is stopped and the browser's network is cut; neither alone is offline. */
  async cutNetwork() {
    await this.server.stop();
    this.#cut = true;
    await this.#context.setOffline(true);
  }

  async restoreNetwork() {
    if (!this.server.running) await this.server.start();
    await this.#context.setOffline(false);
    this.#cut = false;
  }

  /** The device is somewhere else now: `{ latitude, longitude }`. */
  async moveTo(at) {
    await this.#context.setGeolocation(at);
  }

  /** Out of reach of any network; the server and everybody else go on. */
  async loseSignal() {
    this.#cut = true;
    await this.#context.setOffline(true);
  }

  async regainSignal() {
    await this.#context.setOffline(false);
    this.#cut = false;
  }

  /** The process of the tab is killed in the middle of whatever it does; an empty tab takes its place. */
  async killTab() {
    this.expectError(/crashed|Target closed/i);
    const devtools = await this.devtools();
    await Promise.race([devtools.send("Page.crash").catch(() => {}), sleep(500)]);
    await this.page.close().catch(() => {});
    this.page = await this.tab();
    this.page.setDefaultTimeout(15_000);
  }

  /** Says that an error matching `pattern` belongs to the test. */
  expectError(pattern) {
    this.#expected.push(pattern);
  }

  /** Fails if a page reported an error that was not expected. */
  assertQuiet() {
    assert.deepEqual(this.errors, [], `errors on ${this.name}`);
  }

  /** Writes `target/screens/<name>.png`. */
  async screenshot(name) {
    await mkdir(SCREENS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENS, `${name}.png`), animations: "disabled" });
  }

  async screenshotOfFailure(test) {
    const safe = test.replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60);
    await this.screenshot(`failed-${safe}-${this.name}`).catch(() => {});
  }

  /** Bytes over the network, as sent, while `work` runs. */
  async bytesDuring(work) {
    const session = await this.#context.newCDPSession(this.page);
    await session.send("Network.enable");
    let bytes = 0;
    session.on("Network.loadingFinished", (e) => { bytes += e.encodedDataLength; });
    await work();
    await session.detach();
    return bytes;
  }

  /** A DevTools session, for what Playwright has no words for. */
  async devtools() {
    return this.#context.newCDPSession(this.page);
  }

  #report(text) {
    // Another device's server may be back before this one's network is.
    const offline = (this.#cut || !this.server.running) && NETWORK_NOISE.test(text);
    if (!offline && !this.#expected.some((pattern) => pattern.test(text))) this.errors.push(text);
  }
}
