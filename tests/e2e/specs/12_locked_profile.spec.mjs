// V8: whoever takes a locked tablet away reads nothing of what was captured on it. (That the search would find it is
// shown by tests/wasm/profile.mjs, with the same store sealing nothing.)
import assert from "node:assert/strict";
import { DEMO, demoPassword, open, PASSPHRASE, signIn } from "../lib/app.mjs";
import { found } from "../lib/scan.mjs";
import { test } from "../lib/runner.mjs";

const LEADS = 50;

/** Four values of every lead, told apart from everything else in a browser's profile. */
function seeded() {
  return Array.from({ length: LEADS }, (_, i) => {
    const n = String(7919 * (i + 13) % 1_000_000).padStart(6, "0");
    return { name: `祁连${n}`, company: `Zephyrine ${n} 照明`, phone: `1770${n}1`, country: `Qantara-${n}` };
  });
}

test("a locked profile holds nothing of two hundred captured values", async (t) => {
  const server = await t.server(DEMO);
  const device = await t.device(server, { name: "tablet", size: [1024, 768], touch: true });
  const password = demoPassword(server);
  await signIn(device, "chen");
  await open(device, "/booth");
  const { page } = device;
  const leads = seeded();
  for (const [i, lead] of leads.entries()) {
    // Half of them wait unsent, in the journals; half are confirmed rows.
    if (i === LEADS / 2) await device.cutNetwork();
    await page.getByLabel("姓名", { exact: true }).fill(lead.name);
    await page.getByLabel("公司", { exact: true }).fill(lead.company);
    await page.getByRole("textbox", { name: /联系方式/ }).fill(lead.phone);
    await page.getByLabel("国家", { exact: true }).fill(lead.country);
    await page.getByRole("button", { name: /存下/ }).click();
    await page.locator("aside li", { hasText: lead.name }).waitFor();
  }
  await device.close();
  const values = leads.flatMap((lead) => Object.values(lead));
  const hits = await found(device.profile, [...values, PASSPHRASE, password]);
  assert.deepEqual([...hits], [], "what was captured can be read from the profile");
  t.note(`${values.length} captured values, passphrase and password: none in the profile`);
});
