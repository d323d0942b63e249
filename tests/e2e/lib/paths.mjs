// Where things are, as xtask says; the defaults serve a run by hand from the checkout.
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The built app. */
export const DIST = process.env.YINGKE_DIST ?? join(ROOT, "dist");
/** The server binary, with the app inside. */
export const SERVER = process.env.YINGKE_SERVER ?? join(ROOT, "target/release/server");
/** Where results go. */
export const OUT = process.env.YINGKE_OUT ?? join(ROOT, "target");
export const SCREENS = join(OUT, "screens");
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** A new folder that the caller removes. */
export function temporaryFolder(purpose) {
  return mkdtemp(join(tmpdir(), `yingke-${purpose}-`));
}
