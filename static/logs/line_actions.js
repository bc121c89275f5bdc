// What a reader does with lines: fold and unfold, set JSON out, copy.
"use strict";

(() => {
  const { copyText } = window.Replay;
  const Logs = window.Logs;
  const COPIED_MS = 1500;
  const UNREACHED = "The server could not be reached.";
  const OWN_CLICKS = "a, button, summary";

  class LineActions {
    #window;
    #source;

    constructor(logWindow, source) {
      this.#window = logWindow;
      this.#source = source;
      logWindow.scroller.addEventListener("click", (event) => this.#clicked(event));
    }

    toggle(line) {
      if (this.#window.stateOf(line)) this.#window.set(line, null);
      else this.#unfold(line);
    }

    // Unfolds the line where it is folded.
    async togglePretty(line) {
      const isPretty = !this.#window.stateOf(line)?.isPretty;
      if (!this.#window.stateOf(line)) await this.#unfold(line);
      if (this.#window.stateOf(line)) this.#window.set(line, { isPretty });
    }

    copyLink(line) {
      const address = new URL(location.href);
      address.hash = `line-${line.key}`;
      return copyText(address.href);
    }

    async #unfold(line) {
      this.#window.set(line, { text: line.text, isPretty: false, problem: null });
      if (line.isCut) await this.#askForWhole(line);
    }

    async #askForWhole(line) {
      const found = await this.#source.whole(line).then(
        (text) => ({ text, problem: null }),
        ({ isRefused, message }) => ({ problem: `Only the beginning is shown. ${isRefused ? message : UNREACHED}` }),
      );
      if (this.#window.stateOf(line)) this.#window.set(line, found);
    }

    #clicked(event) {
      const line = this.#window.lineUnder(event.target);
      if (!line) return;
      const button = event.target.closest("[data-do]");
      if (button) this.#do(button, line);
      else if (!event.target.closest(OWN_CLICKS) && !isSelecting(event)) {
        this.#window.choose(line);
        this.toggle(line);
      }
    }

    async #do(button, line) {
      const what = button.dataset.do;
      if (what === "pretty") await this.togglePretty(line);
      else if (what === "whole") await this.#askForWhole(line);
      else if (what === "copy-link") say(button, await this.copyLink(line));
      else if (what === "copy-text") say(button, await copyText(this.#shownOf(line)));
    }

    // As it is seen, without escape sequences.
    #shownOf(line) {
      const state = this.#window.stateOf(line);
      const text = Logs.plain(state?.text ?? line.text);
      const json = state?.isPretty && Logs.jsonIn(text);
      return json ? Logs.pretty(json) : text;
    }
  }

  function say(button, isCopied) {
    const { textContent } = button;
    button.textContent = isCopied ? "Copied" : "Not copied";
    setTimeout(() => (button.textContent = textContent), COPIED_MS);
  }

  // A click that ends the marking of text, or one in the text of an unfolded line, which one may want to mark.
  const isSelecting = ({ target }) => !getSelection().isCollapsed || Boolean(target.closest(".log-open .log-text"));

  Logs.LineActions = LineActions;
})();
