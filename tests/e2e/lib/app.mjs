// What a person does with the app, in the words of the screen.

/** The passphrase of every device of the tests. */
export const PASSPHRASE = "灯下 看书 喝茶 2026";

/** Flags of a server whose organisation is the demo. */
export const DEMO = { args: ["--demo"] };

/** The demo's one password. */
export function demoPassword(server) {
  return /everybody's password is (\S+)/.exec(server.log)[1];
}

const WORDS = {
  zh: { login: "账号", password: "密码", passphrase: "口令", again: "再输一次" },
  hant: { login: "帳號", password: "密碼", passphrase: "通行語", again: "再輸一次" },
  en: { login: "Account", password: "Password", passphrase: "Passphrase", again: "Once more" },
};

/** Signs in as one of the people of the demo and sets the device's passphrase; the data is open then. */
export async function signIn(device, login, language = "zh") {
  const words = WORDS[language];
  const { page } = device;
  await device.goto("/signin");
  await page.getByLabel(words.login).fill(login);
  await page.getByLabel(words.password, { exact: true }).fill(demoPassword(device.server));
  await page.keyboard.press("Enter");
  await page.getByLabel(words.passphrase, { exact: true }).fill(PASSPHRASE);
  await page.getByLabel(words.again).fill(PASSPHRASE);
  await page.keyboard.press("Enter");
  await ready(device);
}

/** Opens the data of whoever used the device last. */
export async function unlock(device) {
  await device.goto("/");
  await device.page.locator("input[type=password]").fill(PASSPHRASE);
  await device.page.keyboard.press("Enter");
  await ready(device);
}

/** Locks the screen where somebody stands, and opens it again. */
export async function lockAndUnlock(device) {
  const { page } = device;
  await open(device, "/settings");
  await page.getByRole("button", { name: "锁屏" }).last().click();
  await page.locator("input[type=password]").fill(PASSPHRASE);
  await page.keyboard.press("Enter");
  await ready(device);
}

/**
 * The gates are behind: a screen with data is there. The office opens with 今日, and most tests have
 * something to do with the leads.
 */
export async function ready(device) {
  const { page } = device;
  await page.locator(":is(.app.shell, .app.booth)").waitFor({ timeout: 30_000 });
  await page.waitForURL((url) => !/^\/(signin|setup|unlock)/.test(url.pathname));
  // Asked of the page itself: what Playwright knows of the address comes a moment later.
  if (await page.evaluate(() => location.pathname === "/")) await open(device, "/leads");
}

/** Goes to an address of the app without loading it again. */
export async function open(device, path) {
  await device.page.evaluate((to) => {
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
}
