// Using the app by keyboard alone, as a person does: Tab until the thing has focus. Wherever Tab
// stops, a person must see where that is.
import assert from "node:assert/strict";

const MOST_TABS = 120;

/** Presses Tab (or Shift+Tab) until `locator` has the focus; fails when it is never reached. */
export async function tabTo(device, locator, { backwards = false } = {}) {
  const key = backwards ? "Shift+Tab" : "Tab";
  // What is about to appear can be reached then.
  await locator.first().waitFor({ state: "attached" });
  for (let i = 0; i < MOST_TABS; i += 1) {
    if (await hasFocus(device, locator)) return;
    await device.page.keyboard.press(key);
    assert.equal(await device.page.evaluate(unseenFocus), null, "the focus cannot be seen");
  }
  assert.fail(`${locator} cannot be reached with ${key}`);
}

/** Tab to it, Enter. */
export async function activate(device, locator) {
  await tabTo(device, locator);
  await device.page.keyboard.press("Enter");
}

/** Tab to it, replace what is in it. */
export async function fill(device, locator, text) {
  await tabTo(device, locator);
  await device.page.keyboard.press("ControlOrMeta+a");
  await device.page.keyboard.type(text);
}

/** Tab to a chip or tick box, Space. */
export async function tick(device, locator) {
  await tabTo(device, locator);
  await device.page.keyboard.press("Space");
  assert.ok(await locator.isChecked(), `${locator} is ticked`);
}

/** Tab to a group of chips of which one is chosen, and on with the arrows. */
export async function choose(device, group, name) {
  const radios = group.getByRole("radio");
  const wanted = group.getByRole("radio", { name });
  await tabTo(device, radios);
  for (let i = await radios.count(); i > 0 && !(await hasFocus(device, wanted)); i -= 1) {
    await device.page.keyboard.press("ArrowRight");
  }
  if (!(await wanted.isChecked())) await device.page.keyboard.press("Space");
  assert.ok(await wanted.isChecked(), `${name} is chosen`);
}

/** Tab to a list of choices, and down to the wanted one. */
export async function select(device, list, label) {
  await tabTo(device, list);
  await device.page.keyboard.press("Home");
  const chosen = () => list.evaluate((it) => it.selectedOptions[0]?.label);
  for (let i = await list.locator("option").count(); i > 0 && (await chosen()) !== label; i -= 1) {
    await device.page.keyboard.press("ArrowDown");
  }
  assert.equal(await chosen(), label);
}

/** The keyboard is somewhere on the page: what had the focus may be gone. */
export async function hasPlace(device) {
  await device.page.waitForFunction(() => document.activeElement !== document.body);
}

async function hasFocus(device, locator) {
  return (await locator.and(device.page.locator(":focus")).count()) > 0;
}

/**
 * In the page: what has the focus without showing it, else null. The mark is an outline on the
 * element itself, or where it is drawn: the label of a hidden input, the cell of a table.
 */
function unseenFocus() {
  const element = document.activeElement;
  // Between the last and the first stop the focus is in the browser's own bar.
  if (!element || element === document.body) return null;
  const outlined = (part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
  };
  const near = [element, element.nextElementSibling, element.parentElement].filter(Boolean);
  const cell = element.querySelector("[data-active]");
  const marked = near.some(outlined) || (cell && getComputedStyle(cell).boxShadow !== "none");
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const inView = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  return marked && inView ? null : element.outerHTML.slice(0, 200);
}
