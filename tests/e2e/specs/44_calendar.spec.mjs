// What has its time stands in the calendar: by month, week and day, without a network, and as a file that
// other calendars read.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { looks } from "../lib/accessibility.mjs";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { test } from "../lib/runner.mjs";

test("the calendar shows tasks, visits and shows, and goes out as a file", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { name: "calendar", size: [1440, 900] });
  await signIn(device, "lin");
  const { page } = device;
  await open(device, "/");
  await page.getByRole("link", { name: "日历" }).click({ timeout: 60_000 });
  const days = page.locator(".cal > li");
  await page.locator(".cal li li").first().waitFor();
  const month = await days.count();
  assert.ok(month % 7 === 0 && month >= 28, `${month} days`);
  assert.equal(await page.locator(".cal > [data-today]").count(), 1);
  assert.ok((await page.locator('.cal [data-sort="visit"]').count()) > 0, "the demo has guests");
  await looks(device, "calendar-month");

  await page.getByText("周", { exact: true }).click();
  assert.equal(await days.count(), 7);
  await looks(device, "calendar-week");
  await page.getByText("月", { exact: true }).click();

  // A holiday has its name, and the days of a year nobody has announced say so.
  const title = page.locator(".page-head");
  for (let n = 0; n < 12 && !(await title.innerText()).includes("2027"); n += 1) {
    await page.getByRole("button", { name: "往后" }).click();
  }
  await page.getByText(/2027 年的放假安排还没有公布/).waitFor();
  await page.getByRole("button", { name: "今天" }).click();

  // A day opens from its number, and what stands there leads to its record.
  const busy = days.filter({ has: page.locator('[data-sort="visit"]') }).first();
  await busy.locator(".no").click();
  assert.equal(await days.count(), 1);
  await looks(device, "calendar-day");

  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出 ICS" }).click()]);
  const text = await readFile(await file.path(), "utf8");
  const count = text.split("BEGIN:VEVENT").length - 1;
  assert.ok(text.startsWith("BEGIN:VCALENDAR\r\n") && count > 2, `${count} events`);
  t.note(`${month} days, ${count} events in the file`);

  await page.locator('.cal [data-sort="visit"] a').first().click();
  await page.waitForURL(/\/visits\/[0-9a-f-]{36}$/);
});
