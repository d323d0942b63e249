// V8: `node profile.mjs <profile> <log>` looks for what tests/profile.rs left behind in a browser's profile. The
// log names every value. What was sealed must not be found; what the same code stored in the clear must be, or
// the search would prove nothing.
import { readFile } from "node:fs/promises";
import { found } from "../e2e/lib/scan.mjs";

const [folder, log] = process.argv.slice(2);
const lines = [...(await readFile(log, "utf8")).matchAll(/profile (sealed|clear) (text|key) (.*)$/gm)];

/** The values of one kind, each in the forms it could have been written in. */
async function hits(kind) {
  const own = lines.filter((line) => line[1] === kind);
  const texts = [...new Set(own.filter((line) => line[2] === "text").map((line) => line[3].trim()))];
  const keys = own.filter((line) => line[2] === "key").map((line) => Buffer.from(line[3].trim(), "hex"));
  return { all: texts.length, texts: await found(folder, texts), keys: await found(folder, [], keys) };
}

const sealed = await hits("sealed");
const clear = await hits("clear");
console.log(`sealed: ${sealed.texts.size} of ${sealed.all} values and ${sealed.keys.size} raw keys in the profile's files`);
console.log(`in the clear: ${clear.texts.size} of ${clear.all} values and ${clear.keys.size} raw keys`);
for (const [text, path] of sealed.texts) console.log(`  ${text} in ${path}`);
const enough = sealed.all === 200 && clear.all === 200;
const good = enough && sealed.texts.size === 0 && sealed.keys.size === 0
  && clear.texts.size >= clear.all * 0.95 && clear.keys.size === 1;
console.log(good ? "1 passed, 0 failed" : "0 passed, 1 failed");
process.exitCode = good ? 0 : 1;
