// A visit the planned way, everybody with a device of their own: sales asks and reports, the head approves,
// the host receives the guests without a network, and in the end the visit closes.
import { looks } from "../lib/accessibility.mjs";
import { DEMO, open, signIn } from "../lib/app.mjs";
import { test } from "../lib/runner.mjs";
import { approve, farewell, intake, plan, sendCar, state, sure } from "../lib/visit.mjs";

/** The station the guests arrive at, and the gate of the works. */
const STATION = { latitude: 23.0156, longitude: 114.4175 };
const GATE = { latitude: 23.0231, longitude: 114.3302 };
const WISH = "想看带 DALI 调光的轨道射灯实物";

test("a visit goes from the wish to the close, its day without a network", async (t) => {
  const server = await t.server(DEMO);
  const sales = await t.device(server, { name: "sales", size: [1440, 900] });
  const head = await t.device(server, { name: "head", size: [360, 740], touch: true });
  const driver = await t.device(server, { name: "driver", size: [360, 740], touch: true, at: GATE });
  const host = await t.device(server, { name: "host", size: [360, 740], touch: true });
  await signIn(sales, "chen");
  await signIn(head, "lin");
  await signIn(driver, "zhou");
  await signIn(host, "huang");
  await host.storedForOffline();
  for (const device of [sales, head, driver]) device.expectError(/net::ERR_|WebSocket/);

  const path = await intake(sales);
  await sales.page.locator("main").getByRole("button", { name: "书面请示汇报" }).click();
  await state(sales, "准备中");
  await plan(sales);
  const trip = await sendCar(sales);
  await looks(sales, "visit-office");
  await approve(head);
  await sales.page.locator("#plan").getByText("已核准", { exact: true }).first().waitFor({ timeout: 60_000 });
  await sales.page.getByRole("button", { name: "准备好，待到达" }).click();
  await sure(sales, "准备好，待到达", /还有 6 项准备没做完/);
  await state(sales, "待到达");
  // Nobody has to look for his trip: it stands first on the driver's start page.
  await open(driver, "/");
  await driver.page.locator(".guests").getByRole("link", { name: "接送行程" }).waitFor({ timeout: 60_000 });
  await driver.page.locator(".due-row", { hasText: "去接客人" }).waitFor();
  await looks(driver, "today-driver");
  await fetch(driver, trip);
  await state(sales, "接送中", 60_000);

  await open(host, "/");
  await host.page.locator(".guests").getByRole("link", { name: "当天接待" }).click({ timeout: 60_000 });
  await host.page.getByRole("button", { name: "客人到了" }).waitFor({ timeout: 60_000 });
  await host.cutNetwork();
  await host.page.getByText(/产线 5S：还没做/).waitFor();
  await theDay(host);
  await host.restoreNetwork();
  await state(sales, "待总结", 60_000);

  // What happened without a network is on everybody's record.
  const main = sales.page.locator("main");
  await main.getByText(WISH).first().waitFor();
  await main.getByText("现场解决", { exact: true }).first().waitFor();
  await main.getByText("有项目，要报价").first().waitFor();
  await sales.page.getByRole("button", { name: "关闭", exact: true }).click();
  await sure(sales, "关闭", /6 项准备没人做完/);
  await state(sales, "已关闭");
  await host.page.getByRole("heading", { name: "已关闭" }).waitFor({ timeout: 60_000 });

  await open(sales, "/records/gift-stock");
  await sales.page.locator("tbody tr", { hasText: "画册" }).getByText("196", { exact: true }).waitFor();
  await sales.page.locator("tbody th", { hasText: "画册" }).getByRole("link").click();
  await sales.page.locator(".part .rows").getByText("-4", { exact: true }).waitFor();
  await open(sales, path);

  // What was promised is a task of whoever promised it, and everybody on the visit sees it.
  await sales.page.locator("main").getByText(/发报价 · 500 套/).first().waitFor();
  await open(host, path);
  await host.page.locator("main").getByText(/发报价 · 500 套/).first().waitFor();

  await open(sales, `${path}/papers`);
  await sales.page.locator(".form-a4 tr").first().waitFor();
  await looks(sales, "visit-papers");
  await open(host, `${path}/programme`);
  await host.page.locator(".programme ol li").first().waitFor();
  await looks(host, "visit-programme");
}, { timeout: 420_000 });

/**
 * The driver taps four times and types nothing. Longer than a screen stays open untouched (P-43) he is on the
 * road, and his phone says where he is by itself (P-06).
 */
async function fetch(driver, trip) {
  const { page } = driver;
  await page.clock.install();
  await open(driver, trip);
  await page.getByRole("button", { name: "出发" }).click({ timeout: 60_000 });
  await sure(driver, "出发", /不是今天/);
  await page.getByRole("button", { name: "已接到" }).waitFor();
  for (let minutes = 0; minutes < 6; minutes += 1) await page.clock.runFor(60_000);
  await page.getByText(/上次报位置/).waitFor({ timeout: 60_000 });
  await driver.moveTo(STATION);
  await page.getByRole("button", { name: "已接到" }).click();
  await page.getByRole("button", { name: "返厂" }).click();
  await looks(driver, "visit-trip");
  await driver.moveTo(GATE);
  await page.getByRole("button", { name: "已到厂" }).click();
  await page.locator(".day-bar").getByText("已到厂").waitFor();
}

/** Everything the host does between the door and the door, with no network anywhere. */
async function theDay(host) {
  const { page } = host;
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "客人到了" }).click();
  await sure(host, "客人到了", /不是今天/);
  await page.getByRole("button", { name: "走到下一站" }).first().click();
  await dialog.getByRole("button", { name: "样品室" }).click();
  await page.getByRole("heading", { name: "样品室" }).waitFor();
  for (const topic of ["规模", "质量标准"]) await page.getByRole("checkbox", { name: topic, exact: true }).check();
  // What is given goes down in stock, on this phone first.
  await page.getByRole("checkbox", { name: "已送画册" }).check();
  await dialog.getByRole("radio", { name: /画册（还有 200）/ }).check();
  await looks(host, "visit-gift");
  await dialog.getByRole("button", { name: "从库存出" }).click();
  await dialog.waitFor({ state: "detached" });
  // The card of the moment came with the data, so it is there without a network too.
  await page.locator("summary", { hasText: "接待言行" }).click();
  await page.getByText(/不亢不卑，有礼有节/).waitFor();
  await looks(host, "visit-today");

  await page.getByRole("button", { name: "客人请求" }).click();
  await dialog.getByRole("textbox", { name: "请求" }).fill(WISH);
  await dialog.getByRole("button", { name: "存下" }).click();
  await page.locator(".req").getByText("已存本机").waitFor();
  await page.getByRole("button", { name: "现场解决" }).click();

  await page.getByRole("button", { name: "记承诺" }).click();
  await dialog.getByRole("textbox", { name: /补一句/ }).fill("500 套");
  await dialog.getByRole("button", { name: "记下，我来跟" }).click();
  await dialog.waitFor({ state: "detached" });

  await farewell(host);
  await dialog.getByRole("radio", { name: "A", exact: true }).check();
  await dialog.getByRole("textbox", { name: "判断依据" }).fill("有项目，要报价");
  await dialog.getByRole("radio", { name: "5", exact: true }).check();
  await dialog.getByRole("checkbox", { name: /客人未表态（服务）/ }).check();
  await dialog.getByRole("button", { name: "存下" }).click();
  await page.getByRole("heading", { name: "总结写好了" }).waitFor();
}
