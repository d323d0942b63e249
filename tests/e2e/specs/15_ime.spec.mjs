// An input method at work: while 汉字 are composed, Enter picks a candidate. It submits no form, looks
// for nothing and is no shortcut; what was composed is there once.
import assert from "node:assert/strict";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { InputMethod } from "../lib/input_method.mjs";
import { shows } from "../lib/lists.mjs";
import { test } from "../lib/runner.mjs";
import { caught, field, hasCaught } from "../lib/stand.mjs";

test("composing 汉字 never submits, searches or triggers anything", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server);
  const { page } = device;
  device.expectError(/status of 401/);

  await device.goto("/signin");
  await composesIn(device, page.getByLabel("账号"), "林国栋");
  await page.keyboard.press("Enter");
  await page.getByText("账号或密码不对").waitFor();

  await signIn(device, "lin");
  await open(device, "/booth");
  const before = await caught(device);
  await composesIn(device, field(device, "姓名"), "纪鹏程");
  assert.equal(await caught(device), before, "nothing is saved yet");
  await page.keyboard.press("Enter");
  await hasCaught(device, before + 1);
  await page.locator("aside.recent li .n").getByText("纪鹏程", { exact: true }).waitFor();

  await open(device, "/exhibitions");
  await page.getByRole("button", { name: "新建" }).last().click();
  const dialog = page.getByRole("dialog");
  await composesIn(device, dialog.getByRole("textbox", { name: /^名称/ }), "灯博会");
  assert.ok(await dialog.isVisible(), "the dialog is still open");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("rowheader", { name: "灯博会" }).waitFor();

  await searches(device);
});

/**
 * Composes into a field and presses Enter in all the forms in which browsers report it. The field
 * holds the text once then, and no form was submitted.
 */
async function composesIn(device, locator, text) {
  const { page } = device;
  await locator.click();
  const method = await InputMethod.start(device);
  const watch = await page.evaluateHandle(() => {
    const seen = { submits: 0, composing: 0 };
    addEventListener("submit", () => { seen.submits += 1; }, true);
    addEventListener("keydown", (e) => { if (e.isComposing || e.keyCode === 229) seen.composing += 1; }, true);
    return seen;
  });
  await method.compose("pin'yin");
  await method.press("Enter", 13);
  await method.press("Enter", 229);
  await method.commit(text);
  // Safari says Enter after the composition is over, with the code of an input method.
  await method.press("Enter", 229);
  await method.end();
  const { submits, composing } = await watch.jsonValue();
  assert.equal(composing, 3, "the page saw every Enter");
  assert.equal(submits, 0, "Enter of the input method submits nothing");
  assert.equal(await locator.inputValue(), text);
}

async function searches(device) {
  const { page } = device;
  await open(device, "/leads");
  await shows(device, 201);
  const search = page.locator("main").getByRole("searchbox");
  await search.click();
  const method = await InputMethod.start(device);
  for (const step of ["y", "yun", "yun'qi"]) {
    await method.compose(step);
    await drawn(page);
    await shows(device, 201, { timeout: 1000 });
  }
  await method.press("Enter", 229);
  await method.commit("云栖");
  await page.locator(".page-head .sub", { hasText: /^\d+ 条，全部 201 条/ }).waitFor();
  assert.equal(await search.inputValue(), "云栖");

  // Esc gives up what is composed, not what stands there; the shortcut is none in between.
  await method.compose("jiu");
  await method.press("Escape", 27);
  await method.press("k", 75, { ctrl: true });
  await drawn(page);
  assert.match(await search.inputValue(), /^云栖/);
  assert.match(page.url(), /\/leads$/);
  await method.commit("酒");
  assert.equal(await search.inputValue(), "云栖酒");
  await method.end();
  await page.keyboard.press("Escape");
  await shows(device, 201);
  assert.equal(await search.inputValue(), "");
  await page.keyboard.press("Control+k");
  await page.waitForURL(/\/customers$/);
}

/** Whatever the last key started has been drawn. */
function drawn(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
