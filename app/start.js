// Starts the app: glue and module are fetched side by side, the first screen gives way when the
// app has drawn its own. If that fails, the page says so instead of staying empty.
//
// A release build is cut in two. The half that draws the gates starts; the later half is fetched right
// after it, and joins it through the shared memory and function table. Code that is called before it is
// here brings it at once and stands still meanwhile (`xtask/splitter`).

const { glue, wasm, later } = document.querySelector("script[data-glue]").dataset;
const boot = document.getElementById("boot");
const note = document.getElementById("boot-note");

try {
  const response = fetch(wasm);
  const { default: init, start } = await import(glue);
  const first = await init({ module_or_path: response });
  globalThis.yingkeLater = laterHalf(first);
  start();
  boot.remove();
} catch (error) {
  boot.setAttribute("aria-busy", "false");
  note.setAttribute("role", "alert");
  note.textContent = typeof WebAssembly === "object"
    ? "没能打开。请刷新；本机上的记录都还在。 Could not open. Reload; everything on this device is still here."
    : "这个浏览器太旧，打不开迎客。请换新版浏览器。 This browser is too old for Yingke.";
  throw error;
}

/** What the app knows of its later half: `ready()` waits for it, `bringTheLaterHalf(place)` has it when it returns. */
function laterHalf(first) {
  let here = !later;
  const early = [];
  const join = (module) => {
    if (!here) new WebAssembly.Instance(module, { first });
    here = true;
  };
  const fetched = here ? Promise.resolve()
    : WebAssembly.compileStreaming(fetch(later)).then(join);
  // Whoever waits is told; nobody else need know.
  fetched.catch(() => {});
  return {
    early,
    ready: () => fetched,
    bringTheLaterHalf(place) {
      if (here) return;
      early.push(place);
      join(new WebAssembly.Module(fetchedAtOnce(later)));
    },
  };
}

/** The only way to wait without returning. */
function fetchedAtOnce(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(`${url}: ${request.status}`);
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff);
}
