// Serves a built app. Stopping it and starting it again on the same port is how tests cut the
// network where it cannot be cut otherwise: Playwright's own switch leaves service workers online.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { DIST } from "./paths.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
};
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
  + "img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
  + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
  + "require-trusted-types-for 'script'; trusted-types default";

export class Server {
  #http;
  #port = 0;

  /** Starts on a free port; `dist` is the folder to serve. */
  static async start({ dist = DIST } = {}) {
    const server = new Server();
    server.dist = dist;
    await server.start();
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  get running() {
    return Boolean(this.#http);
  }

  /** Starts again where it was. */
  async start() {
    this.#http = createServer((request, response) => this.#answer(request, response));
    await new Promise((resolve) => this.#http.listen(this.#port, "127.0.0.1", resolve));
    this.#port = this.#http.address().port;
  }

  async stop() {
    const http = this.#http;
    this.#http = undefined;
    http?.closeAllConnections();
    await new Promise((resolve) => (http ? http.close(resolve) : resolve()));
  }

  async remove() {
    await this.stop();
  }

  #answer(request, response) {
    const path = normalize(new URL(request.url, this.url).pathname);
    let file = join(this.dist, path);
    if (path === "/" || !extname(path)) file = join(this.dist, "index.html");
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const brotli = existsSync(`${file}.br`) && /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "cache-control": path.startsWith("/a/") ? "public, max-age=31536000, immutable" : "no-cache",
      "content-security-policy": POLICY,
      vary: "accept-encoding",
      ...(brotli ? { "content-encoding": "br" } : {}),
    });
    createReadStream(brotli ? `${file}.br` : file).pipe(response);
  }
}
