// Copying. Needs no other script: the links of a session use it, too.
"use strict";

(() => {
  // Whether the browser copied it. Pages without TLS have no clipboard, and it may be refused: then the older way, with
  // `field` where the text stands in one that the reader sees.
  async function copyText(text, field = null) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return field ? copiedFrom(field) : copiedFromNowhere(text);
    }
  }

  function copiedFrom(field) {
    field.select();
    return document.execCommand("copy");
  }

  function copiedFromNowhere(text) {
    const focused = document.activeElement;
    const field = document.createElement("textarea");
    field.className = "visually-hidden";
    field.value = text;
    document.body.append(field);
    const isCopied = copiedFrom(field);
    field.remove();
    focused?.focus({ preventScroll: true });
    return isCopied;
  }

  window.Replay = Object.assign(window.Replay || {}, { copyText });
})();
