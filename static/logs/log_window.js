// The window onto lines of any number: only the rows in it are in the page. Folded rows are equally high, unfolded ones
// are measured.
"use strict";

(() => {
  const { element } = window.Replay;
  const Logs = (window.Logs = window.Logs || {});
  const BEYOND = 8; // rows drawn above and below
  const MOST = 90; // rows drawn, whatever the style sheet says

  class LogWindow {
    #rows = new Map(); // key → element
    #open = new Map(); // key → {line, extra, text, isPretty, problem}
    #awaited = 0;
    #places = []; // [index, extra] of unfolded lines
    current = null;
    lit = null;

    constructor(root, lines, { words, isOfOne, onMoved }) {
      Object.assign(this, { lines, words, isOfOne });
      this.sizer = element("div", { class: "log-rows", role: "list" });
      this.scroller = element("div", { class: "log-scroller", tabIndex: 0, role: "region", "aria-label": "Lines" }, this.sizer);
      root.append(this.scroller);
      this.scroller.addEventListener("scroll", () => {
        this.drawSoon();
        onMoved();
      }, { passive: true });
      new ResizeObserver(() => this.redraw()).observe(this.scroller);
    }

    get rowHeight() {
      return parseFloat(getComputedStyle(this.scroller).getPropertyValue("--row-height")) || 24;
    }

    get isAtEnd() {
      const { scrollTop, clientHeight, scrollHeight } = this.scroller;
      return scrollTop + clientHeight >= scrollHeight - 4;
    }

    toEnd() {
      this.scroller.scrollTop = this.scroller.scrollHeight;
      this.draw();
    }

    // Runs `change`, which adds lines, and leaves what is read where it is.
    keepPlace(change) {
      const height = this.rowHeight;
      const at = this.#indexAt(this.scroller.scrollTop, height);
      const watched = this.lines.all[at];
      const offset = watched ? this.scroller.scrollTop - this.#topOf(at, height) : 0;
      change();
      this.#measureAll(height);
      if (watched) this.scroller.scrollTop = this.#topOf(this.lines.indexOf(watched), height) + offset;
      this.draw();
    }

    show(line, isCentred = false) {
      const height = this.rowHeight;
      const top = this.#topOf(this.lines.indexOf(line), height);
      const { scrollTop, clientHeight } = this.scroller;
      if (isCentred) this.scroller.scrollTop = top - clientHeight / 3;
      else if (top < scrollTop) this.scroller.scrollTop = top;
      else if (top + height > scrollTop + clientHeight) this.scroller.scrollTop = top + height - clientHeight;
      this.redraw();
    }

    stateOf(line) {
      return this.#open.get(line.key) || null;
    }

    // `state`: null folds the line.
    set(line, state) {
      if (state) this.#open.set(line.key, { extra: 0, ...this.#open.get(line.key), ...state, line });
      else this.#open.delete(line.key);
      this.redraw();
    }

    lineUnder(target) {
      const row = target.closest(".log-row");
      return row ? this.lines.find(row.dataset.key) : null;
    }

    redraw() {
      for (const row of this.#rows.values()) row.remove();
      this.#rows.clear();
      this.draw();
    }

    drawSoon() {
      this.#awaited ||= requestAnimationFrame(() => this.draw());
    }

    draw() {
      cancelAnimationFrame(this.#awaited);
      this.#awaited = 0;
      const height = this.rowHeight;
      this.#measureAll(height);
      const { scrollTop, clientHeight } = this.scroller;
      const first = Math.max(0, this.#indexAt(scrollTop, height) - BEYOND);
      const end = Math.min(this.lines.all.length, this.#indexAt(scrollTop + clientHeight, height) + BEYOND, first + MOST);
      const wanted = this.lines.all.slice(first, end);
      const keys = new Set(wanted.map(({ key }) => key));
      for (const [key, row] of this.#rows) if (!keys.has(key)) this.#remove(key, row);
      wanted.forEach((line) => this.#rows.has(line.key) || this.#make(line));
      this.#measureDrawn(height);
      wanted.forEach((line, at) => (this.#rows.get(line.key).style.top = `${this.#topOf(first + at, height)}px`));
    }

    #make(line) {
      const row = Logs.row(line, {
        state: this.stateOf(line), words: this.words, isOfOne: this.isOfOne,
        isCurrent: line === this.current, isLit: line.key === this.lit,
        changed: (state) => this.set(line, state),
      });
      row.dataset.key = line.key;
      this.#rows.set(line.key, row);
      this.sizer.append(row);
    }

    #remove(key, row) {
      row.remove();
      this.#rows.delete(key);
    }

    #measureDrawn(height) {
      let isChanged = false;
      for (const [key, state] of this.#open) {
        const row = this.#rows.get(key);
        const extra = row ? Math.max(0, row.offsetHeight - height) : state.extra;
        isChanged ||= extra !== state.extra;
        state.extra = extra;
      }
      if (isChanged) this.#measureAll(height);
    }

    #measureAll(height) {
      this.#places = [...this.#open.values()].map(({ line, extra }) => [this.lines.indexOf(line), extra]).sort(([one], [other]) => one - other);
      const extra = this.#places.reduce((sum, [, more]) => sum + more, 0);
      this.sizer.style.height = `${this.lines.all.length * height + extra}px`;
    }

    #topOf(index, height) {
      return this.#places.reduce((top, [at, extra]) => (at < index ? top + extra : top), index * height);
    }

    #indexAt(top, height) {
      let above = 0;
      for (const [at, extra] of this.#places) {
        if (at * height + above + height > top) break;
        if (at * height + above + height + extra > top) return at;
        above += extra;
      }
      return Math.floor((top - above) / height);
    }
  }

  Logs.LogWindow = LogWindow;
})();
