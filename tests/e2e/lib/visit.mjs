// What people do with a visit, in the words of the screen.
import assert from "node:assert/strict";
import { open } from "./app.mjs";

/** Who comes, in every visit of the tests. */
export const CUSTOMER = "苏州半亩园林景观有限公司";

/** A wish becomes a record with everything R-045 asks for; gives its address. */
export async function intake(sales, { ahead = 1 } = {}) {
  const { page } = sales;
  await open(sales, "/visits");
  await page.getByRole("button", { name: "新建" }).last().click();
  const dialog = page.getByRole("dialog");
  const fill = (label, text) => dialog.getByRole("textbox", { name: label }).fill(text);
  await dialog.getByRole("combobox", { name: "客户" }).selectOption({ label: CUSTOMER });
  await dialog.getByRole("radio", { name: "考察" }).check();
  await fill("来意", "看样品和产线");
  await dialog.getByLabel("来厂时间").fill(`${day(ahead)}T10:00`);
  await fill("车站/机场", "惠州南站");
  await fill("来客人数", "4");
  await fill("考察天数", "1");
  await fill(/其它行程需求/, "无");
  await dialog.getByRole("combobox", { name: "接待业务员" }).selectOption({ label: "黄志远" });
  // Who makes it answers for it.
  assert.equal(await dialog.getByRole("combobox", { name: "业务负责人" }).locator("option:checked").innerText(), "陈嘉敏");
  await dialog.getByRole("radio", { name: "无", exact: true }).check();
  await dialog.getByRole("button", { name: "存下" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.locator("tbody tr[aria-rowindex]", { hasText: CUSTOMER }).first().click();
  await page.waitForURL(/\/visits\/[0-9a-f-]{36}$/);
  await answer(page, "食宿安排", "不需要");
  await answer(page, "车辆安排", "需要");
  return new URL(page.url()).pathname;
}

/** The plan answers everything, names one stop, and waits for its approval. */
export async function plan(sales, { ahead = 1 } = {}) {
  const { page } = sales;
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "编接待方案" }).click();
  const part = page.locator("#plan");
  for (const label of ["画册", "资料", "样板", "公司 PPT", "翻译", "水果", "礼品", "餐食"]) {
    await answer(part, label, "不需要");
  }
  await part.getByRole("button", { name: "翻译、车辆、住宿" }).click();
  await dialog.getByRole("textbox", { name: "不需要翻译的理由" }).fill("客人带了翻译");
  await dialog.getByRole("textbox", { name: "车辆", exact: true }).fill("别克 GL8 · 周师傅");
  await dialog.getByRole("button", { name: "存下" }).click();
  const schedule = part.locator(".item-rows").first();
  await schedule.getByRole("button", { name: "加一行" }).click();
  await dialog.getByLabel("时间").fill(`${day(ahead)}T10:30`);
  await dialog.getByRole("textbox", { name: "地点" }).fill("样品室");
  await dialog.getByRole("textbox", { name: "内容" }).fill("新品");
  await dialog.getByRole("button", { name: "存下" }).click();
  await schedule.getByText(/样品室 · 新品/).waitFor();
  await part.getByRole("button", { name: "提交核准" }).click();
  await part.getByText("待核准", { exact: true }).first().waitFor();
}

/** A car with its driver for the guests; gives the address of the trip. */
export async function sendCar(sales, { ahead = 1 } = {}) {
  const { page } = sales;
  await page.getByRole("button", { name: "派车" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "接送司机" }).selectOption({ label: "周师傅" });
  await dialog.getByRole("textbox", { name: "车牌" }).fill("粤L·8K203");
  await dialog.getByLabel("接站时间").fill(`${day(ahead)}T09:10`);
  await dialog.getByRole("button", { name: "存下" }).click();
  await dialog.waitFor({ state: "detached" });
  const link = page.locator('.side a[href^="/trips/"]').first();
  return link.getAttribute("href");
}

/** The head finds it among what waits for him, writes his opinion, signs with his name. */
export async function approve(head) {
  const { page } = head;
  await open(head, "/approvals");
  await page.locator(".approvals li", { hasText: CUSTOMER }).getByRole("link").first().click({ timeout: 60_000 });
  await page.getByLabel("意见", { exact: true }).fill("同意");
  await page.getByLabel("或者打出姓名代签").fill("林国栋");
  await page.locator(".decide").getByRole("button", { name: "同意", exact: true }).click();
  await page.locator(".decision", { hasText: "林国栋同意" }).waitFor();
}

/** A step on another day than planned, or with something open, is asked about: it says why, and it is meant. */
export async function sure({ page }, step, why) {
  const dialog = page.getByRole("dialog", { name: step, exact: true });
  await dialog.getByText(why).waitFor();
  await dialog.getByRole("button", { name: step, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

/** The farewell asks one thing, and nobody answers it beforehand. */
export async function farewell({ page }) {
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "送别" }).first().click();
  await dialog.getByRole("radio", { name: "是", exact: true }).check();
  await dialog.getByRole("button", { name: "送走了" }).click();
}

/** An answer shows as chosen once it is kept. */
export async function answer(where, label, words) {
  const radio = where.getByRole("group", { name: label, exact: true }).getByRole("radio", { name: words, exact: true });
  await radio.click();
  for (const until = Date.now() + 15_000; !(await radio.isChecked()); ) {
    assert.ok(Date.now() < until, `${label}: ${words} is not kept`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

export async function state({ page }, word, timeout = 15_000) {
  await page.locator(".record-head").getByText(word, { exact: true }).waitFor({ timeout });
}

/** The day after `ahead` days, in Huizhou. */
export function day(ahead) {
  const at = new Date(Date.now() + ahead * 86_400_000);
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(at);
}
