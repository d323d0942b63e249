// A visit the planned way, everybody with a device of their own: sales asks and reports, the head approves,
// the host receives the guests without a network, and in the end the visit closes.
import assert from "node:assert/strict";
import { assertAccessible } from "../lib/accessibility.mjs";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { test } from "../lib/runner.mjs";

const SIZES = [[360, 740], [1024, 768], [1440, 900]];
const CUSTOMER = "苏州半亩园林景观有限公司";
const WISH = "想看带 DALI 调光的轨道射灯实物";

test("a visit goes from the wish to the close, its day without a network", async (t) => {
  const server = await t.server(DEMO);
  const sales = await t.device(server, { name: "sales", size: [1440, 900] });
  const head = await t.device(server, { name: "head", size: [1440, 900] });
  const host = await t.device(server, { name: "host", size: [360, 740], touch: true });
  await signIn(sales, "chen");
  await signIn(head, "lin");
  await signIn(host, "huang");
  await host.storedForOffline();
  for (const device of [sales, head]) device.expectError(/net::ERR_|WebSocket/);

  const path = await intake(sales);
  await sales.page.locator("main").getByRole("button", { name: "书面请示汇报" }).click();
  await state(sales, "准备中");
  await plan(sales);
  await looks(sales, "visit-office");
  await approve(head);
  await sales.page.locator("#plan").getByText("已核准", { exact: true }).first().waitFor({ timeout: 60_000 });
  await sales.page.getByRole("button", { name: "准备好，待到达" }).click();
  await state(sales, "待到达");

  await open(host, `${path}/today`);
  await host.page.getByRole("button", { name: "客人到了" }).waitFor({ timeout: 60_000 });
  await host.cutNetwork();
  await theDay(host);
  await host.restoreNetwork();
  await state(sales, "待总结", 60_000);

  // What happened without a network is on everybody's record.
  const main = sales.page.locator("main");
  await main.getByText(WISH).first().waitFor();
  await main.getByText("现场解决", { exact: true }).first().waitFor();
  await main.getByText("有项目，要报价").first().waitFor();
  await sales.page.getByRole("button", { name: "关闭", exact: true }).click();
  await state(sales, "已关闭");
  await host.page.getByRole("heading", { name: "已关闭" }).waitFor({ timeout: 60_000 });

  // What was promised is a task of whoever promised it, and everybody on the visit sees it.
  await sales.page.locator("main").getByText(/发报价 · 500 套/).first().waitFor();
  await open(host, path);
  await host.page.locator("main").getByText(/发报价 · 500 套/).first().waitFor();

  await open(sales, `${path}/papers`);
  await sales.page.locator(".form-a4 tr").first().waitFor();
  await looks(sales, "visit-papers");
  await open(host, `${path}/programme`);
  await host.page.locator(".programme ol li").first().waitFor();
  await looks(host, "visit-programme");
}, { timeout: 420_000 });

/** A wish becomes a record with everything R-045 asks for; gives its address. */
async function intake(sales) {
  const { page } = sales;
  await open(sales, "/visits");
  await page.getByRole("button", { name: "新建" }).last().click();
  const dialog = page.getByRole("dialog");
  const fill = (label, text) => dialog.getByRole("textbox", { name: label }).fill(text);
  await dialog.getByRole("combobox", { name: "客户" }).selectOption({ label: CUSTOMER });
  await dialog.getByRole("radio", { name: "考察" }).check();
  await fill("来意", "看样品和产线");
  await fill("来厂时间", `${day(1)} 10:00`);
  await fill("车站/机场", "惠州南站");
  await fill("来客人数", "4");
  await fill("考察天数", "1");
  await fill(/其它行程需求/, "无");
  await dialog.getByRole("combobox", { name: "接待业务员" }).selectOption({ label: "黄志远" });
  await dialog.getByRole("combobox", { name: "业务负责人" }).selectOption({ label: "陈嘉敏" });
  await dialog.getByRole("radio", { name: "无", exact: true }).check();
  await dialog.getByRole("button", { name: "存下" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.locator("tbody tr[aria-rowindex] td").first().click();
  await page.waitForURL(/\/visits\/[0-9a-f-]{36}$/);
  for (const label of ["食宿安排", "车辆安排"]) await answer(page, label, "不需要");
  return new URL(page.url()).pathname;
}

async function plan(sales) {
  const { page } = sales;
  await page.getByRole("button", { name: "编接待方案" }).click();
  const part = page.locator("#plan");
  for (const label of ["画册", "资料", "样板", "公司 PPT", "翻译", "水果", "礼品", "餐食"]) {
    await answer(part, label, "不需要");
  }
  await part.getByRole("button", { name: "翻译、车辆、住宿" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "不需要翻译的理由" }).fill("客人带了翻译");
  await page.getByRole("dialog").getByRole("button", { name: "存下" }).click();
  const schedule = part.locator(".item-rows").first();
  await schedule.getByRole("button", { name: "加一行" }).click();
  const row = page.getByRole("dialog");
  await row.getByRole("textbox", { name: "时间" }).fill(`${day(1)} 10:30`);
  await row.getByRole("textbox", { name: "地点" }).fill("样品室");
  await row.getByRole("textbox", { name: "内容" }).fill("新品");
  await row.getByRole("button", { name: "存下" }).click();
  await schedule.getByText(/样品室 · 新品/).waitFor();
  await part.getByRole("button", { name: "提交核准" }).click();
  await part.getByText("待核准", { exact: true }).first().waitFor();
}

/** The head finds it among what waits for him, writes his opinion, signs with his name. */
async function approve(head) {
  const { page } = head;
  await open(head, "/approvals");
  await page.locator(".approvals li", { hasText: CUSTOMER }).getByRole("link").click({ timeout: 60_000 });
  await page.getByLabel("意见", { exact: true }).fill("同意");
  await page.getByLabel("或者打出姓名代签").fill("林国栋");
  await page.locator(".decide").getByRole("button", { name: "同意", exact: true }).click();
  await page.locator(".decision", { hasText: "林国栋同意" }).waitFor();
}

/** Everything the host does between the door and the door, with no network anywhere. */
async function theDay(host) {
  const { page } = host;
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "客人到了" }).click();
  await page.getByRole("button", { name: "走到下一站" }).first().click();
  await dialog.getByRole("button", { name: "样品室" }).click();
  await page.getByRole("heading", { name: "样品室" }).waitFor();
  for (const topic of ["规模", "质量标准"]) await page.getByRole("checkbox", { name: topic, exact: true }).check();
  // The card of the moment came with the data, so it is there without a network too.
  await page.locator("summary", { hasText: "接待言行" }).click();
  await page.getByText(/不亢不卑，有礼有节/).waitFor();
  await looks(host, "visit-today");

  await page.getByRole("button", { name: "客人请求" }).click();
  await dialog.getByRole("textbox", { name: "请求" }).fill(WISH);
  await dialog.getByRole("button", { name: "存下" }).click();
  await page.locator(".req").getByText("已存本机").waitFor();
  await page.getByRole("button", { name: "现场解决" }).click();

  await page.getByRole("button", { name: "记承诺" }).click();
  await dialog.getByRole("textbox", { name: /补一句/ }).fill("500 套");
  await dialog.getByRole("button", { name: "记下，我来跟" }).click();
  await dialog.waitFor({ state: "detached" });

  await page.getByRole("button", { name: "送别" }).first().click();
  await dialog.getByRole("button", { name: "送走了" }).click();
  await dialog.getByRole("radio", { name: "A", exact: true }).check();
  await dialog.getByRole("textbox", { name: "判断依据" }).fill("有项目，要报价");
  await dialog.getByRole("radio", { name: "5", exact: true }).check();
  await dialog.getByRole("checkbox", { name: /客人未表态（服务）/ }).check();
  await dialog.getByRole("button", { name: "存下" }).click();
  await page.getByRole("heading", { name: "客人走了，写总结" }).waitFor();
}

/** An answer shows as chosen once it is kept. */
async function answer(where, label, words) {
  const radio = where.getByRole("group", { name: label, exact: true }).getByRole("radio", { name: words, exact: true });
  await radio.click();
  for (const until = Date.now() + 15_000; !(await radio.isChecked()); ) {
    assert.ok(Date.now() < until, `${label}: ${words} is not kept`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function state({ page }, word, timeout = 15_000) {
  await page.locator(".record-head").getByText(word, { exact: true }).waitFor({ timeout });
}

async function looks(device, name) {
  const before = device.page.viewportSize();
  for (const [width, height] of SIZES) {
    await device.page.setViewportSize({ width, height });
    await device.page.waitForTimeout(250);
    await device.page.evaluate(() => scrollTo(0, 0));
    const over = await device.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${name}-${width} is ${over} px too wide`);
    await assertAccessible(device, `${name}-${width}`);
    await device.screenshot(`${name}-${width}`);
  }
  await device.page.setViewportSize(before);
}

/** The day after `ahead` days, in Huizhou. */
function day(ahead) {
  const at = new Date(Date.now() + ahead * 86_400_000);
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(at);
}
