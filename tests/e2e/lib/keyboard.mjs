// Using the app by keyboard alone, as a person does: Tab until the thing has focus.
import assert from "node:assert/strict";

const MOST_TABS = 120;

/** Presses Tab (or Shift+Tab) until `locator` has the focus; fails when it is never reached. */
export async function tabTo(device, locator, { backwards = false } = {}) {
  const key = backwards ? "Shift+Tab" : "Tab";
  for (let i = 0; i < MOST_TABS; i += 1) {
    if (await hasFocus(locator)) return;
    await device.page.keyboard.press(key);
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
  await device.page.keyboard.insertText(text);
}

/** Types 汉字 the way an input method does: composition first, then the text, Enter in between. */
export async function compose(device, steps, text) {
  const session = await device.devtools();
  for (const step of steps) {
    await session.send("Input.imeSetComposition", {
      text: step, selectionStart: step.length, selectionEnd: step.length,
    });
  }
  // Enter ends the composition; the page sees key code 229 and must not take it as its own.
  await session.send("Input.dispatchKeyEvent", {
    type: "rawKeyDown", key: "Process", code: "Enter", windowsVirtualKeyCode: 229,
  });
  await session.send("Input.insertText", { text });
  await session.detach();
}

async function hasFocus(locator) {
  return (await locator.count()) > 0 && locator.evaluate((e) => e === document.activeElement);
}
