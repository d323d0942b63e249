// The offline day: sixty leads on a booth tablet without a network, from every source there is; then
// the office sees each of them, and both work on the same ones.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { DEMO, open, signIn, unlock } from "../lib/app.mjs";
import { test } from "../lib/runner.mjs";

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
  await open(booth, "/leads");
  const own = await count(booth);
  await signIn(office, "lin");
  await counted(office, 200);

  await booth.cutNetwork();
  await booth.close();
  await booth.open();
  await unlock(booth);
  await open(booth, "/booth");
  await captureFiles(booth);
  await captureCodes(booth);
  await captureTyped(booth);
  await shown(booth, ALL);
  await booth.screenshot("offline-day-booth");
  await editTen(booth);

  await booth.close();
  await booth.open();
  await unlock(booth);
  await open(booth, "/booth");
  await shown(booth, ALL);
  await open(booth, "/leads");
  await counted(booth, own + ALL);

  const started = performance.now();
  await booth.restoreNetwork();
  await counted(office, 200 + ALL);
  t.note(`${ALL} leads reached the office ${((performance.now() - started) / 1000).toFixed(1)} s after the server was back`);
  await open(booth, "/booth");
  await booth.page.getByText(`${ALL} 已同步`).waitFor({ timeout: 60_000 });
  await photosArrive(office);
  t.note(`and ${WITH_PHOTO} photographs after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  await office.screenshot("offline-day-office");

  await editedTogether(booth, office);
}, { timeout: 600_000 });

/** All cards of the seven files: one card fills the form, several are saved together. */
async function captureFiles(booth) {
  const { page } = booth;
  const files = (await readdir(fixture("vcard"))).filter((name) => name.endsWith(".vcf"));
  assert.equal(files.length, 7);
  for (const file of files) {
    const before = await saved(booth);
    await page.getByLabel("从文件").setInputFiles(fixture(`vcard/${file}`));
    const all = page.getByRole("button", { name: /全部存下/ });
    const filled = page.getByText("填好了，看一眼就存");
    await all.or(filled).first().waitFor();
    if (await all.isVisible()) {
      const count = Number(/\d+/.exec(await all.innerText())[0]);
      await all.click();
      await shown(booth, before + count);
    } else {
      await save(booth, before);
    }
  }
  await shown(booth, 14);
}

/** A decodable code is saved in two taps: its picture, and "save". */
async function captureCodes(booth) {
  const { page } = booth;
  booth.expectError(/NotFoundError|Requested device not found/);
  for (const code of [...PEOPLE_CODES, ...OWN_CODES]) {
    const before = await saved(booth);
    await page.getByRole("button", { name: "扫胸卡" }).click();
    await page.getByRole("dialog").getByLabel("选一张图片").setInputFiles(fixture(code));
    await page.getByText(/填好了，看一眼就存|原样留下了/).waitFor();
    await save(booth, before);
  }
}

async function captureTyped(booth) {
  const { page } = booth;
  for (let i = 0; i < TYPED; i += 1) {
    const before = await saved(booth);
    await page.getByLabel("姓名", { exact: true }).fill(name(i));
    await page.getByLabel("公司", { exact: true }).fill(`${name(i)}的公司`);
    await page.getByRole("textbox", { name: /联系方式/ }).fill(phone(i));
    await page.getByRole("radio", { name: /有项目在谈/ }).check();
    if (i < WITH_PHOTO) {
      await page.getByLabel("拍名片", { exact: true }).setInputFiles(fixture(`qr/${i + 4}.png`));
      await page.getByText(/名片 · 已存本机/).waitFor();
    }
    await save(booth, before);
  }
}

async function save(booth, before) {
  await booth.page.getByRole("button", { name: /存下/ }).click();
  await shown(booth, before + 1);
}

async function editTen(booth) {
  for (let i = 0; i < 10; i += 1) {
    await lead(booth, name(i));
    await edit(booth, "公司", `${name(i)}改过的公司`);
  }
}

async function photosArrive(office) {
  const { page } = office;
  for (let i = 0; i < WITH_PHOTO; i += 1) {
    await lead(office, name(i));
    const photo = page.locator(".photo-strip img").first();
    await photo.waitFor({ timeout: 60_000 });
    await page.waitForFunction(() => document.querySelector(".photo-strip img")?.naturalWidth > 0);
    if (i < 10) await page.getByText(`${name(i)}改过的公司`).first().waitFor();
  }
}

/** Different fields merge; of one critical field both values stay, and its owner decides. */
async function editedTogether(booth, office) {
  const who = name(30);
  await lead(booth, who);
  await lead(office, who);
  await booth.cutNetwork();
  await edit(booth, "国家", "意大利");
  await edit(booth, "电话", "13900000001");
  await booth.server.start();
  await edit(office, "城市", "宁波");
  await edit(office, "电话", "13900000002");
  await office.page.locator("[data-sync=synced]").first().waitFor();
  await booth.restoreNetwork();
  for (const device of [booth, office]) {
    const main = device.page.locator("main");
    for (const text of ["意大利", "宁波", "13900000001", "13900000002"]) {
      await main.getByText(text).first().waitFor({ timeout: 60_000 });
    }
  }
  await open(booth, "/outbox");
  await booth.page.locator("main").getByText(who).first().waitFor();
  await booth.screenshot("offline-day-conflict");
}

/** Opens a lead by its name, through the list. */
async function lead(device, who) {
  const { page } = device;
  await open(device, "/leads");
  await page.locator("main").getByRole("searchbox").fill(who);
  await page.locator("main tbody th", { hasText: who }).first().click();
  await page.waitForURL(/\/leads\/[0-9a-f-]{36}$/);
}

async function edit(device, label, value) {
  const { page } = device;
  await page.getByRole("button", { name: "改", exact: true }).click();
  await page.getByRole("form").or(page.locator("form")).getByLabel(label, { exact: true }).first().fill(value);
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.getByText(value).first().waitFor();
}

/** How many the booth has today. */
async function saved(booth) {
  const text = await booth.page.getByRole("heading", { name: /今日 \d+ 条/ }).innerText();
  return Number(/\d+/.exec(text)[0]);
}

async function shown(booth, count) {
  await booth.page.getByRole("heading", { name: `今日 ${count} 条` }).waitFor();
}

/** The list says that it holds so many. */
async function counted(device, many) {
  await device.page.getByText(`${many} 条`, { exact: true }).first().waitFor({ timeout: 90_000 });
}

/** How many the list says it holds, once it says so twice. */
async function count(device) {
  const words = device.page.getByText(/^\d+ 条$/).first();
  let before = "";
  for (;;) {
    const now = await words.innerText();
    if (now === before) return Number.parseInt(now, 10);
    before = now;
    await device.page.waitForTimeout(1500);
  }
}

function name(i) {
  return `莲塘${String(i).padStart(2, "0")}`;
}

function phone(i) {
  return `1361000${String(i).padStart(4, "0")}`;
}
