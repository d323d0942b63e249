// The lists of the office: searching while typing, and taking along what is shown.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { DEMO, signIn, unlock } from "../lib/app.mjs";
import { counted, shows } from "../lib/lists.mjs";
import { test } from "../lib/runner.mjs";

test("leads are found in every way they are typed, also without a network", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server);
  const fetched = [];
  device.page.on("request", (request) => fetched.push(request.url()));
  await signIn(device, "lin");
  await shows(device, 200);
  assert.ok(!fetched.some(isTables), "pinyin is no part of the start");
  const contacts = await contactsOf(device);
  await findsAll(device, contacts);
  assert.ok(fetched.some(isTables), "pinyin came with the first search");

  await device.storedForOffline();
  await device.cutNetwork();
  await device.page.reload();
  await device.started();
  await unlock(device);
  await shows(device, 200);
  await findsAll(device, contacts);
});

test("what is shown goes out as a file, for those who may", async (t) => {
  const server = await t.server(DEMO);
  const manager = await t.device(server, { name: "manager" });
  await signIn(manager, "lin");
  await shows(manager, 200);
  await manager.page.getByRole("searchbox").fill("yunqi");
  const found = await counted(manager, (count) => count > 0 && count < 200);
  const download = manager.page.waitForEvent("download");
  await manager.page.getByRole("button", { name: "导出" }).click();
  const file = await download;
  assert.match(file.suggestedFilename(), /^展会线索-.+-\d{4}-\d\d-\d\d\.csv$/);
  const bytes = await readFile(await file.path());
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const [head, ...rows] = bytes.toString().trim().split("\r\n");
  assert.match(head, /单号,展会,姓名/);
  assert.equal(rows.length, found);
  assert.ok(rows.every((row) => row.includes("云栖") && !/(^|,)[=+@-]/.test(row)));

  const reception = await t.device(server, { name: "reception" });
  await signIn(reception, "wu");
  await counted(reception, (count) => count > 0);
  assert.equal(await reception.page.getByRole("button", { name: "导出" }).count(), 0);
});

const isTables = (url) => String(url).includes("/search/tables");

/** A phone and an e-mail from the rows of the list. */
async function contactsOf(device) {
  const { page } = device;
  // Who leaves an e-mail address writes in Latin letters: their page shows both.
  for (const row of await page.locator("main tbody th").all()) {
    if (/\p{Script=Han}/u.test(await row.innerText())) continue;
    await row.click();
    await page.waitForURL(/\/leads\/[0-9a-f-]{36}$/);
    const text = await page.locator("main").innerText();
    const mail = /[\w.-]+@[\w.-]+\w/.exec(text)?.[0];
    const phone = /\+[\d ]{9,}\d/.exec(text)?.[0];
    const name = await page.getByRole("heading", { level: 1 }).innerText();
    await page.goBack();
    await shows(device, 200);
    if (mail && phone) return { phone, mail, name };
  }
  return assert.fail("nobody with both on the first screen");
}

/** The same company in every way it can be typed; whoever has this phone or e-mail first. */
async function findsAll(device, { phone, mail, name }) {
  const search = device.page.getByRole("searchbox");
  await search.fill("云栖酒店");
  const count = await counted(device, (count) => count > 0 && count < 200);
  for (const typed of ["雲棲酒店", "yunqijiudian", "yqjd", "yun栖j", "云栖 酒店"]) {
    await search.fill("-none-");
    await shows(device, 0);
    await search.fill(typed);
    await shows(device, count);
  }
  for (const typed of [phone.replaceAll(" ", "").slice(-6), mail]) {
    await search.fill(typed);
    await counted(device, (count) => count > 0 && count < 20);
    assert.ok((await device.page.getByRole("row").nth(1).innerText()).includes(name), typed);
  }
  await search.fill("");
}
