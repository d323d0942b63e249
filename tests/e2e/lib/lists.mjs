// The lists of the office: how many they say they hold, and what they give away as a file.
import { readFile } from "node:fs/promises";
import { open } from "./app.mjs";

/** Waits until the list counts something that fits and goes on counting it, and says what. */
export async function counted(device, fits) {
  const sub = device.page.locator(".page-head .sub");
  for (let before, same = 0; ; ) {
    const [said] = /^[\d,]+/.exec(await sub.innerText());
    const count = Number(said.replaceAll(",", ""));
    same = count === before ? same + 1 : 0;
    before = count;
    // Records still arrive while a list is open already: a second without a new one.
    if (fits(count) && same >= 10) return count;
    await device.page.waitForTimeout(100);
  }
}

/** Waits until the list shows so many. */
export async function shows(device, count, { timeout = 90_000 } = {}) {
  const words = new RegExp(`^${grouped(count)} 条(，|$)`);
  await device.page.locator(".page-head .sub", { hasText: words }).waitFor({ timeout });
}

/** A number as the screen writes it: 5,000. */
export function grouped(number) {
  return number.toLocaleString("en");
}

/** What the list shows, as its file has it: one object per row, by the heads of the columns. */
export async function exported(device) {
  const download = device.page.waitForEvent("download");
  await device.page.getByRole("button", { name: "导出" }).click();
  const [head, ...rows] = table(await readFile(await (await download).path(), "utf8"));
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
}

/** A file of comma-separated values, with a byte order mark, as rows of texts. */
function table(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

/** Opens a lead by its name, through the list. */
export async function openLead(device, who) {
  const { page } = device;
  await open(device, "/leads");
  await page.locator("main").getByRole("searchbox").fill(who);
  await page.locator("main tbody th", { hasText: who }).first().click();
  await page.waitForURL(/\/leads\/[0-9a-f-]{36}$/);
}
