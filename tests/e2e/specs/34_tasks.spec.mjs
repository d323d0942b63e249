// What is to be done: the follow-ups of the stand, earliest first; one press and one is done.
import assert from "node:assert/strict";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { counted, shows } from "../lib/lists.mjs";
import { test } from "../lib/runner.mjs";

test("tasks stand by date, lead to their record, and are done with one press", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { size: [1440, 900] });
  await signIn(device, "lin");
  await shows(device, 200);
  const { page } = device;
  await open(device, "/tasks");
  const count = await counted(device, (count) => count > 2);
  const rows = page.locator("tbody tr[aria-rowindex]");
  const due = (await rows.locator(".due").allInnerTexts()).map((text) => text.replace(/^逾期 · /, ""));
  assert.ok(due.length > 2);
  // What ends with an acknowledgment or a decision is not ticked off here.
  const mine = rows.filter({ has: page.getByRole("button", { name: "完成" }) }).first();
  const title = await mine.locator("th").innerText();
  await mine.getByRole("button", { name: "完成" }).click();
  await shows(device, count - 1);
  await device.screenshot("tasks-at-work-1440-zh");

  const next = await rows.locator("th a").first().innerText();
  await rows.locator("th a").first().click();
  await page.waitForURL(/\/(leads|customers|notices|approvals)\//);
  t.note(`${count} tasks; done: ${title}; then ${next}`);
  await open(device, "/tasks");

  // The office of somebody else sees only what is theirs.
  const other = await t.device(server, { name: "other", size: [360, 800], touch: true });
  await signIn(other, "chen");
  await open(other, "/tasks");
  const own = await counted(other, (count) => count > 0);
  assert.ok(own < count, `${own} of ${count}`);
  const box = await other.page.locator("tbody tr[aria-rowindex]").first().boundingBox();
  assert.ok(box.width <= 360, "nothing is cut off on a phone");
});
