// Runs the browser tests: `cargo xtask e2e [FILTER]`, where FILTER is part of a spec's name.
import { readdir } from "node:fs/promises";
import { runAll } from "./lib/runner.mjs";

const filter = process.argv[2] ?? "";
const folder = new URL("specs/", import.meta.url);
const specs = (await readdir(folder)).filter((f) => f.endsWith(".spec.mjs") && f.includes(filter));
if (specs.length === 0) throw new Error(`no spec contains "${filter}"`);
for (const spec of specs.sort()) await import(new URL(spec, folder));
process.exitCode = (await runAll()) === 0 ? 0 : 1;
