// What a first visit downloads until the sign-in page takes input (design §11), and that the half of the
// code behind it comes on its own, without anybody standing still for it.
import assert from "node:assert/strict";
import { DEMO, PASSPHRASE, demoPassword, open, ready, signIn } from "../lib/app.mjs";
import { test } from "../lib/runner.mjs";

const FLOOR = 400_000;
const LATER = /\/later-\w+\.wasm$/;

test("the sign-in page takes input before the code behind it is asked for", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { name: "first visit", size: [1024, 768] });
  const { page } = device;
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  const addresses = new Map();
  let bytes = 0;
  wire.on("Network.responseReceived", ({ requestId, response }) => addresses.set(requestId, response.url));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!LATER.test(addresses.get(requestId) ?? "")) bytes += encodedDataLength;
  });
  await device.goto("/signin");
  const login = page.getByRole("textbox").first();
  await login.fill("chen");
  assert.equal(await login.inputValue(), "chen");
  const until = bytes;
  t.note(`${(until / 1000).toFixed(1)} kB on the wire until /signin took input, headers included`);
  assert.ok(until > 100_000, "the app itself was counted");
  assert.ok(until <= FLOOR, `${until} bytes`);

  await page.evaluate(() => yingkeLater.ready());
  await nothingEarly(device, "up to the sign-in page");
  await signIn(device, "chen");
  await open(device, "/leads");
  await page.getByRole("grid").waitFor();
  await nothingEarly(device, "in the office");
});

test("every gate works while the code behind it is still on its way", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { name: "slow line", size: [1024, 768] });
  const { page } = device;
  device.expectError(/status of 4\d\d/);
  const arrives = await holdBack(page);
  await device.goto("/signin");
  await page.getByLabel("账号").fill("chen");
  const password = page.getByLabel("密码", { exact: true });
  await password.fill("not the password");
  await page.keyboard.press("Enter");
  await page.locator(".field .error").waitFor();
  await nothingEarly(device, "at a refused sign-in");
  await password.fill(demoPassword(server));
  await page.keyboard.press("Enter");
  await page.getByLabel("口令", { exact: true }).fill(PASSPHRASE);
  await page.getByLabel("再输一次").fill(`${PASSPHRASE}?`);
  await page.keyboard.press("Enter");
  await page.locator(".field .error").waitFor();
  await page.getByLabel("再输一次").fill(PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.locator("[aria-busy=true]").first().waitFor();
  await nothingEarly(device, "at the passphrase");
  arrives();
  await ready(device);
  await nothingEarly(device, "when it had arrived");
});

test("an organisation is set up while the code behind that is still on its way", async (t) => {
  const server = await t.server();
  const device = await t.device(server, { name: "first day", size: [1024, 768] });
  const { page } = device;
  device.expectError(/status of 4\d\d/);
  const arrives = await holdBack(page);
  await device.goto("/");
  await page.getByLabel("一次性设置码").fill("not the code");
  await page.getByLabel("组织名称").fill("明灯照明");
  await page.getByLabel("你的姓名").fill("林晓");
  await page.getByLabel("账号").fill("lin");
  await page.getByLabel("密码", { exact: true }).fill("灯下看书喝茶 2026");
  await page.keyboard.press("Enter");
  await page.locator(".field .error").waitFor();
  await nothingEarly(device, "at the set-up page");
  arrives();
  await page.evaluate(() => yingkeLater.ready());
});

test("a later half that does not arrive is brought when it is needed", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { name: "hasty", size: [1024, 768] });
  const { page } = device;
  device.expectError(/net::ERR_FAILED/);
  await page.route(LATER, (route) =>
    route.request().resourceType() === "xhr" ? route.continue() : route.abort());
  await signIn(device, "chen");
  await open(device, "/leads");
  await page.getByRole("grid").waitFor();
  const early = await page.evaluate(() => yingkeLater.early.length);
  assert.equal(early, 1, "the first need brought it, the rest found it there");
});

/** Keeps the later half back until the returned function is called. What is brought at once, because a call
 * came too early, goes through: the page stands still until it is there. */
async function holdBack(page) {
  let arrives;
  const arrived = new Promise((resolve) => { arrives = resolve; });
  await page.route(LATER, async (route) => {
    if (route.request().resourceType() === "fetch") await arrived;
    await route.continue();
  });
  return arrives;
}

/** Which places of the table were called too early; `later-places.txt` in the target folder names them. */
async function nothingEarly({ page }, when) {
  const early = await page.evaluate(() => yingkeLater.early);
  assert.deepEqual(early, [], `code behind sign-in was called before it was here, ${when}`);
}
