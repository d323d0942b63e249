// Runs before anything is drawn: the script policy, the theme, the service worker.
//
// It talks to the app by events on `window`, so that neither has to know the other:
//   yingke:update-ready   (to the app)   a new version is stored and waits for its turn
//   yingke:update-apply   (from the app) the person wants it now
//   yingke:update-active  (to the app)   it has taken over; unless prevented, the page reloads
// and by `data-offline="ready"` on <html> once the app can start without a network.
"use strict";

// Trusted Types: Leptos builds static parts of a view from strings. Nothing that runs may be in
// them, and scripts come from our own folders only.
if (window.trustedTypes) {
  const dangerous = [
    /<\s*(script|iframe|object|embed|base|meta|link|form)\b/i,
    /<[^>]*\s(on\w+|srcdoc)\s*=/i,
    /<[^>]*=\s*["']?\s*javascript:/i,
  ];
  window.trustedTypes.createPolicy("default", {
    createHTML(text) {
      if (dangerous.some((shape) => shape.test(text))) throw new TypeError("refused: markup that could run");
      return text;
    },
    createScriptURL(text) {
      const url = new URL(text, location.origin);
      const ours = url.origin === location.origin && !url.search
        && (url.pathname === "/sw.js" || url.pathname.startsWith("/a/"));
      if (!ours) throw new TypeError("refused: a script that is not ours");
      return url.href;
    },
  });
}

try {
  const theme = localStorage.getItem("yingke.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme will do.
}

function tell(name, options) {
  return window.dispatchEvent(new CustomEvent(`yingke:${name}`, options));
}

async function register() {
  const workers = navigator.serviceWorker;
  const controlled = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => {
    // The first worker takes over an open page without a change of version.
    if (controlled && tell("update-active", { cancelable: true })) location.reload();
  });
  const registration = await workers.register("/sw.js");
  const offer = () => {
    if (registration.waiting && workers.controller) tell("update-ready");
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  window.addEventListener("yingke:update-apply", () => {
    registration.waiting?.postMessage("activate");
  });
  offer();
  await workers.ready;
  document.documentElement.dataset.offline = "ready";
}

// After the first screen: storing everything must not compete with showing something.
window.addEventListener("load", () => {
  const files = JSON.parse(document.getElementById("yingke-files").textContent);
  if (files.release && navigator.serviceWorker) {
    register().catch((error) => console.warn("no offline start:", error));
  }
});
