// axe on the page as it is, and on the page in every width and theme it has.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Heights that go with the widths the product is made for. */
export const WIDTHS = [[360, 740], [1024, 768], [1280, 800], [1440, 900]];
/** Those a state in the middle of a flow is looked at in. */
const THREE = [[360, 740], [1024, 768], [1440, 900]];
export const THEMES = ["light", "dark"];

/** Fails with a list of what is wrong and where. */
export async function assertAccessible(device, where) {
  // Through DevTools, because the page's own policy allows no foreign script.
  const session = await device.devtools();
  // Once a document: reading it takes longer than most audits.
  const known = await session.send("Runtime.evaluate", { expression: "typeof axe" });
  if (known.result.value === "undefined") await session.send("Runtime.evaluate", { expression: axe });
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression: `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then((r) =>
      JSON.stringify(r.violations.map((v) => v.id + ": " + v.help + " @ " + v.nodes.map((n) => n.target.join(" ")).join(", "))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  assert.equal(exceptionDetails, undefined, "axe itself failed");
  assert.deepEqual(JSON.parse(result.value), [], `accessibility of ${where}`);
}

/**
 * One loaded page in every width and theme: axe on each, a screenshot of each as
 * `<name>-<width>-<theme>.png`. No page may scroll sideways.
 */
export async function audit(device, name) {
  await inEach(WIDTHS, device, async (width) => {
    for (const colorScheme of THEMES) {
      // A colour on its way from one theme to the other is no colour of the design.
      await device.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await device.page.evaluate(settled);
      const where = `${name}-${width}-${colorScheme}`;
      await assertAccessible(device, where);
      await fits(device, where);
    }
  });
}

/** One loaded page in three widths: a picture of each. */
export async function pictures(device, name) {
  await inEach(THREE, device, async (width) => {
    await device.page.evaluate(settled);
    await fits(device, `${name}-${width}`);
  });
}

/** One state of a page in three widths: axe on each, a picture of each; then the page is as wide as before. */
export async function looks(device, name) {
  const before = device.page.viewportSize();
  await inEach(THREE, device, async (width) => {
    await device.page.evaluate(() => scrollTo(0, 0));
    await assertAccessible(device, `${name}-${width}`);
    await fits(device, `${name}-${width}`);
  });
  await device.page.setViewportSize(before);
}

async function inEach(widths, device, look) {
  for (const [width, height] of widths) {
    await device.page.setViewportSize({ width, height });
    // A table measures itself anew.
    await device.page.waitForTimeout(250);
    await look(width);
  }
}

async function fits(device, where) {
  const over = await device.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${where} is ${over} px too wide`);
  await device.screenshot(where);
}

/** In the page: everything is drawn, and every change of look that ends has ended. */
async function settled() {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const ending = document.getAnimations().filter((it) => it.effect.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(ending.map((it) => it.finished));
}
