// The tests' own tools can fail: a planted fault is found by each of them.
import assert from "node:assert/strict";
import { assertAccessible } from "../lib/accessibility.mjs";
import { tabTo } from "../lib/keyboard.mjs";
import { test } from "../lib/runner.mjs";

test("a planted fault is found by axe, by the console and by the keyboard", async (t) => {
  const server = await t.server();
  const device = await t.device(server);
  await device.goto("/");
  // The setup page has taken the place of the first one.
  await device.page.locator("main input").first().waitFor();

  await device.page.evaluate(() => {
    const picture = document.createElement("img");
    picture.src = "/icon.svg";
    document.querySelector("main").append(picture);
  });
  await assert.rejects(assertAccessible(device, "a picture without a text"), /image-alt/);

  await device.page.evaluate(() => console.error("planted"));
  assert.throws(() => device.assertQuiet(), /planted/);
  device.errors.length = 0;

  const unreachable = device.page.locator("main > img");
  await assert.rejects(tabTo(device, unreachable), /cannot be reached/);

  await device.page.evaluate(() => {
    for (const field of document.querySelectorAll("main input")) field.style.outline = "none";
  });
  const unseen = device.page.locator("main input").nth(1);
  await assert.rejects(tabTo(device, unseen), /cannot be seen/);
});

test("a killed server starts again where it was", async (t) => {
  const server = await t.server();
  const { setupCode } = server;
  assert.match(setupCode, /\S{6,}/);
  await server.kill();
  await assert.rejects(fetch(`${server.url}/healthz`));
  await server.start();
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
});
