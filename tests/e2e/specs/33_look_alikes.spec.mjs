// One visitor caught twice: both are kept, one look side by side decides, and the decision can be taken back.
import assert from "node:assert/strict";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { counted, openLead, shows } from "../lib/lists.mjs";
import { test } from "../lib/runner.mjs";
import { field, save } from "../lib/stand.mjs";

const ALL = 200;

test("two captures of one visitor become one lead, and two again", async (t) => {
  const server = await t.server(DEMO);
  const booth = await t.device(server, { name: "booth", size: [1024, 768], touch: true });
  await signIn(booth, "chen");
  const office = await t.device(server, { name: "office", size: [1440, 900] });
  await signIn(office, "lin");
  await shows(office, ALL);
  await capture(booth, { name: "赵一鸣", reach: "139 0571 7788", company: "鸣远光电" });
  await capture(booth, { name: "Zhao Yiming", reach: "+86 13905717788", company: "" });
  await shows(office, ALL + 2, { timeout: 60_000 });

  // Whoever opens one is told of the other.
  await openLead(office, "Zhao Yiming");
  await office.page.getByText("可能和「赵一鸣」是同一个").waitFor();
  await office.page.getByRole("link", { name: "比一比" }).first().click();
  await office.page.getByRole("heading", { name: "是同一个吗？" }).waitFor();
  await office.page.getByText("相同：电话").waitFor();
  await office.screenshot("look-alikes-1440-zh");
  await office.page.getByRole("group", { name: "姓名" }).getByRole("radio", { name: "Zhao Yiming" }).check();
  await office.page.getByRole("button", { name: "合并" }).click();
  await office.page.waitForURL(/\/leads\//);
  await office.page.getByRole("heading", { name: "Zhao Yiming" }).waitFor();
  await office.page.getByText("鸣远光电").first().waitFor();
  await open(office, "/leads");
  const state = office.page.getByRole("combobox", { name: "状态" });
  await state.selectOption({ label: "已合并" });
  await counted(office, (count) => count === 1);
  // Taken back, both are what they were.
  await office.page.getByRole("button", { name: "撤销" }).click();
  await office.page.getByText("没有这样的线索").waitFor();
  await state.selectOption("");
  await shows(office, ALL + 2);
  await booth.page.locator("[data-sync=synced]").first().waitFor({ timeout: 30_000 });
});

test("two who are not one stay two, and nobody is asked again", async (t) => {
  const server = await t.server(DEMO);
  const booth = await t.device(server, { name: "booth", size: [1024, 768], touch: true });
  await signIn(booth, "chen");
  await capture(booth, { name: "孙伯", reach: "0571 8800 6600", company: "" });
  await capture(booth, { name: "孙侄", reach: "057188006600", company: "" });
  await openLead(booth, "孙侄");
  await booth.page.getByRole("link", { name: "比一比" }).first().click();
  await booth.page.getByRole("button", { name: "不是同一个" }).click();
  const dialog = booth.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "不是同一个" }).click();
  await dialog.getByText("写明为什么不是同一个").waitFor();
  await dialog.getByLabel("理由").fill("叔侄两人，同一部电话");
  await dialog.getByRole("button", { name: "不是同一个" }).click();
  await booth.page.waitForURL(/\/outbox/);
  await openLead(booth, "孙侄");
  await booth.page.getByRole("heading", { name: "孙侄" }).waitFor();
  assert.equal(await booth.page.getByText("可能和").count(), 0);
});

async function capture(booth, { name, reach, company }) {
  await open(booth, "/booth");
  await field(booth, "姓名").fill(name);
  await field(booth, "公司").fill(company);
  await booth.page.getByRole("textbox", { name: /联系方式/ }).fill(reach);
  await save(booth);
}
