// A folder that serves the build under test and then another one, for tests of updates. The other
// build differs in its id alone.
import { cp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DIST, temporaryFolder } from "./paths.mjs";

const NEXT = "00000000000000b2";

export class Builds {
  static async copy() {
    const builds = new Builds();
    builds.folder = await temporaryFolder("builds");
    await cp(DIST, builds.folder, { recursive: true });
    // The compressed forms would still hold the first build.
    for (const name of await readdir(builds.folder)) {
      if (/\.(br|gz)$/.test(name)) await rm(join(builds.folder, name));
    }
    return builds;
  }

  /**
   * Replaces the build by the next one and returns its id. `damage` names a file whose content
   * then no longer fits the hash in the precache list.
   */
  async publish({ damage } = {}) {
    const page = await this.#read("index.html");
    const now = /"build":"([0-9a-f]+)"/.exec(page)[1];
    const changed = page.replace(now, NEXT);
    await this.#write("index.html", changed);
    const worker = await this.#read("sw.js");
    const pin = /\["\/", "(sha256-[^"]+)"\]/.exec(worker)[1];
    await this.#write("sw.js", worker.replace(now, NEXT).replace(pin, await integrity(changed)));
    if (damage) await this.#write(damage, `${await this.#read(damage)}\n`);
    return NEXT;
  }

  remove() {
    return rm(this.folder, { recursive: true });
  }

  #read(name) {
    return readFile(join(this.folder, name), "utf8");
  }

  #write(name, text) {
    return writeFile(join(this.folder, name), text);
  }
}

async function integrity(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256-${Buffer.from(hash).toString("base64")}`;
}
