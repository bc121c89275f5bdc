// Asks the server for lines. What goes wrong is an Error whose message is for people; `isRefused`: the server says that
// asking the same again is no use.
"use strict";

(() => {
  const Logs = (window.Logs = window.Logs || {});
  const AWAY = "The server cannot be reached. Trying again.";
  const SIGNED_OUT = "You are no longer signed in. Sign in again in another tab, then this goes on.";
  const WAIT_MS = 30000;

  class Source {
    constructor(address, query) {
      this.address = address;
      this.query = query;
    }

    // {lines, older, newer, now}: `now` is the server's clock in ms.
    lines(more) {
      const asked = new URLSearchParams(this.query);
      for (const [name, value] of Object.entries(more)) asked.set(name, value);
      return ask(`${this.address}?${asked}`);
    }

    async whole(line) {
      return (await ask(`${this.address}/${line.key}`)).text;
    }
  }

  async function ask(url) {
    let response;
    try {
      response = await fetch(url, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(WAIT_MS), redirect: "manual" });
    } catch {
      throw new Error(AWAY);
    }
    if (response.type === "opaqueredirect") throw new Error(SIGNED_OUT);
    const body = await response.json().catch(() => null);
    if (!body) throw new Error(AWAY);
    if (!response.ok) throw Object.assign(new Error(body.message || AWAY), { isRefused: Boolean(body.message) });
    return { ...body, now: Date.parse(response.headers.get("Date")) || Date.now() };
  }

  // Waits, but no longer than until somebody looks at the page again.
  function nap(ms) {
    return new Promise((resolve) => {
      const end = () => {
        if (document.hidden && performance.now() - began < ms) return;
        clearTimeout(timer);
        document.removeEventListener("visibilitychange", end);
        resolve();
      };
      const began = performance.now();
      const timer = setTimeout(end, ms + 1);
      document.addEventListener("visibilitychange", end);
    });
  }

  Object.assign(Logs, { Source, nap });
})();
