// Below player and list: all that is known of the selected row.
//
//   new Replay.Details(document.getElementById("replay-details"), store, source);
"use strict";

(() => {
  const { KIND_WORDS, clockText, consoleDetails, copyButton, durationText, element, logDetails, networkDetails, otherDetails, plainText, stepDetails } = window.Replay;
  const CALM_MS = 120; // rows passed faster than this are not asked for
  const SLOW_MS = 300; // a shorter wait goes without a word
  const NARROW = "(max-width: 900px)";
  const BODIES = { step: stepDetails, network: networkDetails, log: logDetails, console: consoleDetails, page_error: consoleDetails };

  class Details {
    #store;
    #source;
    #row = null;
    #version = 0; // of the row as drawn
    #asking = null; // AbortController
    #timer = null;
    #slow = null;
    #askedAt = -Infinity;

    constructor(root, store, source) {
      this.#store = store;
      this.#source = source;
      this.head = element("header", { class: "details-title" });
      this.body = element("div", { class: "details-body" });
      this.root = element("section", { class: "details", "aria-label": "Details" }, this.head, this.body);
      root.append(this.root);
      store.addEventListener("select", ({ detail }) => this.#selected(detail));
      store.addEventListener("change", () => this.#changed());
      this.#showNothing();
    }

    #selected({ row, byUser }) {
      if (row === this.#row && row?.version === this.#version) return;
      this.#stop();
      this.#row = row;
      this.#version = row?.version;
      if (!row) return this.#showNothing();
      this.#showHead(row);
      this.#slow = setTimeout(() => this.#say("Loading…"), SLOW_MS);
      const isCalm = performance.now() - this.#askedAt > CALM_MS;
      this.#askedAt = performance.now();
      this.#timer = setTimeout(() => this.#ask(row), isCalm ? 0 : CALM_MS);
      if (byUser && window.matchMedia(NARROW).matches) this.head.scrollIntoView({ block: "nearest" });
      return undefined;
    }

    // An open step ended, or more is known of a request: read again, the old stays until then.
    #changed() {
      if (!this.#row || this.#row.version === this.#version) return;
      this.#stop();
      this.#version = this.#row.version;
      this.#showHead(this.#row);
      this.#ask(this.#row);
    }

    #stop() {
      clearTimeout(this.#timer);
      clearTimeout(this.#slow);
      this.#asking?.abort();
      this.#asking = null;
    }

    async #ask(row) {
      const asking = new AbortController();
      this.#asking = asking;
      try {
        const details = await this.#source.details(row, asking.signal);
        if (this.#asking === asking) this.#show(details, row);
      } catch (error) {
        if (this.#asking === asking) this.#showError(error, row);
      }
    }

    #show(details, row) {
      clearTimeout(this.#slow);
      this.#showHead(row, details.title);
      const body = BODIES[row.kind] || otherDetails;
      this.body.replaceChildren(body(details, row, this.#store));
    }

    #showHead(row, title = row.title) {
      const isRunning = row.isOpen && !this.#store.state?.ended;
      const isFailure = row.outcome === "failed" || row.status >= 400;
      const look = row.failed ? "details-failed" : isRunning ? "details-open" : "";
      const words = [KIND_WORDS[row.kind], isFailure ? "failed" : isRunning ? "running" : ""].join(" ").trim();
      const took = row.end !== null && row.end > row.t ? `took ${durationText(row.end - row.t)}` : "";
      const link = new URL(location.href);
      link.searchParams.delete("t"); // the row says when
      link.hash = encodeURIComponent(row.id);
      this.head.replaceChildren(
        element("span", { class: `details-kind ${look}`, text: words }),
        element("h2", { text: row.type === "log" ? "" : plainText(title), hidden: row.type === "log" }),
        element("span", { class: "details-when", text: [`at ${clockText(row.t)}`, took].filter(Boolean).join(" · ") }),
        element("span", { class: "details-actions" }, copyButton(link.href, "Copy link")),
      );
    }

    #showNothing() {
      this.head.replaceChildren();
      this.#say("Select a row of the timeline to see its details.");
    }

    #say(text) {
      this.body.replaceChildren(element("p", { class: "details-note", role: "status", text }));
    }

    #showError(error, row) {
      clearTimeout(this.#slow);
      const onclick = () => this.#ask(row);
      const again = error.gone ? null : element("button", { class: "button", type: "button", onclick }, "Try again");
      const text = error.gone ? error.message : "The details could not be read.";
      this.body.replaceChildren(element("p", { class: "details-note", role: "alert" }, text, " ", again));
    }
  }

  window.Replay.Details = Details;
})();
