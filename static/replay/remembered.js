// What the reader chose last time. Storage may be full, forbidden or hold anything: it is a convenience only.
"use strict";

(() => {
  function remembered(name) {
    try {
      return JSON.parse(localStorage.getItem(name)) || {};
    } catch {
      return {};
    }
  }

  function remember(name, chosen) {
    try {
      localStorage.setItem(name, JSON.stringify(chosen));
    } catch {
      // Then it is chosen anew next time.
    }
  }

  Object.assign(window.Replay, { remember, remembered });
})();
