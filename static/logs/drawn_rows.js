// The rows that are in the page.
"use strict";

(() => {
  const Logs = window.Logs;
  const buttonsOf = (row) => [row, ...row.querySelectorAll("button")];

  class DrawnRows {
    #rows = new Map(); // key → element
    #make;

    // `list`: the element they are in; `whenLost`: the one that has the focus after its row went; `make`: a row of a line.
    constructor(list, whenLost, make) {
      Object.assign(this, { list, whenLost });
      this.#make = make;
    }

    of(key) {
      return this.#rows.get(key) || null;
    }

    // These lines and no others. In the page they have the order of the lines: so they are read out, and copied.
    place(lines, { current, lit }) {
      const keys = new Set(lines.map(({ key }) => key));
      for (const key of this.#rows.keys()) if (!keys.has(key)) this.#remove(key);
      let following = null;
      for (const line of [...lines].reverse()) {
        const row = this.of(line.key) || this.#add(line);
        if (row.nextSibling !== following || !row.parentNode) this.list.insertBefore(row, following);
        row.classList.toggle("log-current", line === current);
        row.classList.toggle("log-lit", line.key === lit);
        following = row;
      }
    }

    clear() {
      for (const key of this.#rows.keys()) this.#remove(key);
    }

    // Makes the row anew. Who had the focus in it has it again.
    renew(line) {
      const old = this.of(line.key);
      if (!old) return;
      const focused = buttonsOf(old).indexOf(document.activeElement);
      const made = this.#add(line);
      old.replaceWith(made);
      if (focused >= 0) (buttonsOf(made)[focused] || made).focus({ preventScroll: true });
    }

    #add(line) {
      const row = this.#make(line);
      this.#rows.set(line.key, row);
      return row;
    }

    #remove(key) {
      const row = this.#rows.get(key);
      if (row.contains(document.activeElement)) this.whenLost.focus({ preventScroll: true });
      row.remove();
      this.#rows.delete(key);
    }
  }

  Logs.DrawnRows = DrawnRows;
})();
