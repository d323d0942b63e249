// What a first visit downloads until the sign-in page takes input (design §11), and that the half of the
// code behind it comes on its own, without anybody standing still for it.
import assert from "node:assert/strict";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { test } from "../lib/runner.mjs";

const FLOOR = 400_000;

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
    if (!/\/later-\w+\.wasm$/.test(addresses.get(requestId) ?? "")) bytes += encodedDataLength;
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
  assert.deepEqual(await page.evaluate(() => yingkeLater.early), [], "code behind sign-in was called before it was here");
  await signIn(device, "chen");
  await open(device, "/leads");
  await page.getByRole("grid").waitFor();
  assert.deepEqual(await page.evaluate(() => yingkeLater.early), []);
});

test("a later half that does not arrive is brought when it is needed", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { name: "hasty", size: [1024, 768] });
  const { page } = device;
  device.expectError(/net::ERR_FAILED/);
  await page.route(/\/later-\w+\.wasm$/, (route) =>
    route.request().resourceType() === "xhr" ? route.continue() : route.abort());
  await signIn(device, "chen");
  await open(device, "/leads");
  await page.getByRole("grid").waitFor();
  const early = await page.evaluate(() => yingkeLater.early.length);
  assert.equal(early, 1, "the first need brought it, the rest found it there");
});
