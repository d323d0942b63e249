// Starts the app: glue and module are fetched side by side, the first screen gives way when the
// app has drawn its own. If that fails, the page says so instead of staying empty.

const { glue, wasm } = document.querySelector("script[data-glue]").dataset;
const boot = document.getElementById("boot");
const note = document.getElementById("boot-note");

try {
  const response = fetch(wasm);
  const { default: init } = await import(glue);
  await init({ module_or_path: response });
  boot.remove();
} catch (error) {
  boot.setAttribute("aria-busy", "false");
  note.setAttribute("role", "alert");
  note.textContent = typeof WebAssembly === "object"
    ? "没能打开。请刷新；本机上的记录都还在。 Could not open. Reload; everything on this device is still here."
    : "这个浏览器太旧，打不开迎客。请换新版浏览器。 This browser is too old for Yingke.";
  throw error;
}
