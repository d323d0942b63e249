// A visit whose devices are killed, reloaded or locked at every step: what was saved stands, what was typed
// and not saved is in the same form again, and an opinion that was not given yet is not lost either.
import assert from "node:assert/strict";
import { DEMO, lockAndUnlock, open, signIn, unlock } from "../lib/app.mjs";
import { test } from "../lib/runner.mjs";
import { CUSTOMER, day, farewell, intake, plan, state, sure } from "../lib/visit.mjs";

const WISH = "想看带 DALI 调光的轨道射灯实物";

test("killed, reloaded or locked at every step, a visit loses nothing", async (t) => {
  const server = await t.server(DEMO);
  const sales = await t.device(server, { name: "sales", size: [1440, 900] });
  const head = await t.device(server, { name: "head", size: [360, 740], touch: true });
  const host = await t.device(server, { name: "host", size: [360, 740], touch: true });
  for (const [device, who] of [[sales, "chen"], [head, "lin"], [host, "huang"]]) {
    device.expectError(/net::ERR_|WebSocket/);
    await signIn(device, who);
    await device.storedForOffline();
  }
  let turns = 0;
  /** Kill, reload and lock by turns; the person comes back to where he was. */
  const interrupted = async (device, path) => {
    const way = ["kill", "reload", "lock"][turns % 3];
    turns += 1;
    // What is typed is kept a moment after the last key.
    await device.page.waitForTimeout(300);
    if (way === "kill") await device.killTab();
    if (way === "lock") await lockAndUnlock(device);
    else await unlock(device);
    await open(device, path);
  };

  // A wish that is typed by halves.
  await open(sales, "/visits");
  const form = () => sales.page.getByRole("dialog");
  const purpose = () => form().getByRole("textbox", { name: "来意" });
  const again = async () => sales.page.getByRole("button", { name: "新建" }).last().click();
  await again();
  await form().getByRole("combobox", { name: "客户" }).selectOption({ label: CUSTOMER });
  await form().getByRole("radio", { name: "考察" }).check();
  await purpose().fill("看样品");
  for (const more of ["看样品和产线", "看样品、产线和老化房", "看样品、产线、老化房和仓库"]) {
    await interrupted(sales, "/visits");
    await again();
    await form().getByText("上次没存的内容已放回。").waitFor();
    assert.equal(await form().getByRole("combobox", { name: "客户" }).locator("option:checked").innerText(), CUSTOMER);
    assert.ok(await form().getByRole("radio", { name: "考察" }).isChecked());
    await purpose().fill(more);
  }
  await form().getByRole("button", { name: "清空" }).click();
  assert.equal(await purpose().inputValue(), "");
  await form().getByRole("button", { name: "取消" }).click();
  const path = await intake(sales);
  await interrupted(sales, path);
  await state(sales, "意向");

  await sales.page.locator("main").getByRole("button", { name: "书面请示汇报" }).click();
  await state(sales, "准备中");
  await interrupted(sales, path);
  await state(sales, "准备中");
  await plan(sales);
  await interrupted(sales, path);
  await sales.page.locator("#plan").getByText("待核准", { exact: true }).first().waitFor();

  // The head types his opinion, loses the network and then the tab; he signs once, offline.
  await open(head, "/approvals");
  await head.page.locator(".approvals li", { hasText: CUSTOMER }).getByRole("link").first().click({ timeout: 60_000 });
  const approval = new URL(head.page.url()).pathname;
  const opinion = () => head.page.getByLabel("意见", { exact: true });
  await opinion().fill("同意，注意安全");
  await head.loseSignal();
  for (let n = 0; n < 3; n += 1) {
    await interrupted(head, approval);
    await opinion().waitFor();
    assert.equal(await opinion().inputValue(), "同意，注意安全");
  }
  await head.page.getByLabel("或者打出姓名代签").fill("林国栋");
  await head.page.locator(".decide").getByRole("button", { name: "同意", exact: true }).click();
  const given = () => head.page.locator(".decision", { hasText: "林国栋同意" }).waitFor();
  await given();
  await interrupted(head, approval);
  await given();
  await head.regainSignal();
  await sales.page.locator("#plan").getByText("已核准", { exact: true }).first().waitFor({ timeout: 60_000 });
  await sales.page.getByRole("button", { name: "准备好，待到达" }).click();
  await sure(sales, "准备好，待到达", /项准备没做完/);
  await state(sales, "待到达");

  // The day, with no network anywhere.
  const today = `${path}/today`;
  await open(host, today);
  const tap = (name) => host.page.getByRole("button", { name, exact: true }).first();
  await tap("客人到了").waitFor({ timeout: 60_000 });
  await host.loseSignal();
  await tap("客人到了").click();
  await sure(host, "客人到了", /不是今天/);
  await tap("走到下一站").waitFor();
  await interrupted(host, today);
  await tap("走到下一站").click();
  const sheet = () => host.page.getByRole("dialog");
  await sheet().getByRole("button", { name: "样品室" }).click();
  await host.page.getByRole("heading", { name: "样品室" }).waitFor();
  await interrupted(host, today);
  await host.page.getByRole("heading", { name: "样品室" }).waitFor();

  await tap("客人请求").click();
  await sheet().getByRole("textbox", { name: "请求" }).fill(WISH);
  await interrupted(host, today);
  await tap("客人请求").click();
  assert.equal(await sheet().getByRole("textbox", { name: "请求" }).inputValue(), WISH);
  await sheet().getByRole("button", { name: "存下" }).click();
  await host.page.locator(".req", { hasText: WISH }).getByText("已存本机").waitFor();
  await interrupted(host, today);
  await host.page.locator(".req", { hasText: WISH }).waitFor();
  await tap("现场解决").click();
  await interrupted(host, today);

  await farewell(host);
  const reason = () => sheet().getByRole("textbox", { name: "判断依据" });
  await sheet().getByRole("radio", { name: "A", exact: true }).check();
  await reason().fill("有项目，要报价");
  await interrupted(host, today);
  await tap("写总结").click();
  assert.equal(await reason().inputValue(), "有项目，要报价");
  assert.ok(await sheet().getByRole("radio", { name: "A", exact: true }).isChecked());
  await sheet().getByRole("radio", { name: "5", exact: true }).check();
  await sheet().getByRole("checkbox", { name: /客人未表态（服务）/ }).check();
  await sheet().getByRole("button", { name: "存下" }).click();
  await sheet().waitFor({ state: "detached" });
  await interrupted(host, today);
  await host.regainSignal();

  await state(sales, "待总结", 60_000);
  const main = sales.page.locator("main");
  for (const words of [WISH, "有项目，要报价"]) await main.getByText(words).first().waitFor();
  await sales.page.getByRole("button", { name: "关闭", exact: true }).click();
  await sure(sales, "关闭", /项准备没人做完/);
  await state(sales, "已关闭");
  await interrupted(sales, path);
  await state(sales, "已关闭");
  assert.equal(await main.locator("#requests .req").count(), 1, "the request is there once");
  t.note(`${turns} interruptions; the visit of ${day(1)} is closed`);
}, { timeout: 600_000 });
