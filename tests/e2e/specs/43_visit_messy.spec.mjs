// The same visit when everything goes wrong: the guests are early, nobody has approved, driver and host are
// without a signal, head and general manager decide the same plan in opposite ways while both are offline,
// a request goes upwards, and the approved plan changes. Every block says why, and the visit still closes.
import assert from "node:assert/strict";
import { looks } from "../lib/accessibility.mjs";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { test } from "../lib/runner.mjs";
import { CUSTOMER, approve, farewell, intake, plan, sendCar, state, sure } from "../lib/visit.mjs";

const WISH = "想看 UL 认证的老化房";
const REASON = "人手不够，先约下周";

test("a visit goes wrong in every way and still closes", async (t) => {
  const server = await t.server(DEMO);
  const phone = { size: [360, 740], touch: true };
  const sales = await t.device(server, { name: "sales", size: [1440, 900] });
  const head = await t.device(server, { name: "head", ...phone });
  const manager = await t.device(server, { name: "manager", size: [1024, 768], locale: "en-GB" });
  const driver = await t.device(server, { name: "driver", ...phone });
  const host = await t.device(server, { name: "host", ...phone });
  for (const [device, who] of [[sales, "chen"], [head, "lin"], [driver, "zhou"], [host, "huang"]]) {
    await signIn(device, who);
    device.expectError(/net::ERR_|WebSocket/);
  }
  await signIn(manager, "luo", "en");
  manager.expectError(/net::ERR_|WebSocket/);

  const path = await intake(sales, { ahead: 3 });
  await sales.page.locator("main").getByRole("button", { name: "书面请示汇报" }).click();
  await state(sales, "准备中");
  await plan(sales, { ahead: 3 });
  const trip = await sendCar(sales, { ahead: 3 });
  await blockExplained(sales, "准备好，待到达", /R-048/);

  // Everybody but sales is out of reach with what they need on their screens.
  const approval = await toDecide(head, "/approvals");
  await open(manager, approval);
  await manager.page.getByLabel("Opinion", { exact: true }).waitFor({ timeout: 60_000 });
  await open(driver, trip);
  await driver.page.getByRole("button", { name: "出发" }).waitFor({ timeout: 60_000 });
  await open(host, `${path}/today`);
  await host.page.getByRole("button", { name: "客人到了" }).waitFor({ timeout: 60_000 });
  for (const device of [head, manager, driver, host]) await device.loseSignal();

  await drive(driver);
  await receive(host);
  await say(head, { opinion: "意见", words: "同意", sign: "或者打出姓名代签", name: "林国栋", deed: "同意" });
  await say(manager, { opinion: "Opinion", words: REASON, sign: "Or type your name instead", name: "罗建华", deed: "Return" });

  // They come back one after another; the first word to reach the server stands.
  await host.regainSignal();
  await state(sales, "接待中", 60_000);
  await driver.regainSignal();
  await sales.page.locator(".side").getByText("已到厂").waitFor({ timeout: 60_000 });
  await head.regainSignal();
  await sales.page.locator("#plan").getByText("已核准", { exact: true }).first().waitFor({ timeout: 60_000 });
  await manager.regainSignal();

  // The word that lost: who was first, and what was said and signed stays.
  const late = manager.page.locator(".late-word");
  await late.getByText(/林国栋/).waitFor({ timeout: 60_000 });
  await late.getByText(REASON).waitFor();
  await late.getByText(/罗建华/).first().waitFor();
  assert.equal(await late.getByRole("button", { name: /again/i }).count(), 0, "nothing is open to decide");
  await looks(manager, "visit-late-word-en");
  await open(manager, `${path}/today`);
  await manager.page.locator("#now").getByRole("button", { name: "Farewell" }).waitFor();
  await looks(manager, "visit-today-en");

  // The plan changes after its approval: the word is asked for again, and the lost one can be given again.
  await addExpense(sales);
  await sales.page.locator("#plan").getByText("变更待核准", { exact: true }).first().waitFor();
  await open(manager, "/approvals");
  await manager.page.locator(".approvals li", { hasText: CUSTOMER }).getByRole("link").first().click({ timeout: 60_000 });
  await manager.page.locator(".late-word").getByRole("button", { name: /again/i }).click({ timeout: 60_000 });
  await sales.page.locator("#plan").getByText("退回", { exact: true }).first().waitFor({ timeout: 60_000 });

  await answerRequest(head, host, path);
  await partWith(host);
  await state(sales, "待总结", 60_000);
  await blockExplained(sales, "关闭", /R-051|R-058/);
  await inEnglish(manager, path);

  // The head signs what was never approved; then nothing is in the way.
  await open(head, path);
  await head.page.getByRole("button", { name: "签未核准接待" }).click({ timeout: 60_000 });
  const dialog = head.page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("客人早到，事后补签");
  await dialog.getByRole("button", { name: "签未核准接待" }).click();
  await dialog.waitFor({ state: "detached" });
  // A plan that was returned holds the close up until it is asked for again and approved.
  for (const step of ["修改", "提交核准"]) await sales.page.locator("#plan").getByRole("button", { name: step }).click();
  await approve(head);
  const close = sales.page.getByRole("button", { name: "关闭", exact: true });
  await enabled(close);
  await close.click();
  await sure(sales, "关闭", /6 项准备没人做完/);
  await state(sales, "已关闭");
  const main = sales.page.locator("main");
  for (const words of [WISH, "请周一看报告", "未核准接待", "客人早到，事后补签"]) await main.getByText(words).first().waitFor();

  // Both words are in the audit, and the sign-ins.
  await open(manager, "/settings/audit");
  const rows = manager.page.locator("tbody tr[aria-rowindex]");
  await rows.filter({ hasText: "Decided" }).first().waitFor({ timeout: 60_000 });
  assert.ok((await rows.filter({ hasText: "Decided" }).count()) >= 2);
  await rows.filter({ hasText: "Signed in" }).first().waitFor();
  await looks(manager, "audit-en");
}, { timeout: 600_000 });

/** A blocked step is grey and says which rule, from which clause, and what to do. */
async function blockExplained({ page }, step, rule) {
  const place = page.locator(".step", { has: page.getByRole("button", { name: step, exact: true }) });
  assert.equal(await place.getByRole("button", { name: step, exact: true }).getAttribute("aria-disabled"), "true");
  // The answer is drawn anew while what it depends on still arrives: it is asked for until it stays.
  const answer = page.getByText(rule).locator("visible=true").first();
  for (const until = Date.now() + 30_000; !(await answer.isVisible()); ) {
    assert.ok(Date.now() < until, `${step} does not say why`);
    await place.getByRole("button").last().click();
    await answer.waitFor({ timeout: 3_000 }).catch(() => {});
  }
  await page.keyboard.press("Escape");
}

/** Opens what waits for a word; gives its address. */
async function toDecide(device, list) {
  const { page } = device;
  await open(device, list);
  await page.locator(".approvals li", { hasText: CUSTOMER }).getByRole("link").click({ timeout: 60_000 });
  await page.locator(".decide").waitFor();
  return new URL(page.url()).pathname;
}

async function say({ page }, { opinion, words, sign, name, deed }) {
  await page.getByLabel(opinion, { exact: true }).fill(words);
  await page.getByLabel(sign).fill(name);
  await page.locator(".decide").getByRole("button", { name: deed, exact: true }).click();
  await page.locator(".decision").first().waitFor();
}

/** No position is to be had and no network: he says how far it is by hand. */
async function drive(driver) {
  const { page } = driver;
  await page.getByRole("button", { name: "出发" }).click();
  await sure(driver, "出发", /不是今天/);
  for (const step of ["已接到", "返厂"]) await page.getByRole("button", { name: step }).click();
  await page.getByRole("button", { name: "20 km" }).click();
  await page.getByText(/上次报位置/).waitFor();
  await page.getByRole("button", { name: "已到厂" }).click();
  await page.locator(".day-bar").getByText("已到厂").waitFor();
}

/** Early guests are received whatever is missing; one wish is beyond the host. */
async function receive(host) {
  const { page } = host;
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "客人到了" }).click();
  await sure(host, "客人到了", /不是今天/);
  await page.getByRole("button", { name: "客人请求" }).click();
  await dialog.getByRole("textbox", { name: "请求" }).fill(WISH);
  await dialog.getByRole("button", { name: "存下" }).click();
  await page.getByRole("button", { name: "已上报领导" }).click();
  await dialog.getByRole("textbox", { name: "向客人解释" }).fill("老化房要领导批准才能进");
  await dialog.getByRole("button", { name: "解释并上报领导" }).click();
  await page.getByRole("button", { name: "走到下一站" }).first().click();
  await dialog.getByRole("button", { name: "样品室" }).click();
  await page.getByRole("heading", { name: "样品室" }).waitFor();
}

async function addExpense({ page }) {
  const part = page.locator("#plan .item-rows").last();
  await part.getByRole("button", { name: "加一行" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "其他" }).check();
  await dialog.getByRole("textbox", { name: "数量" }).fill("4");
  await dialog.getByRole("textbox", { name: "金额" }).fill("320");
  await dialog.getByRole("button", { name: "存下" }).click();
  await dialog.waitFor({ state: "detached" });
}

/** The head answers what was reported to him, the host tells the guests. */
async function answerRequest(head, host, path) {
  await open(head, path);
  await head.page.locator("#requests").getByRole("button", { name: "答复" }).click({ timeout: 60_000 });
  const dialog = head.page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("请周一看报告");
  await dialog.getByRole("button", { name: "答复" }).click();
  await host.page.getByRole("button", { name: "告知客人" }).click({ timeout: 60_000 });
}

async function partWith(host) {
  const dialog = host.page.getByRole("dialog");
  await farewell(host);
  await dialog.getByRole("radio", { name: "B", exact: true }).check();
  await dialog.getByRole("textbox", { name: "判断依据" }).fill("要看认证");
  await dialog.getByRole("radio", { name: "4", exact: true }).check();
  await dialog.getByRole("checkbox", { name: /客人未表态（服务）/ }).check();
  await dialog.getByRole("button", { name: "存下" }).click();
  await dialog.waitFor({ state: "detached" });
}

/** The same block, read by somebody who works in English. */
async function inEnglish(manager, path) {
  await open(manager, path);
  const { page } = manager;
  await page.getByRole("button", { name: "Close", exact: true }).waitFor({ timeout: 60_000 });
  await blockExplained(manager, "Close", /R-051/);
  await looks(manager, "visit-blocked-en");
}

async function enabled(button) {
  for (const until = Date.now() + 60_000; (await button.getAttribute("aria-disabled")) === "true"; ) {
    assert.ok(Date.now() < until, "still blocked");
    await new Promise((done) => setTimeout(done, 250));
  }
}
