// Capturing at the stand, in the words of the screen.
import { grouped } from "./lists.mjs";

/** How many leads the stand has today. */
export async function caught(device) {
  const text = await device.page.getByRole("heading", { name: /今日 [\d,]+ 条/ }).innerText();
  return Number(text.replaceAll(/\D/g, ""));
}

/** Waits until the stand has so many today. */
export async function hasCaught(device, count, { timeout = 15_000 } = {}) {
  await device.page.getByRole("heading", { name: `今日 ${grouped(count)} 条`, exact: true }).waitFor({ timeout });
}

/** A field of the form by its label. */
export function field(device, label) {
  return device.page.getByLabel(label, { exact: true });
}

/** Saves what stands in the form; it is one more then. */
export async function save(device) {
  const before = await caught(device);
  await device.page.getByRole("button", { name: "存下，下一位" }).click();
  await hasCaught(device, before + 1);
}
