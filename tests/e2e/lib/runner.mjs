// A small test runner: each test has its own devices and servers, which are taken down whatever happens.
// Tests run in lanes beside each other; one that measures runs alone, before them. A test fails too when a
// page reported an error nobody expected.
import { availableParallelism } from "node:os";
import { Builds } from "./builds.mjs";
import { Device } from "./device.mjs";
import { Server } from "./server.mjs";

const TIMEOUT_MS = 120_000;
/** Tests that run at the same time: most of a test is waiting for a browser. */
const LANES = Number(process.env.YINGKE_LANES ?? Math.min(2, availableParallelism()));
const tests = [];

/** Registers a test: `body` gets a {@link Case}. `alone`: nothing else runs while it measures. */
export function test(name, body, { timeout = TIMEOUT_MS, alone = false } = {}) {
  tests.push({ name, body, timeout, alone });
}

/** What a test works with. */
class Case {
  #started = [];

  constructor(name) {
    this.name = name;
    this.devices = [];
    /** What is told of it, in its place in the report. */
    this.notes = [];
  }

  /** A server of its own, with an empty data folder. */
  async server(options) {
    const server = await Server.start(options);
    this.#started.push(() => server.remove());
    return server;
  }

  /** A folder with the build, in which a test may publish another one. */
  async builds() {
    const builds = await Builds.copy();
    this.#started.push(() => builds.remove());
    return builds;
  }

  /** A browser with a profile of its own, as one device of one person. */
  async device(server, options) {
    const device = await Device.launch(server, options);
    this.devices.push(device);
    this.#started.push(() => device.remove());
    return device;
  }

  /** Prints what the test found out, for figures that are told and not judged. */
  note(text) {
    this.notes.push(`       ${text}`);
  }

  async end() {
    for (const stop of this.#started.reverse()) await stop().catch((e) => this.note(e));
  }
}

/** Runs everything registered and returns the number of failed tests. */
export async function runAll() {
  let failed = 0;
  const one = async ({ name, body, timeout }) => {
    const started = performance.now();
    const { error, notes } = await runOne(name, body, timeout);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    for (const note of notes) console.log(note);
    console.log(`${error ? "FAILED" : "ok    "} ${name} (${seconds} s)`);
    if (error) {
      failed += 1;
      console.log(indent(error.stack ?? String(error)));
    }
  };
  const lane = async (waiting) => {
    for (let next; (next = waiting.shift()); ) await one(next);
  };
  await lane(tests.filter((test) => test.alone));
  const together = tests.filter((test) => !test.alone);
  await Promise.all(Array.from({ length: LANES }, () => lane(together)));
  console.log(`${tests.length - failed} passed, ${failed} failed`);
  return failed;
}

async function runOne(name, body, timeout) {
  const kase = new Case(name);
  let timer;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${timeout / 1000} s`)), timeout);
  });
  try {
    await Promise.race([body(kase), tooLong]);
    for (const device of kase.devices) device.assertQuiet();
    return { error: null, notes: kase.notes };
  } catch (error) {
    for (const device of kase.devices) {
      await device.screenshotOfFailure(name);
      for (const text of device.errors) kase.note(`${device.name} reported: ${text}`);
    }
    return { error, notes: kase.notes };
  } finally {
    clearTimeout(timer);
    await kase.end();
  }
}

function indent(text) {
  return text.split("\n").map((line) => `       ${line}`).join("\n");
}
