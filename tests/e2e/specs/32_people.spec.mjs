// People: invited with a code that is shown once, locked out, brought back; a lost device empties itself.
import assert from "node:assert/strict";
import { DEMO, PASSPHRASE, open, ready, signIn } from "../lib/app.mjs";
import { counted } from "../lib/lists.mjs";
import { test } from "../lib/runner.mjs";

const NEW = { name: "宋雨薇", login: "song", password: "门前 一棵 樟树" };

test("somebody invited sees what the role may see, and nothing once locked out", async (t) => {
  const server = await t.server(DEMO);
  const admin = await t.device(server, { name: "admin", size: [1280, 800] });
  await signIn(admin, "admin");
  await open(admin, "/settings/users");
  const people = admin.page.locator(".accounts");
  await people.getByText("陈嘉敏").waitFor();
  const code = await invite(admin);
  await people.getByRole("listitem").filter({ hasText: NEW.name }).getByText("已邀请").waitFor();

  const device = await t.device(server, { name: "new", size: [1280, 800] });
  await redeem(device, code);
  // Sales see the leads of their own only: of 200, none is hers.
  await device.page.locator(".page-head .sub", { hasText: /^0 条/ }).waitFor();
  await open(device, "/customers");
  await device.page.getByRole("heading", { name: "客户", level: 1 }).waitFor();

  const again = await t.device(server, { name: "again", size: [1280, 800] });
  again.expectError(/status of 4\d\d/);
  await again.goto("/signin");
  await codeDialog(again, code, "换一个 别的 密码");
  await again.page.getByRole("dialog").getByText(/代码/).last().waitFor();
  assert.equal(await again.page.getByRole("dialog").count(), 1, "a code is good once");

  await admin.page.reload();
  await unlockHere(admin);
  await open(admin, "/settings/users");
  const line = people.getByRole("listitem").filter({ hasText: NEW.name });
  device.expectError(/status of 401|WebSocket/);
  await line.getByRole("button", { name: "停用" }).click();
  await line.getByText("已停用").waitFor();
  await refused(again, NEW.login, NEW.password);
  await line.getByRole("button", { name: "重新启用" }).click();
  await line.getByText("已停用").waitFor({ state: "detached" });
  // A name that is taken says so and keeps what was typed.
  admin.expectError(/status of 4\d\d/);
  await admin.page.getByRole("button", { name: "邀请" }).click();
  const dialog = admin.page.getByRole("dialog");
  await dialog.getByLabel("姓名").fill("另一位");
  await dialog.getByLabel("账号").fill(NEW.login);
  await dialog.getByRole("button", { name: "邀请" }).click();
  await dialog.locator("[aria-invalid=true]").waitFor();
  assert.equal(await dialog.getByLabel("姓名").inputValue(), "另一位");
});

test("a device reported lost empties itself at its next contact", async (t) => {
  const server = await t.server(DEMO);
  const lost = await t.device(server, { name: "lost", size: [1280, 800] });
  lost.expectError(/status of 4\d\d|WebSocket/);
  await signIn(lost, "lin");
  await counted(lost, (count) => count === 200);
  const admin = await t.device(server, { name: "admin", size: [1280, 800] });
  await signIn(admin, "admin");
  await open(admin, "/settings/users");
  const card = admin.page.getByRole("listitem").filter({ hasText: "林国栋" }).filter({ hasText: "最近联系" });
  await card.getByRole("button", { name: "挂失" }).click();
  await admin.page.getByRole("dialog").getByText("清掉自己的全部资料").waitFor();
  await admin.page.getByRole("dialog").getByRole("button", { name: "挂失" }).click();
  await card.getByText("已挂失").waitFor();

  await lost.page.waitForURL(/\/signin/, { timeout: 60_000 });
  // There is nothing left to unlock, whatever passphrase one knows.
  await lost.goto("/leads");
  await lost.page.getByLabel("账号").waitFor();
  const databases = await lost.page.evaluate(() => indexedDB.databases());
  t.note(`databases left: ${databases.map((one) => one.name).join(", ") || "none"}`);
});

/** Fills in the invitation and gives the code. */
async function invite({ page }) {
  await page.getByRole("button", { name: "邀请" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("姓名").fill(NEW.name);
  await dialog.getByLabel("账号").fill(NEW.login);
  await dialog.getByLabel("角色").selectOption({ label: "业务员" });
  await dialog.getByRole("button", { name: "邀请" }).click();
  const code = await dialog.locator(".secret").innerText();
  assert.match(code, /\S{6,}/);
  await dialog.getByRole("button", { name: "关闭" }).last().click();
  await dialog.waitFor({ state: "detached" });
  assert.ok(!(await page.content()).includes(code), "closed, the code is gone");
  return code;
}

async function codeDialog({ page }, code, password) {
  await page.getByRole("button", { name: "我有邀请码" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("一次性代码").fill(code);
  await dialog.getByLabel("新密码").fill(password);
  await page.keyboard.press("Enter");
}

async function redeem(device, code) {
  await device.goto("/signin");
  await codeDialog(device, code, NEW.password);
  await device.page.getByLabel("口令", { exact: true }).fill(PASSPHRASE);
  await device.page.getByLabel("再输一次").fill(PASSPHRASE);
  await device.page.keyboard.press("Enter");
  await ready(device);
}

async function unlockHere({ page }) {
  await page.locator("input[type=password]").fill(PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.locator("input[type=password]").waitFor({ state: "detached" });
}

async function refused(device, login, password) {
  await device.goto("/signin");
  await device.page.getByLabel("账号").fill(login);
  await device.page.getByLabel("密码", { exact: true }).fill(password);
  await device.page.keyboard.press("Enter");
  await device.page.locator("[aria-invalid=true]").waitFor();
}
