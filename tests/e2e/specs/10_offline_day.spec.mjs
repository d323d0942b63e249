// The offline day: sixty leads on a booth tablet without a network, from every source there is; then
// the office sees each of them, and both work on the same ones.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { DEMO, open, signIn, unlock } from "../lib/app.mjs";
import { counted, exported, openLead, shows } from "../lib/lists.mjs";
import { test } from "../lib/runner.mjs";
import { caught, field, hasCaught, save } from "../lib/stand.mjs";

const fixture = (path) => fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
/** Photographs of codes that carry a person. */
const PEOPLE_CODES = ["qr/7.png", "qr/11.png", "qr/30.png", "qr/32.png"];
const OWN_CODES = ["codes/vcard-gbk.png", "codes/mecard-zh.png", "codes/wecom.png"];
const TYPED = 39;
const WITH_PHOTO = 20;
const ALL = 14 + PEOPLE_CODES.length + OWN_CODES.length + TYPED;

test("sixty leads of a day without a network all reach the office", async (t) => {
  const server = await t.server(DEMO);
  const booth = await t.device(server, { name: "booth", size: [1024, 768], touch: true });
  const office = await t.device(server, { name: "office", size: [1440, 900] });
  await signIn(booth, "chen");
  await booth.storedForOffline();
  // The server goes away under it, too.
  office.expectError(/net::ERR_CONNECTION_REFUSED/);
  await signIn(office, "lin");
  await shows(office, 200);
  const own = await countOf(office, "陈嘉敏");
  await open(booth, "/leads");
  await shows(booth, own);

  await booth.cutNetwork();
  await booth.close();
  await booth.open();
  await unlock(booth);
  await open(booth, "/booth");
  await captureFiles(booth);
  await captureCodes(booth);
  await captureTyped(booth);
  await booth.screenshot("offline-day-booth");
  const names = await namesOfToday(booth);
  assert.equal(names.length, ALL);
  await editTen(booth);

  await booth.close();
  await booth.open();
  await unlock(booth);
  await open(booth, "/booth");
  assert.deepEqual(await namesOfToday(booth), names);
  await open(booth, "/leads");
  await shows(booth, own + ALL);

  const started = performance.now();
  await booth.restoreNetwork();
  await shows(office, 200 + ALL);
  t.note(`${ALL} leads reached the office ${((performance.now() - started) / 1000).toFixed(1)} s after the server was back`);
  await arrivedOnce(office, names);
  await open(booth, "/booth");
  await booth.page.getByText(`${ALL} 已同步`).waitFor({ timeout: 60_000 });
  await photosArrive(office);
  t.note(`and ${WITH_PHOTO} photographs after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  await office.screenshot("offline-day-office");
  await editedTogether(booth, office);
}, { timeout: 600_000, alone: true });

/** How many of the leads are somebody's, as the office sees it. */
async function countOf(office, owner) {
  const owners = office.page.getByRole("combobox", { name: "跟进人" });
  await owners.selectOption({ label: owner });
  const count = await counted(office, (count) => count > 0 && count < 200);
  await owners.selectOption("");
  await shows(office, 200);
  return count;
}

/** The names in the list of the stand, sorted. */
async function namesOfToday(booth) {
  await hasCaught(booth, ALL);
  return (await booth.page.locator("aside.recent li .n").allInnerTexts()).sort();
}

/** Every lead of today is in the list of the office, none twice: as one file of it says. */
async function arrivedOnce(office, names) {
  const rows = await exported(office);
  const today = rows.filter((row) => names.includes(row["姓名"] || row["公司"]));
  assert.equal(rows.length, 200 + ALL);
  for (let i = 0; i < TYPED; i += 1) {
    const mine = today.filter((row) => row["姓名"] === name(i));
    assert.deepEqual(mine.map((row) => row["电话"]), [phone(i)], `${name(i)} is there once`);
    assert.equal(mine[0]["公司"], i < 10 ? changed(i) : `${name(i)}的公司`);
  }
}

/** All cards of the seven files: one card fills the form, several are saved together. */
async function captureFiles(booth) {
  const { page } = booth;
  const files = (await readdir(fixture("vcard"))).filter((name) => name.endsWith(".vcf"));
  assert.equal(files.length, 7);
  for (const file of files) {
    const before = await caught(booth);
    await page.getByLabel("从文件").setInputFiles(fixture(`vcard/${file}`));
    const all = page.getByRole("button", { name: /全部存下/ });
    if (await Promise.race([all.waitFor().then(() => true), filled(booth).then(() => false)])) {
      const count = Number(/\d+/.exec(await all.innerText())[0]);
      await all.click();
      await hasCaught(booth, before + count);
    } else {
      await save(booth);
    }
  }
  await hasCaught(booth, 14);
}

/** A decodable code is saved in two taps: its picture, and "save". */
async function captureCodes(booth) {
  const { page } = booth;
  booth.expectError(/NotFoundError|Requested device not found/);
  for (const code of [...PEOPLE_CODES, ...OWN_CODES]) {
    await page.getByRole("button", { name: "扫胸卡" }).click();
    await page.getByRole("dialog").getByLabel("选一张图片").setInputFiles(fixture(code));
    await filled(booth);
    await save(booth);
  }
}

/** The form shows what was read: a name, or the code itself where it names nobody. */
async function filled(booth) {
  const { page } = booth;
  const name = field(booth, "姓名");
  const raw = page.getByText("码原样留着");
  for (;;) {
    if ((await name.inputValue()) !== "" || (await raw.isVisible())) return;
    await page.waitForTimeout(50);
  }
}

async function captureTyped(booth) {
  const { page } = booth;
  for (let i = 0; i < TYPED; i += 1) {
    await field(booth, "姓名").fill(name(i));
    await field(booth, "公司").fill(`${name(i)}的公司`);
    await page.getByRole("textbox", { name: /联系方式/ }).fill(phone(i));
    await page.getByRole("radio", { name: /有项目在谈/ }).check();
    if (i < WITH_PHOTO) {
      await field(booth, "拍名片").setInputFiles(fixture(`qr/${i + 4}.png`));
      await page.getByText(/名片 · 已存本机/).waitFor();
    }
    await save(booth);
  }
}

async function editTen(booth) {
  for (let i = 0; i < 10; i += 1) {
    await openLead(booth, name(i));
    await edit(booth, "公司", changed(i));
  }
}

async function photosArrive(office) {
  const { page } = office;
  for (let i = 0; i < WITH_PHOTO; i += 1) {
    await openLead(office, name(i));
    const photo = page.locator(".photo-strip img").first();
    await photo.waitFor({ timeout: 60_000 });
    await page.waitForFunction(() => document.querySelector(".photo-strip img")?.naturalWidth > 0);
  }
}

/** Different fields merge; of one critical field both values stay, and its owner decides. */
async function editedTogether(booth, office) {
  const who = name(30);
  await openLead(booth, who);
  await openLead(office, who);
  await booth.cutNetwork();
  await edit(booth, "国家", "意大利");
  await edit(booth, "电话", "13900000001");
  await booth.server.start();
  await edit(office, "职务", "采购经理");
  await edit(office, "电话", "13900000002");
  await office.page.locator("[data-sync=synced]").first().waitFor();
  await booth.restoreNetwork();
  for (const device of [booth, office]) {
    const main = device.page.locator("main");
    for (const text of ["意大利", "采购经理", "13900000001", "13900000002"]) {
      await main.getByText(text).first().waitFor({ timeout: 60_000 });
    }
  }
  await open(booth, "/outbox");
  await booth.page.locator("main").getByText(who).first().waitFor();
  await booth.screenshot("offline-day-conflict");
}

async function edit(device, label, value) {
  const { page } = device;
  await page.getByRole("button", { name: "改", exact: true }).click();
  await page.locator("main form").getByRole("textbox", { name: new RegExp(`^${label}`) }).first().fill(value);
  await page.getByRole("button", { name: "存下", exact: true }).click();
  await page.getByText(value).first().waitFor();
}

function name(i) {
  return `莲塘${String(i).padStart(2, "0")}`;
}

function changed(i) {
  return `${name(i)}改过的公司`;
}

function phone(i) {
  return `1361000${String(i).padStart(4, "0")}`;
}
