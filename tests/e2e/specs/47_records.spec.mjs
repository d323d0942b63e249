// What the work leans on: an agreement with a hotel, a right handed on, a letter to a customer with the answer
// that came back as a file. Made by those whose work it is, seen by others.
import assert from "node:assert/strict";
import { looks } from "../lib/accessibility.mjs";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { test } from "../lib/runner.mjs";

test("an agreement, a delegation and a letter with its answer are kept", async (t) => {
  const server = await t.server(DEMO);
  const manager = await t.device(server, { name: "manager", size: [1440, 900] });
  await signIn(manager, "luo");
  const { page } = manager;
  const dialog = page.getByRole("dialog");
  const save = async () => {
    await dialog.getByRole("button", { name: "存下" }).click();
    await dialog.waitFor({ state: "detached" });
  };

  await open(manager, "/records/hotel-agreement");
  await page.locator("main").getByRole("button", { name: "新建" }).click();
  await dialog.getByRole("textbox", { name: "酒店" }).fill("惠州凯宾斯基酒店");
  await dialog.getByRole("textbox", { name: "生效日" }).fill("2026-01-01");
  await dialog.getByRole("textbox", { name: "失效日" }).fill("2027-12-31");
  await save();
  await page.locator("tbody th", { hasText: "惠州凯宾斯基酒店" }).getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: "惠州凯宾斯基酒店" }).waitFor();
  await page.locator(".item-rows").getByRole("button", { name: "加一行" }).click();
  await dialog.getByRole("textbox", { name: "房型" }).fill("标准双床房");
  await dialog.getByRole("textbox", { name: "价格" }).fill("480");
  await save();
  await page.locator(".item-rows").getByText(/标准双床房/).waitFor();
  await looks(manager, "record-hotel");

  await open(manager, "/records/delegation");
  await page.locator("main").getByRole("button", { name: "新建" }).click();
  await dialog.getByRole("combobox", { name: /^授权人/ }).selectOption({ label: "罗建华" });
  await dialog.getByRole("combobox", { name: "被授权人" }).selectOption({ label: "林国栋" });
  await dialog.getByRole("radio", { name: "其他" }).check();
  await dialog.getByRole("textbox", { name: "授权限额" }).fill("1000 CNY");
  await dialog.getByRole("textbox", { name: "生效日" }).fill("2026-01-01");
  await dialog.getByRole("textbox", { name: "失效日" }).fill("2027-12-31");
  await dialog.getByRole("textbox", { name: "说明" }).fill("出差期间代批来访方案");
  await save();
  await page.locator("tbody th", { hasText: "出差期间代批来访方案" }).getByRole("link").click();
  await page.getByRole("button", { name: "签字生效" }).click();
  await dialog.getByText(/罗建华/).waitFor();
  await dialog.getByRole("button", { name: "签字生效" }).click();
  await page.locator(".record-head").getByText("已签字", { exact: true }).waitFor();

  // A letter to a customer, and what came back, as a file.
  const seller = await t.device(server, { name: "seller", size: [1440, 900] });
  await signIn(seller, "chen");
  await open(seller, "/records/hotel-agreement");
  await seller.page.getByRole("heading", { level: 1, name: "酒店合作协议" }).waitFor();
  assert.equal(await seller.page.locator("main").getByRole("button", { name: "新建" }).count(), 0);
  await letter(seller);
}, { timeout: 240_000 });

async function letter(seller) {
  const { page } = seller;
  const dialog = page.getByRole("dialog");
  await open(seller, "/records/customer-notice");
  await page.locator("main").getByRole("button", { name: "新建" }).click();
  await dialog.getByRole("combobox", { name: "类型" }).selectOption({ label: "样品进展" });
  await dialog.getByRole("combobox", { name: /^客户/ }).selectOption({ index: 1 });
  await dialog.getByRole("combobox", { name: "收件人" }).selectOption({ index: 1 });
  await dialog.getByRole("combobox", { name: "语言" }).selectOption({ label: "简体中文" });
  await dialog.getByRole("combobox", { name: "渠道" }).selectOption({ label: "邮件" });
  await dialog.getByRole("combobox", { name: "发送人" }).selectOption({ label: "陈嘉敏" });
  await dialog.getByRole("textbox", { name: "称呼" }).fill("王经理");
  await dialog.getByRole("textbox", { name: "主题" }).fill("灯带样品已寄出");
  await dialog.getByRole("textbox", { name: "正文" }).fill("样品今天寄出，单号随后发您。");
  await dialog.getByRole("button", { name: "存下" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.locator("tbody th", { hasText: "灯带样品已寄出" }).getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: "灯带样品已寄出" }).waitFor();
  await looks(seller, "record-letter");

  // It leaves, and the answer comes back as a file.
  await page.locator("main").getByRole("button", { name: "发送", exact: true }).first().click();
  await dialog.getByRole("button", { name: "发送", exact: true }).click();
  await page.locator(".record-head").getByText("已发送", { exact: true }).waitFor();
  await page.getByRole("button", { name: "记客户答复" }).click();
  await dialog.getByRole("radio", { name: "同意", exact: true }).check();
  await dialog.getByRole("textbox", { name: "答复内容" }).fill("收到了，颜色可以");
  await dialog.locator("input[type=file]").setInputFiles({ name: "answer.eml", mimeType: "message/rfc822", buffer: Buffer.from("Subject: Re\r\n\r\nOK") });
  await dialog.getByText("answer.eml").waitFor();
  await dialog.getByRole("button", { name: "记客户答复" }).click();
  await page.locator(".record-head").getByText("已答复", { exact: true }).waitFor();
  await page.locator(".kv").getByText("收到了，颜色可以").waitFor();
}
