// Giving one's word: old beside new, opinion and signature, with and without a network, first and second.
import assert from "node:assert/strict";
import { audit } from "../lib/accessibility.mjs";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { activate, fill, hasPlace } from "../lib/keyboard.mjs";
import { test } from "../lib/runner.mjs";

const MINUTE = 60_000;
const OFFLINE = "离线审批，以服务器确认为准";

for (const [language, locale] of [["zh", "zh-CN"], ["en", "en-GB"]]) {
  test(`an approval is accessible and fits, ${language}`, async (t) => {
    const server = await t.server(DEMO);
    const device = await t.device(server, { size: [1440, 900], locale });
    await signIn(device, "lin", language);
    await openPlan(device);
    const { page } = device;
    await audit(device, `approval-${language}`);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator(".record-head .why").first().click();
    await page.locator(".pop:popover-open blockquote").waitFor();
    await audit(device, `approval-why-${language}`);
  }, { timeout: 3 * MINUTE });
}

test("a plan shows what is asked for, and goes back with a reason and a signature", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { name: "head", size: [1440, 900] });
  await signIn(device, "lin");
  const { page } = device;
  await open(device, "/");
  // The rule wants the word by 18:00 the day before the guests come: it stands among what is due, too.
  await page.locator(".due-row", { hasText: "核准接待方案" }).waitFor();
  await openPlan(device);
  const rows = page.getByRole("table", { name: "请示项目" }).locator("tbody tr");
  assert.equal(await rows.count(), 3);
  // Nothing was decided on before, so nothing is marked.
  assert.equal(await page.locator(".diff-table .mark").count(), 0);
  assert.match(await page.locator(".decide .amt").innerText(), /^\s*¥1,640\.00$/);

  await page.getByRole("button", { name: "退回" }).click();
  await page.getByText("写上意见：退回和不同意都要说明原因").waitFor();
  await page.getByLabel("意见", { exact: true }).fill("礼品改成两盒。");
  await scribble(page);
  await page.getByRole("button", { name: "退回" }).click();
  await page.locator(".decision", { hasText: "林国栋退回" }).waitFor();
  await page.locator(".signed path").waitFor();
  await page.locator(".decide [data-sync=synced]").waitFor({ timeout: MINUTE });

  const seller = await t.device(server, { name: "seller", size: [360, 740], touch: true });
  await signIn(seller, "chen");
  await open(seller, "/approvals");
  await seller.page.getByRole("tab", { name: /我提交的/ }).click();
  await seller.page.locator(".approvals li", { hasText: "退回" }).first().getByRole("link").click();
  await seller.page.getByText("礼品改成两盒。").waitFor();
}, { timeout: 4 * MINUTE });

test("decided by keyboard alone, offline; whoever was first stands, and the other word is kept", async (t) => {
  const server = await t.server(DEMO);
  const head = await t.device(server, { name: "head", size: [1280, 800] });
  const chief = await t.device(server, { name: "chief", size: [1280, 800] });
  // The server goes away under it, too.
  chief.expectError(/net::ERR_CONNECTION_REFUSED/);
  for (const [device, login] of [[head, "lin"], [chief, "luo"]]) await signIn(device, login);
  await open(chief, "/approvals");
  await openPlan(head);
  await head.cutNetwork();
  await head.page.locator(".decide").getByText(OFFLINE).waitFor({ timeout: MINUTE });
  await fill(head, head.page.getByLabel("意见", { exact: true }), "客人多了一位，同意。");
  await fill(head, head.page.getByLabel("或者打出姓名代签"), "林国栋");
  await activate(head, head.page.getByRole("button", { name: "同意", exact: true }));
  await head.page.locator(".decision", { hasText: "林国栋同意" }).waitFor();
  await head.page.locator(".record-head").getByText("离线审批").waitFor();
  await hasPlace(head);

  await server.start();
  await openPlan(chief);
  await chief.page.getByLabel("意见", { exact: true }).fill("预算不够。");
  await chief.page.getByRole("button", { name: "不同意" }).click();
  await chief.page.locator(".decide [data-sync=synced]").waitFor({ timeout: MINUTE });

  await head.restoreNetwork();
  const late = head.page.locator(".late-word");
  await late.getByText(/罗建华已先不同意/).waitFor({ timeout: MINUTE });
  await late.getByText("客人多了一位，同意。").waitFor();
  await late.getByText("林国栋").first().waitFor();
  await head.page.locator(".decision", { hasText: "罗建华不同意" }).waitFor();
  // It is over: there is nothing to submit again.
  assert.equal(await late.getByRole("button").count(), 0);
}, { timeout: 5 * MINUTE });

/** Opens the reception plan that waits for a word. */
async function openPlan(device) {
  await open(device, "/approvals");
  const { page } = device;
  await page.locator(".approvals li a").first().click();
  await page.waitForURL(/\/approvals\/[0-9a-f-]{36}$/);
  await page.locator(".decide .amt").waitFor();
}

/** Two strokes on the line. */
async function scribble(page) {
  const paper = page.locator(".sign .ink");
  await paper.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await paper.boundingBox();
  for (const from of [0.2, 0.5]) {
    await page.mouse.move(x + width * from, y + height * 0.3);
    await page.mouse.down();
    await page.mouse.move(x + width * (from + 0.2), y + height * 0.7, { steps: 5 });
    await page.mouse.up();
  }
  assert.match(await paper.locator("[data-part=pen]").getAttribute("d"), /^M\d+ \d+L.*M\d+ \d+L/);
}
