// A day by keyboard alone: no pointer, from signing in to locking. Every stop of the Tab key must be
// visible, and whatever goes away leaves the keyboard somewhere.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { DEMO, demoPassword, open, PASSPHRASE, ready, signIn } from "../lib/app.mjs";
import { activate, choose, fill, hasPlace, select, tabTo, tick } from "../lib/keyboard.mjs";
import { openLead } from "../lib/lists.mjs";
import { test } from "../lib/runner.mjs";
import { caught, field, hasCaught } from "../lib/stand.mjs";

const CONTACTS = fileURLToPath(new URL("../../fixtures/vcard/gmail-list.vcf", import.meta.url));

test("everything can be done by keyboard alone", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { name: "keys" });
  await comeIn(device);
  await lockAndUnlock(device);
  await chooseShow(device, "键盘秋季展");
  await captureTyped(device, "键小满");
  await captureFile(device);

  await activate(device, device.page.getByRole("link", { name: "离开采集" }));
  await editOne(device, "键小满");
  await assign(device, "陈嘉敏");
  await convert(device);
  await endOne(device);
  await resolve(t, device);
  await lockAndUnlock(device);
}, { timeout: 240_000 });

async function comeIn(device) {
  const { page } = device;
  await device.goto("/signin");
  await fill(device, page.getByLabel("账号"), "lin");
  await fill(device, page.getByLabel("密码", { exact: true }), demoPassword(device.server));
  await page.keyboard.press("Enter");
  await fill(device, page.getByLabel("口令", { exact: true }), PASSPHRASE);
  await fill(device, page.getByLabel("再输一次"), PASSPHRASE);
  await activate(device, page.getByRole("button", { name: "用这个口令" }));
  await ready(device);
}

async function lockAndUnlock(device) {
  const { page } = device;
  await activate(device, page.getByRole("button", { name: "锁屏" }));
  await fill(device, page.getByLabel("口令", { exact: true }), PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "主导航" }).waitFor();
}

/** Follows an entry of the navigation. */
async function go(device, path) {
  const main = device.page.getByRole("navigation", { name: "主导航" });
  await activate(device, main.locator(`a[href="${path}"]`));
  await device.page.waitForURL(`**${path}`);
}

/** A new show, and the stand belongs to it. */
async function chooseShow(device, name) {
  const { page } = device;
  await go(device, "/exhibitions");
  await activate(device, page.locator(".page-head").getByRole("button", { name: "新建" }));
  const dialog = page.getByRole("dialog");
  await fill(device, dialog.getByRole("textbox", { name: /^名称/ }), name);
  await page.keyboard.press("Enter");
  await page.getByRole("rowheader", { name }).waitFor();
  await hasPlace(device);
  await go(device, "/booth");
  await activate(device, page.getByRole("button", { name: "换展会" }));
  const entry = page.getByRole("menuitemradio", { name });
  for (let i = 0; i < 5 && !(await entry.evaluate((it) => it === document.activeElement)); i += 1) {
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await page.locator(".booth-bar .sub", { hasText: name }).waitFor();
  await hasPlace(device);
}

async function captureTyped(device, name) {
  const { page } = device;
  const before = await caught(device);
  await activate(device, page.getByRole("button", { name: "手写" }));
  // Writing begins in the first field.
  assert.ok(await field(device, "姓名").evaluate((it) => it === document.activeElement));
  await page.keyboard.type(name);
  await fill(device, field(device, "公司"), "键盘灯具厂");
  await fill(device, page.getByRole("textbox", { name: /联系方式/ }), "13700000001");
  await choose(device, page.getByRole("group", { name: "意向" }), /先了解/);
  const products = page.getByRole("group", { name: "感兴趣产品" }).getByRole("checkbox");
  await tick(device, products.nth(0));
  await tick(device, products.nth(2));
  await choose(device, page.getByRole("group", { name: "下一步" }), "样品");
  await tick(device, page.getByRole("checkbox", { name: "客人已同意留资料" }));
  await activate(device, page.getByRole("button", { name: "存下，下一位" }));
  await hasCaught(device, before + 1);
}

/** The file dialog is the system's; the key that opens it is ours. */
async function captureFile(device) {
  const { page } = device;
  const before = await caught(device);
  const chooser = page.waitForEvent("filechooser");
  await tabTo(device, field(device, "从文件"));
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(CONTACTS);
  const dialog = page.getByRole("dialog");
  const all = dialog.getByRole("button", { name: /全部存下/ });
  await all.waitFor();
  // One of them by its row, the others together.
  await tabTo(device, dialog.getByRole("grid"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await activate(device, dialog.getByRole("button", { name: "存下 1 张" }));
  await hasCaught(device, before + 1);
  const rest = Number((await all.innerText()).replaceAll(/\D/g, ""));
  assert.ok(rest > 0);
  await activate(device, all);
  await hasCaught(device, before + 1 + rest);
  await dialog.waitFor({ state: "hidden" });
  await hasPlace(device);
}

/** Finds a lead and opens it with the keys of the table. */
async function find(device, name) {
  const { page } = device;
  await fill(device, page.locator("main").getByRole("searchbox"), name);
  await page.getByRole("row").nth(1).filter({ hasText: name }).waitFor();
  await tabTo(device, page.getByRole("grid"));
}

async function editOne(device, name) {
  const { page } = device;
  await find(device, name);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.locator("main").getByText("键盘秋季展").first().waitFor();
  await change(device, "职务", "采购总监");
}

/** Changes a field of the record in sight. */
async function change(device, label, value) {
  const { page } = device;
  await activate(device, page.getByRole("button", { name: "改", exact: true }));
  await fill(device, page.locator("main form").getByLabel(label, { exact: true }), value);
  await activate(device, page.getByRole("button", { name: "存下", exact: true }));
  await page.locator("main form").waitFor({ state: "hidden" });
  await page.locator("main").getByText(value).first().waitFor();
  await hasPlace(device);
}

async function assign(device, owner) {
  const { page } = device;
  await activate(device, page.getByRole("button", { name: "分配", exact: true }));
  const dialog = page.getByRole("dialog");
  await select(device, dialog.getByRole("combobox", { name: "跟进人" }), owner);
  await activate(device, dialog.getByRole("button", { name: "分配", exact: true }));
  await dialog.waitFor({ state: "hidden" });
  await page.locator("main").getByText("已分配").first().waitFor();
  await hasPlace(device);
}

async function convert(device) {
  const { page } = device;
  await activate(device, page.getByRole("button", { name: "转客户" }));
  await page.waitForURL(/\/customers\/[0-9a-f-]{36}$/);
  await page.getByRole("heading", { level: 1, name: "键盘灯具厂" }).waitFor();
  await hasPlace(device);
}

/** Marks one as invalid: picked in the table, with a reason. */
async function endOne(device) {
  const { page } = device;
  await go(device, "/leads");
  await tabTo(device, page.getByRole("grid"));
  await page.keyboard.press("End");
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Space");
  const row = page.locator("tr[aria-selected=true]");
  const name = await row.getByRole("rowheader").innerText();
  assert.doesNotMatch(await row.innerText(), /无效/);
  await activate(device, page.getByRole("button", { name: "标为无效" }));
  const dialog = page.getByRole("dialog");
  const end = dialog.getByRole("button", { name: "标为无效" });
  await activate(device, end);
  await dialog.getByText("写上结果。").waitFor();
  await fill(device, dialog.getByRole("textbox"), "同行来看样品");
  await activate(device, end);
  await dialog.waitFor({ state: "hidden" });
  await hasPlace(device);
  await page.locator("tbody tr", { hasText: name }).filter({ hasText: "无效" }).first().waitFor();
}

/** Two values of one field: chosen where they are asked for. */
async function resolve(t, device) {
  const { page } = device;
  const who = "键小满";
  const other = await t.device(device.server, { name: "other" });
  // The server goes away under it, too.
  other.expectError(/net::ERR_CONNECTION_REFUSED/);
  await signIn(other, "lin");
  await openLead(other, who);
  await go(device, "/leads");
  await find(device, who);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: who }).waitFor();
  await device.cutNetwork();
  await change(device, "电话", "13700000002");
  await device.server.start();
  await other.page.getByRole("button", { name: "改", exact: true }).click();
  await other.page.locator("main form").getByLabel("电话", { exact: true }).fill("13700000003");
  await other.page.getByRole("button", { name: "存下", exact: true }).click();
  await other.page.locator("main [data-sync=synced]").first().waitFor();
  await device.restoreNetwork();
  await page.locator("main").getByText("13700000003").first().waitFor({ timeout: 60_000 });
  await go(device, "/outbox");
  const mine = page.getByRole("button", { name: "用「13700000002」" });
  await activate(device, mine);
  await mine.waitFor({ state: "hidden" });
  await hasPlace(device);
  // The conflict is over for everybody, and the record has what was chosen.
  const theirs = other.page.locator("main");
  await theirs.getByText("13700000002").first().waitFor({ timeout: 60_000 });
  await open(other, "/outbox");
  await theirs.getByText("件要你看一眼").waitFor();
  await theirs.getByRole("button", { name: "用「13700000002」" }).waitFor({ state: "hidden", timeout: 60_000 });
}
