// Bad input at the stand: each is answered in the language of the screen, and nothing typed is lost.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { exported, grouped, openLead, shows } from "../lib/lists.mjs";
import { blankPng } from "../lib/png.mjs";
import { test } from "../lib/runner.mjs";
import { caught, field, hasCaught, save } from "../lib/stand.mjs";

const WORDS = {
  zh: {
    name: "姓名", company: "公司", photo: "拍名片", file: "从文件",
    tooLarge: "照片太大（9000 × 6667，超过 4000 万像素），没有留下。把相机调小一档再拍；填好的都在",
    noPicture: "这台设备读不了这张图。换成 JPEG 或 PNG，或者手写",
    noCard: "文件里没有名片",
  },
  en: {
    name: "Name", company: "Company", photo: "Card photo", file: "From file",
    tooLarge: "This picture is too large (9000 × 6667, over 40 megapixels) and was not kept. "
      + "Choose a smaller size in the camera. What you typed is still here.",
    noPicture: "This device cannot read this picture. Try a JPEG or PNG, or type.",
    noCard: "No cards in this file",
  },
};
const CARDS = 5000;

for (const [language, locale] of [["zh", "zh-CN"], ["en", "en-GB"]]) {
  test(`what cannot be read is said so and costs nothing, ${language}`, async (t) => {
    const words = WORDS[language];
    const server = await t.server(DEMO);
    const device = await t.device(server, { size: [1024, 768], touch: true, locale });
    await signIn(device, "chen", language);
    await open(device, "/booth");
    const { page } = device;
    await field(device, words.name).fill("段落落");
    await field(device, words.company).fill("半截照片厂");
    const whole = await readFile(new URL("../../fixtures/qr/5.png", import.meta.url));
    const huge = picture("60-megapixels.png", blankPng(9000, 6667));
    for (const [way, file, answer] of [
      [words.photo, huge, words.tooLarge],
      [words.photo, picture("half.png", whole.subarray(0, whole.length / 3)), words.noPicture],
      [words.file, huge, words.tooLarge],
      [words.photo, picture("no-picture.png", Buffer.from("<html>no picture</html>")), words.noPicture],
      [words.file, contacts("garbage.vcf", noise(200_000)), words.noCard],
    ]) {
      await field(device, way).setInputFiles(file);
      await page.getByText(answer, { exact: true }).waitFor();
      assert.equal(await field(device, words.name).inputValue(), "段落落", file.name);
      assert.equal(await field(device, words.company).inputValue(), "半截照片厂", file.name);
      assert.equal(await page.locator(".who-row .photo").count(), 0, `${file.name} is not kept`);
    }
    if (language !== "zh") return;
    await save(device);
    await openLead(device, "段落落");
    await page.getByText("半截照片厂").first().waitFor();
    assert.equal(await page.locator(".photo-strip img").count(), 0);
  });
}

test("a whole card between garbage is found", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { size: [1024, 768], touch: true });
  await signIn(device, "chen");
  await open(device, "/booth");
  const torn = Buffer.concat([noise(5000), Buffer.from(`\r\n${card(7)}`), noise(5000)]);
  await field(device, "从文件").setInputFiles(contacts("torn.vcf", torn));
  await device.page.waitForFunction((name) => [...document.querySelectorAll("input")].some((i) => i.value === name), person(7));
  await save(device);
});

test(`a file of ${CARDS} cards is saved whole, and reaches the office whole`, async (t) => {
  const server = await t.server(DEMO);
  const stand = await t.device(server, { name: "stand", size: [1024, 768], touch: true });
  const office = await t.device(server, { name: "office", size: [1440, 900] });
  await signIn(office, "lin");
  await signIn(stand, "chen");
  await open(stand, "/booth");
  const before = await caught(stand);
  const all = Array.from({ length: CARDS }, (_, i) => card(i)).join("");
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  await field(stand, "从文件").setInputFiles(contacts("address-book.vcf", Buffer.from(all)));
  const everyone = stand.page.getByRole("button", { name: `全部存下（${grouped(CARDS)}）` });
  await everyone.waitFor({ timeout: 60_000 });
  t.note(`${CARDS} cards read after ${seconds()}`);
  const frames = await longestFrame(stand);
  await everyone.click();
  await hasCaught(stand, before + CARDS, { timeout: 300_000 });
  t.note(`saved after ${seconds()}; the screen stood still for ${await frames.evaluate((f) => f.longest)} ms at most`);

  // The stand is as usable as before.
  await field(stand, "姓名").fill("第五千零一位");
  await save(stand);
  await shows(office, 200 + CARDS + 1, { timeout: 300_000 });
  t.note(`all at the office after ${seconds()}`);
  const names = (await exported(office)).map((row) => row["姓名"]).filter((name) => name.startsWith("册"));
  assert.equal(names.length, CARDS);
  assert.deepEqual(names.sort(), Array.from({ length: CARDS }, (_, i) => person(i)).sort());
}, { timeout: 600_000 });

/** How long the page did not draw, at most, from now on: in milliseconds, as `longest`. */
function longestFrame(device) {
  return device.page.evaluateHandle(() => {
    const frames = { longest: 0 };
    let last = performance.now();
    const look = (now) => {
      frames.longest = Math.max(frames.longest, Math.round(now - last));
      last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    return frames;
  });
}

function picture(name, buffer) {
  return { name, mimeType: "image/png", buffer };
}

function contacts(name, buffer) {
  return { name, mimeType: "text/vcard", buffer };
}

function person(i) {
  return `册${String(i).padStart(4, "0")}`;
}

function card(i) {
  return [
    "BEGIN:VCARD", "VERSION:3.0", `N:;${person(i)};;;`, `FN:${person(i)}`, `ORG:通讯录公司${i % 97}`,
    `TEL;TYPE=CELL:138${String(i).padStart(8, "0")}`, "END:VCARD", "",
  ].join("\r\n");
}

/** Bytes without order, the same at every run (xorshift). */
function noise(length) {
  let state = 20261122;
  return Buffer.from(Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  }));
}
