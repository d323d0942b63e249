// An input method, as Chromium gets to know one: a composition that changes, keys in between, text at
// the end.

export class InputMethod {
  #session;

  static async start(device) {
    const method = new InputMethod();
    method.#session = await device.devtools();
    return method;
  }

  /** Shows what is being composed in place of what was. */
  compose(text) {
    const end = text.length;
    return this.#session.send("Input.imeSetComposition", { text, selectionStart: end, selectionEnd: end });
  }

  /** Ends the composition with what was picked. */
  commit(text) {
    return this.#session.send("Input.insertText", { text });
  }

  /** A key, with the code the browser reports it by: 229 is "an input method has it". */
  async press(key, code, { ctrl = false } = {}) {
    const event = { key, windowsVirtualKeyCode: code, modifiers: ctrl ? 2 : 0 };
    const text = key === "Enter" ? { text: "\r" } : {};
    await this.#session.send("Input.dispatchKeyEvent", { type: text.text ? "keyDown" : "rawKeyDown", ...event, ...text });
    await this.#session.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  end() {
    return this.#session.detach();
  }
}
