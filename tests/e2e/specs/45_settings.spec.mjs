// The numbers the rules work with and the working time they run on: changed by the administrator, held by
// everybody, and what cannot be is refused beside its field.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertAccessible, looks } from "../lib/accessibility.mjs";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { test } from "../lib/runner.mjs";

test("a parameter changes from a day on, and a value that does not read is refused", async (t) => {
  const server = await t.server(DEMO);
  const admin = await t.device(server, { name: "admin", size: [1440, 900] });
  await signIn(admin, "admin");
  const { page } = admin;
  await open(admin, "/settings/parameters");
  const rows = page.locator(".settings .rule");
  await rows.first().waitFor();
  assert.equal(await rows.count(), 44);
  await looks(admin, "parameters");
  await page.locator("main").getByRole("searchbox").fill("p-14");
  await page.waitForFunction(() => document.querySelectorAll(".settings .rule").length === 1);
  assert.match(await rows.innerText(), /2 个工作日\s+建议值|2 个工作日\s+制度/);
  await rows.getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: "P-14" }).waitFor();
  await page.getByText("还没改过，按默认值。").waitFor();
  await page.locator(".kv").getByRole("link", { name: "R-098" }).waitFor();

  await page.getByRole("button", { name: "改动" }).click();
  const dialog = page.getByRole("dialog");
  const save = () => dialog.getByRole("button", { name: "存下" }).click();
  await dialog.getByRole("textbox", { name: "取值" }).fill("两天");
  await save();
  // Nothing may be missing: what is saved stays as it is.
  await dialog.getByText("这一项要填。").first().waitFor();
  assert.equal(await dialog.getByText("这一项要填。").count(), 2);
  await dialog.getByRole("combobox", { name: "决定人" }).selectOption({ label: "林国栋" });
  await dialog.getByRole("textbox", { name: "理由" }).fill("旺季人手不够");
  await save();
  await dialog.locator(".field").getByText(/「取值」写成 2wh/).waitFor();
  await assertAccessible(admin, "a refused parameter");
  await admin.screenshot("parameter-refused-1440");
  await dialog.getByRole("textbox", { name: "取值" }).fill("3wd");
  await save();
  await dialog.waitFor({ state: "detached" });
  await page.locator(".setting-now").getByText("3 个工作日").waitFor();
  await page.locator(".waiting").getByText("现行").waitFor();
  await looks(admin, "parameter");

  // Everybody holds it; only the administrator is offered to change it.
  const seller = await t.device(server, { name: "seller", size: [360, 740] });
  await signIn(seller, "chen");
  await open(seller, "/settings/parameters/P-14");
  await seller.page.locator(".setting-now").getByText("3 个工作日").waitFor();
  assert.equal(await seller.page.getByRole("button", { name: "改动" }).count(), 0);
});

test("a unit gets its own calendar, and the holidays of a year are imported", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "notices-"));
  const file = async (name, text) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const server = await t.server(DEMO);
  const admin = await t.device(server, { name: "admin", size: [1440, 900] });
  await signIn(admin, "admin");
  const { page } = admin;
  await open(admin, "/settings/calendars");
  await page.getByRole("heading", { name: "标准日历" }).waitFor();
  await page.locator("main").getByRole("button", { name: "新建" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "存下" }).click();
  await dialog.getByText("选一个单元。").waitFor();
  await dialog.getByRole("combobox", { name: "适用单元" }).selectOption({ label: "业务部" });
  await dialog.getByRole("button", { name: "存下" }).click();
  const own = page.locator(".work-calendar").filter({ has: page.getByRole("heading", { name: "业务部" }) });
  // The server writes what the zone is; the device says so until then.
  await own.getByText("2026", { exact: true }).waitFor();
  await looks(admin, "calendars");

  const pick = async (...names) => own.locator("input[type=file]").setInputFiles(names);
  await pick(await file("none.json", '{"year": 2027, "papers": [], "days": []}'));
  await page.getByText(/2027 年的文件里还没有日期/).waitFor();
  await pick(await file("bad.json", '{"year": 2027, "days": [{"name": "元旦", "date": "2026-13-01", "isOffDay": true}]}'));
  await page.getByText(/有的日期不属于这一年/).waitFor();
  await pick(await file("torn.json", '{"year": 2027, "da'));
  await page.getByText(/不是 JSON/).waitFor();
  const days = [["2027-01-01", true], ["2027-01-02", true], ["2027-01-03", true], ["2027-01-09", false]];
  const notice = { year: 2027, papers: ["https://www.gov.cn/"], days: days.map(([date, isOffDay]) => ({ name: "元旦", date, isOffDay })) };
  await pick(await file("2027.json", JSON.stringify(notice)));
  await page.getByText(/已导入 2027 年/).waitFor();
  await own.getByText("元旦 1/1–1/3", { exact: true }).waitFor();
  await own.getByText("调休上班 1/9").waitFor();

  // Saturdays are worked from now on; hours that overlap are refused.
  await own.getByRole("button", { name: "改", exact: true }).click();
  await dialog.getByRole("checkbox", { name: "周六" }).check();
  await dialog.getByRole("textbox", { name: "工作时段" }).fill("08:00-12:00\n11:00-17:00");
  await dialog.getByRole("button", { name: "存下" }).click();
  await dialog.locator(".field").getByText(/写成 08:30-12:00/).waitFor();
  await dialog.getByRole("textbox", { name: "工作时段" }).fill("08:00-12:00\n13:00-17:00");
  await assertAccessible(admin, "a calendar being edited");
  await admin.screenshot("calendar-edit-1440");
  await dialog.getByRole("button", { name: "存下" }).click();
  await dialog.waitFor({ state: "detached" });
  await own.getByText(/周五、周六/).waitFor();
  await own.getByText("13:00–17:00").waitFor();
  await rm(folder, { recursive: true });
});
