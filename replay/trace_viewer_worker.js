// Stands before the service worker of Playwright's trace viewer (playwright.sw.js), which answers with pages and
// files out of a trace, in our origin. A trace is written by workflow code and by pages: it must not run a script
// here. So every answer made of a trace is sealed before the browser gets it. See docs/decisions/trace-viewer.md.
"use strict";

(() => {
  const SCOPE = self.registration.scope;
  const VIEWER = new URL("index.html", SCOPE).pathname; // the page itself, from our server
  const NONCE = /^script-src ('nonce-[0-9a-f]{32}');/; // of the viewer's own script, which comes before the page's content
  const CLOSED = { "Content-Security-Policy": "sandbox; default-src 'none'" };
  const BLANK = /"data:text\/html;base64,[\w+/=]*"/; // what that script puts into frames the trace does not hold
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
    if (!readsOurTrace(address)) {
      if (document && address.pathname === VIEWER) return; // it will ask for the trace, and say what it was answered
      return event.respondWith(refused("Only traces of this server are shown here."));
    }
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
  // A frame with an address of its own kind (data:) would ask past it.
  async function sealedPage(response) {
    const nonce = NONCE.exec(response.headers.get("Content-Security-Policy") || "");
    const html = (await response.text()).replace(BLANK, '"about:blank"');
    const policy = [
      "sandbox allow-scripts allow-same-origin", // the viewer marks elements in it
      "default-src 'none'",
      `script-src ${nonce ? nonce[1] : "'none'"}`,
      "style-src * data: blob: 'unsafe-inline'",
      "img-src * data: blob:",
      "font-src * data: blob:",
      "media-src * data: blob:",
      `frame-src ${SCOPE}snapshot/`,
      "form-action 'none'",
      "frame-ancestors 'self'",
    ].join("; ");
    return made(response, html, { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy });
  }

  function sealedFile(response) {
    const type = response.headers.get("Content-Type");
    return made(response, response.body, { ...(type ? { "Content-Type": type } : {}), ...CLOSED });
  }

  function sealedDownload(response) {
    const name = response.headers.get("Content-Disposition");
    const disposition = name && name.startsWith("attachment;") ? name : "attachment";
    const headers = { "Content-Type": "application/octet-stream", "Content-Disposition": disposition, ...CLOSED };
    return made(response, response.body, headers);
  }

  // None of the headers a trace can name, and no redirect: what it holds is all there is.
  function made(response, body, headers) {
    const { status, statusText } = response;
    if (status >= 300 && status < 400) return new Response(null, { status: 404 });
    const fixed = { "X-Content-Type-Options": "nosniff", "X-DNS-Prefetch-Control": "off", "Cache-Control": "no-store" };
    return new Response(body, { status, statusText, headers: { ...headers, ...fixed } });
  }

  function refused(error) {
    const headers = { "Content-Type": "application/json", ...CLOSED };
    return new Response(JSON.stringify({ error }), { status: 403, headers });
  }
})();
