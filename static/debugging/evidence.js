// Evidence chips on the page of their own run: a click selects the row or seeks the video, without loading the page
// again. On other pages, and of other runs, they are links as any other.
"use strict";

(() => {
  function open({ hash, searchParams }) {
    const seconds = Number(searchParams.get("t"));
    if (!hash) window.Replay.player.seek(seconds * 1000);
    else if (hash === location.hash) window.dispatchEvent(new HashChangeEvent("hashchange")); // it was left meanwhile
    else location.hash = hash;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.getElementById("replay-player").scrollIntoView({ block: "nearest", behavior: isCalm ? "auto" : "smooth" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.evidence") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const address = new URL(link.href);
    if (address.pathname !== location.pathname || !window.Replay?.player) return;
    event.preventDefault();
    open(address);
  });
})();
