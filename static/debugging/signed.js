// Copies the prompt on the page of a report that a signed link shows.
"use strict";

(() => {
  const { copyText } = window.Replay;
  const SAID_MS = 2000;
  const text = document.getElementById("report-prompt-text");
  const button = document.querySelector("[data-copy-prompt]");
  if (!text || !button) return;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.textContent = (await copyText(text.textContent)) ? "Copied" : "Not copied";
    setTimeout(() => { button.textContent = label; }, SAID_MS);
  });
})();
