// Looks for texts in every file of a folder, in the forms a browser could have written them.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Which of `texts` stand in some file below `folder`, as UTF-8 or UTF-16, and which `keys`, byte for byte. */
export async function found(folder, texts, keys = []) {
  const wanted = new Map([...texts.map((text) => [text, forms(text)]), ...keys.map((key) => [key, [key]])]);
  const hits = new Map();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(path).catch(() => null);
    if (!bytes) continue;
    for (const [text, all] of wanted) {
      if (all.some((form) => bytes.includes(form))) {
        hits.set(text, path);
        wanted.delete(text);
      }
    }
  }
  return hits;
}

function forms(text) {
  return [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le"), Buffer.from(text, "utf16le").swap16()];
}
