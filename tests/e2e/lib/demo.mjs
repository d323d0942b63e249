// The demo organisation and its people, for tests that need a company at work.

/** What every new device gets as its passphrase. */
const PASSPHRASE = "korrekt pferd batterie";

/** The server's flags. */
export const DEMO = { args: ["--demo"] };

/** Signs in as one of the people that `serve --demo` prints, and opens the data of this device. */
export async function signIn(device, login) {
  const password = /everybody's password is (\S+)/.exec(device.server.log)[1];
  const { page } = device;
  await device.goto("/signin");
  await page.getByLabel("账号").fill(login);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByLabel("口令", { exact: true }).fill(PASSPHRASE);
  await page.getByLabel("再输一次").fill(PASSPHRASE);
  await page.getByRole("button", { name: "用这个口令" }).click();
  await page.waitForURL(/leads|booth/);
}

/** Opens the data again after the app was started anew. */
export async function unlock(device) {
  const { page } = device;
  await page.getByLabel("口令", { exact: true }).fill(PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.waitForURL(/leads|booth/);
}
