// Every screen in every width, theme and language: no axe violation, nothing too wide, a picture of each.
import assert from "node:assert/strict";
import { audit, pictures } from "../lib/accessibility.mjs";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { test } from "../lib/runner.mjs";

const ROUTES = [
  "/booth", "/leads", "/customers", "/visits", "/exhibitions", "/tasks", "/calendar", "/outbox",
  "/settings", "/settings/storage", "/settings/users", "/settings/audit", "/settings/parameters",
  "/settings/parameters/P-05", "/settings/calendars", "/records/product", "/records/delegation", "/rules", "/about", "/nowhere",
];

for (const [language, locale] of [["zh", "zh-CN"], ["en", "en-GB"]]) {
  test(`every screen is accessible and fits, ${language}`, async (t) => {
    const server = await t.server(DEMO);
    const device = await t.device(server, { size: [1440, 900], locale });
    // Every screen is looked at before the test says what is wrong.
    const wrong = [];
    const look = (name) => audit(device, `${name}-${language}`).catch((error) => wrong.push(error.message));
    await device.goto("/");
    await device.page.locator("input").first().waitFor();
    await look("signin");
    await signIn(device, "lin", language);
    for (const route of ROUTES) {
      await open(device, route);
      await device.page.locator("main").waitFor();
      await device.page.waitForTimeout(300);
      await look(route.slice(1).replaceAll("/", "-"));
    }
    for (const list of ["/leads", "/customers", "/records/checklist-template"]) {
      await device.page.setViewportSize({ width: 1440, height: 900 });
      await open(device, list);
      await device.page.locator("main tbody th").first().click();
      await device.page.waitForURL(/\/[0-9a-f-]{36}$/);
      await device.page.waitForTimeout(300);
      await look(`one-of-${list.slice(1).replaceAll("/", "-")}`);
    }
    assert.deepEqual(wrong, []);
  }, { timeout: 400_000 });
}

// What axe has to say does not depend on the script: the third language is looked at.
test("every screen fits, 繁體", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { size: [1440, 900], locale: "zh-TW" });
  await signIn(device, "lin", "hant");
  for (const route of ["/", ...ROUTES]) {
    await open(device, route);
    await device.page.locator("main").waitFor();
    await device.page.waitForTimeout(300);
    await pictures(device, `${route.slice(1).replaceAll("/", "-") || "today"}-hant`);
  }
}, { timeout: 240_000 });
