// Which lines are unfolded, and where all rows are: folded ones are equally high, unfolded ones are measured.
"use strict";

(() => {
  const Logs = (window.Logs = window.Logs || {});

  class Heights {
    #lines;
    #states = new Map(); // key → {line, extra, text, isPretty, problem}
    #extras = []; // [index, how much higher than a folded one], in order
    row = 1;

    constructor(lines) {
      this.#lines = lines;
    }

    // Of an unfolded line; null of a folded one.
    stateOf(line) {
      return this.#states.get(line.key) || null;
    }

    // `state`: some of it; null folds the line.
    set(line, state) {
      if (state) this.#states.set(line.key, { extra: 0, ...this.stateOf(line), ...state, line });
      else this.#states.delete(line.key);
    }

    foldAll() {
      this.#states.clear();
    }

    // After lines came or went, or were folded.
    update(row) {
      this.row = row;
      for (const key of this.#states.keys()) if (!this.#lines.find(key)) this.#states.delete(key);
      const extras = [...this.#states.values()].map(({ line, extra }) => [this.#lines.indexOf(line), extra]);
      this.#extras = extras.sort(([one], [other]) => one - other);
    }

    // `rowOf(key)`: the row, where it is in the page. Whether any was not as high as it was thought to be.
    measure(rowOf) {
      let isChanged = false;
      for (const [key, state] of this.#states) {
        const row = rowOf(key);
        const extra = row ? Math.max(0, row.offsetHeight - this.row) : state.extra;
        isChanged ||= extra !== state.extra;
        state.extra = extra;
      }
      return isChanged;
    }

    get total() {
      return this.topOf(this.#lines.all.length);
    }

    topOf(index) {
      return this.#extras.reduce((top, [at, extra]) => (at < index ? top + extra : top), index * this.row);
    }

    // Of the row at this height of the list.
    indexAt(top) {
      let above = 0;
      for (const [at, extra] of this.#extras) {
        const end = (at + 1) * this.row + above;
        if (end > top) break;
        if (end + extra > top) return at;
        above += extra;
      }
      return Math.max(0, Math.floor((top - above) / this.row));
    }
  }

  Logs.Heights = Heights;
})();
