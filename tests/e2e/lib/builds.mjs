// A second build of the same app, for tests of updates: one file more and another build id.
import { cp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DIST, temporaryFolder } from "./paths.mjs";

const BUILD = "00000000000000b2";

/** `damage` names a file whose content no longer fits the hash in the precache list. */
export async function otherBuild({ damage } = {}) {
  const dist = await temporaryFolder("build");
  await cp(DIST, dist, { recursive: true });
  for (const name of await readdir(dist)) {
    // The compressed forms still hold the first build.
    if (/\.(br|gz)$/.test(name)) await rm(join(dist, name));
  }
  const page = await readFile(join(dist, "index.html"), "utf8");
  const build = /"build":"([0-9a-f]+)"/.exec(page)[1];
  const changed = page.replace(build, BUILD);
  await writeFile(join(dist, "index.html"), changed);
  const worker = await readFile(join(dist, "sw.js"), "utf8");
  const pin = /\["\/", "(sha256-[^"]+)"\]/.exec(worker)[1];
  await writeFile(join(dist, "sw.js"), worker.replace(build, BUILD).replace(pin, await integrity(changed)));
  if (damage) {
    const text = await readFile(join(dist, damage), "utf8");
    await writeFile(join(dist, damage), `${text}\n`);
  }
  return { dist, build: BUILD, remove: () => rm(dist, { recursive: true }) };
}

async function integrity(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256-${Buffer.from(hash).toString("base64")}`;
}
