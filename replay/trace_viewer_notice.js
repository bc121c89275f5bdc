// Part of the trace viewer's own page, which stays empty without a service worker.
"use strict";

(() => {
  if (navigator.serviceWorker) return;
  const trace = new URLSearchParams(location.search).get("trace") || "";
  const text = document.createElement("p");
  text.setAttribute("role", "alert");
  text.style.cssText = "font: 16px/1.5 system-ui; max-width: 40em; margin: 3em auto; padding: 0 1em";
  text.append(
    "The trace viewer needs HTTPS, or localhost: browsers give it what it works with nowhere else. " +
      "Ask whoever runs this server for an https:// address, or use npx playwright show-trace with the downloaded file. ",
  );
  if (trace.startsWith("/artifacts/")) {
    const link = document.createElement("a");
    link.href = trace;
    link.textContent = "Download the trace";
    text.append(link);
  }
  document.body.append(text);
})();
