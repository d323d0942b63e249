// 今日: what is due by urgency, why it is due then, and what is done about it; the inbox beside it.
import assert from "node:assert/strict";
import { audit } from "../lib/accessibility.mjs";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { activate, hasPlace, tabTo } from "../lib/keyboard.mjs";
import { test } from "../lib/runner.mjs";

const MINUTE = 60_000;

test("a task falls due before one's eyes and its lateness reaches the head, who acknowledges it", async (t) => {
  const server = await t.server(DEMO);
  const seller = await t.device(server, { name: "seller", size: [1440, 900] });
  await signIn(seller, "chen");
  const title = "给万晟寄灯带样品";
  await addTask(seller, title, MINUTE);
  await open(seller, "/");
  const row = rowOf(seller, title);
  await row.waitFor();
  assert.match(await row.locator(".due").innerText(), /^今天 \d\d:\d\d$/);
  assert.match(await groupOf(row), /^今天/);
  // Nobody touches the screen: time alone moves the row.
  await seller.page.locator(".due-group[data-tone=late]", { hasText: title }).waitFor({ timeout: 3 * MINUTE });
  assert.match(await row.locator(".due").innerText(), /^逾期 \d+ 分$/);
  await why(t, seller, row, /陈嘉敏填的/);

  // The server tells the head of the department within a minute of the clock.
  const head = await t.device(server, { name: "head", size: [1440, 900] });
  await signIn(head, "lin");
  await open(head, "/");
  const notice = head.page.locator(".inbox li", { hasText: title });
  await notice.waitFor({ timeout: 3 * MINUTE });
  assert.match(await notice.innerText(), /任务逾期：/);
  // The late task itself stands on the head's page, too: it came up to him.
  assert.match(await rowOf(head, title).locator(".sub").innerText(), /责任人陈嘉敏 · 已上报林国栋/);
  await notice.getByRole("link").click();
  await head.page.getByText("1 人中 0 人已确认").waitFor();
  await audit(head, "notice-zh");
  await head.page.setViewportSize({ width: 1440, height: 900 });
  await open(head, "/");
  await notice.getByRole("button", { name: "确认收到" }).click();
  await notice.waitFor({ state: "detached" });
  await open(seller, "/");

  await row.getByRole("button", { name: "完成" }).click();
  await row.waitFor({ state: "detached" });
  await rowOf(head, title).waitFor({ state: "detached", timeout: MINUTE });
}, { timeout: 10 * MINUTE });

test("a due time names its rule and every day that counts; the rule can be read", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { size: [1440, 900] });
  await signIn(device, "chen");
  await open(device, "/");
  const { page } = device;
  const row = page.locator(".due-row").filter({ hasText: "首次跟进" }).first();
  await row.waitFor();
  await settled(page);
  const answer = await why(t, device, row, /第 2 个工作日/);
  assert.match(answer, /R-098 · 客户服务管理办法 3\.1\.1, 4\.1 · 参数 P-14/);
  assert.match(answer, /开始计时，时限 2 个工作日/);
  await row.locator(".due-why").click();
  await row.getByRole("link", { name: "查看制度" }).click();
  await page.waitForURL(/\/rules\/R-098$/);
  await page.getByRole("heading", { level: 1, name: "R-098" }).waitFor();

  await open(device, "/rules");
  const rules = page.locator(".rule");
  const all = await rules.count();
  assert.ok(all > 10);
  await page.locator("main").getByRole("searchbox").fill("第一次 存");
  await page.waitForFunction((before) => document.querySelectorAll(".rule").length < before, all);
  await page.locator("main").getByRole("searchbox").fill("");
  await page.getByRole("combobox", { name: "作用" }).selectOption({ label: "时限" });
  assert.ok((await rules.locator(".tag").allInnerTexts()).every((word) => word === "时限"));
});

test("today is worked through by keyboard alone", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { size: [1280, 800] });
  const { page } = device;
  await signIn(device, "chen");
  const main = page.getByRole("navigation", { name: "主导航" });
  await activate(device, main.locator('a[href="/approvals"]'));
  await page.getByRole("heading", { level: 1, name: "审批" }).waitFor();
  await tabTo(device, page.getByRole("tab", { name: /待我审批/ }));
  await page.getByText("没有等你审批的").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.locator(".approvals li").first().waitFor();
  assert.equal(await page.locator(".approvals li").count(), 1);
  await page.keyboard.press("End");
  await page.getByText("还没有决定过的").waitFor();
  await activate(device, main.locator('a[href="/"]'));
  await page.locator(".due-row").first().waitFor();
  const rows = page.locator(".due-row");
  const count = await rows.count();
  const row = rows.filter({ has: page.getByRole("button", { name: /^完成/ }) }).first();
  await activate(device, row.locator(".due-why"));
  const answer = row.getByRole("dialog");
  await answer.waitFor();
  await page.keyboard.press("Escape");
  await answer.waitFor({ state: "hidden" });
  assert.ok(await row.locator(".due-why").evaluate((it) => it === document.activeElement));
  await activate(device, row.getByRole("button", { name: /^完成/ }));
  await page.waitForFunction((before) => document.querySelectorAll(".due-row").length < before, count);
  await hasPlace(device);
});

for (const [language, locale] of [["zh", "zh-CN"], ["en", "en-GB"]]) {
  test(`today, approvals and the rule book are accessible and fit, ${language}`, async (t) => {
    const server = await t.server(DEMO);
    const device = await t.device(server, { size: [1440, 900], locale });
    await signIn(device, "lin", language);
    const wrong = [];
    const look = (name) => audit(device, `${name}-${language}`).catch((error) => wrong.push(error.message));
    for (const [name, path] of [
      ["today", "/"], ["approvals", "/approvals"], ["rules", "/rules"], ["rule", "/rules/R-287"],
      ["approval-not-here", "/approvals/01920000-0000-7000-8000-000000000001"],
    ]) {
      await open(device, path);
      await device.page.locator("main h1").waitFor({ state: "attached" });
      await device.page.waitForTimeout(300);
      await look(name);
    }
    await device.page.setViewportSize({ width: 1440, height: 900 });
    await open(device, "/");
    await device.page.locator(".due-why").first().click();
    await device.page.locator(".trace li").first().waitFor();
    await look("today-why");
    assert.deepEqual(wrong, []);
  }, { timeout: 5 * MINUTE });
}

/** A task of one's own about the first customer, due a little more than `ms` from now. */
async function addTask(device, title, ms) {
  const { page } = device;
  await open(device, "/customers");
  await page.locator("main tbody th").first().click();
  await page.getByRole("button", { name: "加任务" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: /^事项/ }).fill(title);
  const due = await page.evaluate((ms) => {
    const at = new Date(Math.ceil((Date.now() + ms) / 60_000) * 60_000);
    const two = (n) => String(n).padStart(2, "0");
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
  }, ms);
  await dialog.getByRole("textbox", { name: /^截止/ }).fill(due);
  await dialog.getByRole("button", { name: "存下" }).click();
  await dialog.waitFor({ state: "hidden" });
}

function rowOf(device, title) {
  return device.page.locator(".due-row", { hasText: title });
}

/** Rows still arrive while the page is open already: a second in which it says nothing new. */
async function settled(page) {
  for (let before, same = 0; same < 10; ) {
    const said = await page.locator(".hello p").innerText();
    same = said === before ? same + 1 : 0;
    before = said;
    await page.waitForTimeout(100);
  }
}

/** The name of the part a row stands in. */
function groupOf(row) {
  return row.evaluate((it) => it.closest("section").querySelector("h2").innerText);
}

/** Asks a row why it is due then; the answer fits `words` and closes with Esc. */
async function why(t, device, row, words) {
  await row.locator(".due-why").click();
  const answer = row.getByRole("dialog");
  await answer.getByText(words).first().waitFor();
  const said = await answer.innerText();
  t.note(said.replaceAll(/\s+/g, " "));
  await device.page.keyboard.press("Escape");
  await answer.waitFor({ state: "hidden" });
  return said;
}
