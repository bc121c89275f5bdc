// Stands before the service worker of Playwright's trace viewer (playwright.sw.js), which answers with pages and
// files out of a trace, in our origin. A trace is written by workflow code and by pages: it must not run a script
// here. So every answer made of a trace is sealed before the browser gets it. See docs/decisions/trace-viewer.md.
"use strict";

(() => {
  const SCOPE = self.registration.scope;
  const NONCE = /^script-src ('nonce-[0-9a-f]{32}');/; // of the viewer's own script, which comes before the page's content
  const CODE = new Set([
    "script", "worker", "sharedworker", "serviceworker", "audioworklet", "paintworklet", "xslt", "manifest", "object", "embed",
  ]);

  let viewer = null;
  const listen = self.addEventListener.bind(self);
  self.addEventListener = (type, listener, options) => {
    if (type === "fetch") viewer = listener;
    else listen(type, listener, options);
  };
  importScripts("playwright.sw.js");
  delete self.addEventListener;

  listen("fetch", (event) => {
    const { request, clientId, resultingClientId } = event;
    const address = new URL(request.url);
    const document = request.mode === "navigate";
    const snapshot = document && address.href.startsWith(`${SCOPE}snapshot/`);
    if (!readsOurTrace(address)) return event.respondWith(refused("Only traces of this server are shown here."));
    if (snapshot && request.destination === "document") return event.respondWith(refused("Pages are shown inside of the viewer."));
    const seal = snapshot ? sealedPage : document ? sealedDownload : sealedFile;
    viewer({
      request,
      clientId,
      resultingClientId,
      respondWith: (answer) => event.respondWith(Promise.resolve(answer).then((response) => sealed(response, request, seal))),
    });
  });

  // Anybody can write a link to the viewer with a trace from elsewhere, or post it one.
  function readsOurTrace(address) {
    return address.searchParams.getAll("trace").every((trace) => {
      const { origin, pathname } = new URL(trace, SCOPE);
      return origin === self.location.origin && pathname.startsWith("/artifacts/");
    });
  }

  function sealed(response, request, seal) {
    if (response.url && response.type === "basic") return response; // from our server, with the headers it has there
    if (CODE.has(request.destination)) return refused("A trace holds no code of ours.");
    return seal(response);
  }

  // A page as it was. Its frames are such pages, too; whatever else it loads comes from the trace, through this worker.
  function sealedPage(response) {
    const nonce = NONCE.exec(response.headers.get("Content-Security-Policy") || "");
    const policy = [
      "sandbox allow-scripts allow-same-origin", // the viewer's script needs its origin to mark elements
      "default-src 'none'",
      `script-src ${nonce ? nonce[1] : "'none'"}`,
      "style-src * data: blob: 'unsafe-inline'",
      "img-src * data: blob:",
      "font-src * data: blob:",
      "media-src * data: blob:",
      `frame-src ${SCOPE}snapshot/`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
    ];
    return made(response, { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy.join("; ") });
  }

  function sealedFile(response) {
    const type = response.headers.get("Content-Type");
    return made(response, { ...(type ? { "Content-Type": type } : {}), ...closed });
  }

  function sealedDownload(response) {
    const name = response.headers.get("Content-Disposition");
    const disposition = name && name.startsWith("attachment;") ? name : "attachment";
    return made(response, { "Content-Type": "application/octet-stream", "Content-Disposition": disposition, ...closed });
  }

  const closed = { "Content-Security-Policy": "sandbox; default-src 'none'" };

  // None of the headers a trace can name, and no redirect: what it holds is all there is.
  function made(response, headers) {
    const { status, statusText } = response;
    if (status >= 300 && status < 400) return new Response(null, { status: 404 });
    const fixed = { "X-Content-Type-Options": "nosniff", "X-DNS-Prefetch-Control": "off", "Cache-Control": "no-store" };
    return new Response(response.body, { status, statusText, headers: { ...headers, ...fixed } });
  }

  function refused(reason) {
    return new Response(`${reason}\n`, { status: 403, headers: { "Content-Type": "text/plain; charset=utf-8", ...closed } });
  }
})();
