// The report on a run: asked for once the run has failed, and again while it is being written. On the page of a run that
// goes on it waits for the failure: static/replay/facts.js puts a new head there whenever the state changes.
"use strict";

(() => {
  const { copyText } = window.Replay;
  const { showPages } = window.DebugReport;
  const SOON_MS = 700; // between two looks at a report that is being written
  const LATEST_MS = 15000;
  const SAID_MS = 2000;
  const place = document.getElementById("debug-report");
  let pause = SOON_MS;
  let timer = null;

  const shown = () => document.getElementById("report");
  const runHasFailed = () => Boolean(document.querySelector("#replay-head .pill-failed"));

  // Whether there is an answer to show.
  async function fetched(url, options = {}) {
    const answer = await fetch(url, { headers: { accept: "text/html" }, ...options });
    if (answer.status >= 500) throw new Error(`The server answered ${answer.status}.`);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("report");
    if (fresh) put(document.adoptNode(fresh));
    return Boolean(fresh);
  }

  async function ask() {
    clearTimeout(timer);
    try {
      if (!(await fetched(place.dataset.url))) return; // not failed, or signed out: nothing more will come
    } catch {
      askLater(); // the server is away
      return;
    }
    if (shown().hasAttribute("data-unfinished")) askLater();
  }

  async function rate(form, submitter) {
    const said = form.querySelector("[data-said]");
    try {
      const isKept = await fetched(form.action, { method: "POST", body: new FormData(form, submitter) });
      if (isKept) place.querySelector(`[name="answer"][value="${submitter.value}"]`)?.focus();
      else said.textContent = "Not kept. Load the page again.";
    } catch {
      said.textContent = "Not kept: the server did not answer. Try again.";
    }
  }

  function askLater() {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
    pause = Math.min(pause * 1.2, LATEST_MS);
  }

  // What was unfolded stays so. A sentence that is the same is left alone: it would be read out again.
  function put(fresh) {
    const old = shown();
    const isSame = old?.hasAttribute("data-unfinished") && old.textContent === fresh.textContent;
    if (isSame && fresh.dataset.status === old.dataset.status) return;
    for (const fold of old?.querySelectorAll("details[id][open]") || []) {
      const same = fresh.querySelector(`#${fold.id}`);
      if (same) same.open = true;
    }
    if (old) old.replaceWith(fresh);
    else place.replaceChildren(fresh);
    ready(old);
  }

  function ready(old) {
    for (const button of place.querySelectorAll("[data-copy-prompt]")) button.hidden = false;
    showPages(place);
    const isNew = shown()?.dataset.status === "completed" && old?.dataset.status !== "completed";
    if (isNew) document.getElementById("failure")?.removeAttribute("open"); // the report says more than the traceback
  }

  async function copyPrompt(button) {
    const isCopied = await copyText(document.getElementById("report-prompt-text").textContent);
    const label = button.dataset.label || (button.dataset.label = button.textContent);
    button.textContent = isCopied ? "Copied" : "Not copied";
    setTimeout(() => (button.textContent = label), SAID_MS);
  }

  if (!place) return;
  place.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy-prompt]");
    if (button) copyPrompt(button);
  });
  place.addEventListener("submit", (event) => {
    if (!event.target.matches(".report-rating")) return; // what is decided about a repair leads to its page
    event.preventDefault();
    rate(event.target, event.submitter);
  });
  new MutationObserver(() => !shown() && runHasFailed() && ask()).observe(place.parentElement, { childList: true });
  if (shown()) {
    ready(null);
    if (shown().hasAttribute("data-unfinished")) askLater();
  } else if (runHasFailed()) ask();
})();
