// Which rows are shown: by filters, search and folded groups.
"use strict";

(() => {
  const SLICE_MS = 12;
  const none = () => ({ steps: 0, page: 0, logs: 0, console: 0, network: 0, errors: 0, trouble: 0 });

  class Sieve {
    counts = none();
    words = []; // of the search, in lower case
    #filter = { steps: true, page: true, logs: true, console: true, network: false, troubleOnly: false, errorsOnly: false, text: "" };
    #version = 1; // grows when every row must be tested again
    #timer = null;
    #tree;
    #isTwin;

    constructor(tree, isTwin) {
      this.#tree = tree;
      this.#isTwin = isTwin;
    }

    get filter() {
      return { ...this.#filter };
    }

    set filter(wanted) {
      Object.assign(this.#filter, wanted);
      this.words = this.#filter.text.toLowerCase().split(/\s+/).filter(Boolean);
      this.testAll();
    }

    testAll() {
      this.#version += 1;
    }

    // Hands over what is shown: at once, or, searching 50,000 rows for the first time, some slices later.
    sift(rows, done, at = 0, visible = [], counts = none()) {
      clearTimeout(this.#timer);
      const until = performance.now() + SLICE_MS;
      for (; at < rows.length; at += 1) {
        if (at % 256 === 255 && performance.now() > until) {
          this.#timer = setTimeout(() => this.sift(rows, done, at, visible, counts));
          return;
        }
        const row = rows[at];
        if (this.#isTwin(row)) continue;
        counts[row.group] += 1;
        if (row.failed) counts.errors += 1;
        if (row.failed || row.warning) counts.trouble += 1;
        if (this.#isShown(row)) visible.push(row);
      }
      this.counts = counts;
      done(visible);
    }

    finds(row) {
      return this.words.every((word) => row.searchText.includes(word));
    }

    #isShown(row) {
      if (row.tested !== this.#version) {
        row.hit = this.#passes(row);
        row.tested = this.#version;
      }
      return row.hit;
    }

    // Failed requests are shown with the network off, too: they often say why a run failed.
    #passes(row) {
      const { errorsOnly, troubleOnly } = this.#filter;
      const isWanted = this.#filter[row.group] || (row.group === "network" && row.failed);
      const isOnly = errorsOnly || troubleOnly;
      if (isOnly ? !row.failed && !(troubleOnly && row.warning) : !isWanted) return false;
      if (this.words.length) return this.finds(row);
      return isOnly || !this.#tree.isHidden(row);
    }
  }

  window.Replay.Sieve = Sieve;
})();
