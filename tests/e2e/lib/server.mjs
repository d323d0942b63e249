// The server as a process of its own, with its own data folder and port. Stopping it and starting
// it again in the same place is also how tests cut the network: Playwright's own switch leaves
// service workers online.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SERVER, temporaryFolder } from "./paths.mjs";

const START_MS = 20_000;

export class Server {
  #process;
  #port;
  /** Everything it printed, over all its starts. */
  log = "";

  /** Starts on a free port; `args` are further flags of `serve`. */
  static async start({ args = [] } = {}) {
    const server = new Server();
    server.args = args;
    server.data = await temporaryFolder("data");
    server.#port = await freePort();
    await server.start();
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  get running() {
    return Boolean(this.#process);
  }

  /** The one-time code it prints while there is no organisation. */
  get setupCode() {
    return /setup code: (\S+)/.exec(this.log)?.[1];
  }

  /** Starts again where it was. */
  async start() {
    const flags = ["serve", "--listen", `127.0.0.1:${this.#port}`, "--data", this.data, ...this.args];
    const child = spawn(SERVER, flags, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => { this.log += text; });
    }
    this.#process = child;
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(`the server ended with ${code}:\n${this.log}`);
    });
    // Later ends are the business of stop() and kill().
    ended.catch(() => {});
    await Promise.race([ended, this.#healthy()]);
  }

  /** Lets it finish what it is doing. */
  stop() {
    return this.#end("SIGTERM");
  }

  /** Ends it in the middle of whatever it is doing. */
  kill() {
    return this.#end("SIGKILL");
  }

  async remove() {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }

  async #end(signal) {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  }

  async #healthy() {
    const deadline = performance.now() + START_MS;
    while (performance.now() < deadline) {
      const answer = await fetch(`${this.url}/healthz`).catch(() => null);
      if (answer?.ok) return;
      await sleep(50);
    }
    throw new Error(`the server did not answer within ${START_MS / 1000} s:\n${this.log}`);
  }
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
