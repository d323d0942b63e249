// The leads of the office at work: narrowed by filters, dealt with by several at once.
import assert from "node:assert/strict";
import { DEMO, signIn } from "../lib/app.mjs";
import { counted, exported, shows } from "../lib/lists.mjs";
import { test } from "../lib/runner.mjs";

const ALL = 200;

test("filters show exactly the leads that fit", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { size: [1440, 900] });
  await signIn(device, "lin");
  await shows(device, ALL);
  const { page } = device;
  // What the file of the whole list says is what every filter is held against.
  const leads = await exported(device);
  assert.equal(leads.length, ALL);
  const filters = page.getByRole("group", { name: "筛选" });
  const clear = filters.getByRole("button", { name: "去掉筛选" });
  assert.equal(await clear.count(), 0);

  for (const letter of ["A", "B", "C", "D"]) {
    await filters.getByRole("radio", { name: letter }).click();
    await fit(device, leads.filter((lead) => lead["意向"] === letter));
  }
  // The one that is chosen, once more, is none.
  await filters.getByRole("radio", { name: "D" }).click();
  await shows(device, ALL);

  const [state, owner] = ["状态", "跟进人"].map((name) => filters.getByRole("combobox", { name }));
  for (const word of new Set(leads.map((lead) => lead["状态"]))) {
    await state.selectOption({ label: word });
    await fit(device, leads.filter((lead) => lead["状态"] === word));
  }
  await state.selectOption("");
  for (const name of new Set(leads.map((lead) => lead["跟进人"]))) {
    await owner.selectOption({ label: name || "未分配" });
    await fit(device, leads.filter((lead) => lead["跟进人"] === name));
  }

  // Filters and search narrow together.
  await owner.selectOption({ label: "陈嘉敏" });
  await filters.getByRole("radio", { name: "A" }).click();
  const both = leads.filter((lead) => lead["跟进人"] === "陈嘉敏" && lead["意向"] === "A");
  await fit(device, both);
  const { "公司": company } = both.find((lead) => lead["公司"]);
  await page.locator("main").getByRole("searchbox").fill(company);
  await fit(device, both.filter((lead) => lead["公司"] === company));
  await page.locator("main").getByRole("searchbox").fill("");
  await clear.click();
  await shows(device, ALL);
  await owner.selectOption({ label: "我跟进的" });
  await page.getByText("没有这样的线索").waitFor();
});

test("several leads are assigned or ended in one go, and others see it", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { size: [1440, 900] });
  await signIn(device, "lin");
  await shows(device, ALL);
  const { page } = device;
  const filters = page.getByRole("group", { name: "筛选" });
  await filters.getByRole("combobox", { name: "状态" }).selectOption({ label: "捕获" });
  const open = await counted(device, (count) => count > 4 && count < ALL);

  const given = await pick(device, 3);
  await page.getByRole("button", { name: "分配跟进人" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("共 3 条。").waitFor();
  await dialog.getByRole("button", { name: "分配" }).click();
  await dialog.getByText("选一位跟进人。").waitFor();
  await dialog.getByRole("combobox", { name: "跟进人" }).selectOption({ label: "吴倩" });
  await dialog.getByRole("button", { name: "分配" }).click();
  await page.getByText("3 条已存本机").waitFor();
  await shows(device, open - 3);
  assert.equal(await page.locator(".bulk").count(), 0, "nothing is selected any more");

  const ended = await pick(device, 2);
  await page.getByRole("button", { name: "标为无效" }).click();
  await dialog.getByText("共 2 条。").waitFor();
  await dialog.getByRole("button", { name: "标为无效" }).click();
  await dialog.getByText("写上结果。").waitFor();
  await shows(device, open - 3);
  await dialog.getByRole("textbox").fill("同行，不是客户");
  await dialog.getByRole("button", { name: "标为无效" }).click();
  await page.getByText("2 条已存本机").waitFor();
  await shows(device, open - 5);
  await filters.getByRole("button", { name: "去掉筛选" }).click();
  await shows(device, ALL);
  const after = await exported(device);
  const of = (numbers) => after.filter((lead) => numbers.includes(lead["单号"]));
  assert.deepEqual(of(given).map((lead) => [lead["跟进人"], lead["状态"]]), Array(3).fill(["吴倩", "已分配"]));
  assert.deepEqual(of(ended).map((lead) => [lead["结果"], lead["状态"]]), Array(2).fill(["同行，不是客户", "无效"]));

  // Whoever got them has them, with nothing refused on the way.
  await page.locator(".rail [data-sync=synced]").waitFor({ timeout: 30_000 });
  const other = await t.device(server, { name: "other", size: [1440, 900] });
  await signIn(other, "wu");
  await other.page.getByRole("combobox", { name: "跟进人" }).selectOption({ label: "我跟进的" });
  await shows(other, 3);
});

/** The table holds these leads and no other. */
async function fit(device, leads) {
  assert.ok(leads.length > 0, "a filter that fits nobody shows nothing");
  await shows(device, leads.length);
  const shown = (await exported(device)).map((lead) => lead["单号"]);
  assert.deepEqual(shown.sort(), leads.map((lead) => lead["单号"]).sort());
}

/** Ticks the first rows and gives the numbers of their leads. */
async function pick(device, count) {
  const { page } = device;
  const rows = page.locator("tbody tr[aria-rowindex]");
  for (let i = 0; i < count; i += 1) await rows.nth(i).getByRole("checkbox").check();
  await page.locator(".bulk").getByText(new RegExp(`${count}`)).waitFor();
  return (await exported(device)).slice(0, count).map((lead) => lead["单号"]);
}
