// The window onto lines of any number: only the rows in it are in the page.
"use strict";

(() => {
  const { element } = window.Replay;
  const Logs = window.Logs;
  const BEYOND = 8; // rows drawn above and below
  const MOST = 120; // rows drawn, whatever the style sheet says

  class LogWindow {
    #rows;
    #heights;
    #awaited = 0;
    #ownTop = 0;
    current = null; // the line that keys act on
    lit = null; // key of the line that the address names

    // Others of the lines are seen now, or in other places: `onScrolled(isByReader)`, `onActed()` by what was done to a line.
    constructor(root, lines, { words, isOfOne, onScrolled, onActed, onResized }) {
      Object.assign(this, { lines, onScrolled, onActed });
      const list = element("div", { class: "log-rows", role: "list" });
      this.scroller = element("div", { class: "log-scroller", tabIndex: 0, role: "region", "aria-label": "Lines" }, list);
      this.list = list;
      this.#heights = new Logs.Heights(lines);
      this.#rows = new Logs.DrawnRows(list, this.scroller, (line) => Logs.row(line, { state: this.stateOf(line), words, isOfOne }));
      root.append(this.scroller);
      this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
      new ResizeObserver(() => {
        this.draw();
        onResized();
      }).observe(this.scroller);
    }

    get isAtEnd() {
      return this.below <= 4;
    }

    // How far it is to the first of the loaded lines, and to the last one.
    get above() {
      return this.scroller.scrollTop;
    }

    get below() {
      return this.#heights.total - this.scroller.scrollTop - this.scroller.clientHeight;
    }

    get rowsInView() {
      return Math.max(2, Math.floor(this.scroller.clientHeight / this.#heights.row)) - 1;
    }

    get uppermost() {
      return this.lines.all[this.#heights.indexAt(this.scroller.scrollTop)] || null;
    }

    toEnd() {
      this.#update();
      this.#scrollTo(this.#heights.total);
      this.draw();
    }

    // Runs `change`, which adds or drops lines, and leaves what is read where it is.
    keepPlace(change) {
      const watched = this.uppermost;
      const offset = watched ? this.scroller.scrollTop - this.#topOf(watched) : 0;
      change();
      this.#update();
      if (watched) this.#scrollTo(this.#topOf(watched) + offset);
      this.draw();
    }

    show(line, isCentred = false) {
      this.#update();
      const { row } = this.#heights;
      const { scrollTop, clientHeight } = this.scroller;
      const top = this.#topOf(line);
      if (isCentred) this.#scrollTo(top - clientHeight / 3);
      else if (top < scrollTop) this.#scrollTo(top);
      else if (top + row > scrollTop + clientHeight) this.#scrollTo(top + row - clientHeight);
      this.draw();
    }

    // Makes it the line that keys act on.
    choose(line) {
      this.current = line;
      this.show(line);
      this.#rows.of(line.key)?.focus({ preventScroll: true });
      this.onActed();
    }

    stateOf(line) {
      return this.#heights.stateOf(line);
    }

    // Unfolds the line, or changes how it is; null folds it.
    set(line, state) {
      this.#heights.set(line, state);
      this.#rows.renew(line);
      this.draw();
      this.onActed();
    }

    lineUnder(target) {
      const row = target.closest(".log-row");
      return row ? this.lines.find(row.dataset.key) : null;
    }

    // Before other lines are shown.
    clear() {
      this.#rows.clear();
      this.#heights.foldAll();
      this.current = this.lit = null;
    }

    draw() {
      cancelAnimationFrame(this.#awaited);
      this.#awaited = 0;
      this.#update();
      const heights = this.#heights;
      const { scrollTop, clientHeight } = this.scroller;
      const first = Math.max(0, heights.indexAt(scrollTop) - BEYOND);
      const shown = this.lines.all.slice(first, Math.min(heights.indexAt(scrollTop + clientHeight) + BEYOND, first + MOST));
      this.#rows.place(shown, this);
      if (heights.measure((key) => this.#rows.of(key))) {
        this.#update();
        this.#drawSoon(); // there may be room for more rows now
      }
      shown.forEach(({ key }, at) => (this.#rows.of(key).style.top = `${heights.topOf(first + at)}px`));
    }

    #drawSoon() {
      this.#awaited ||= requestAnimationFrame(() => this.draw());
    }

    #update() {
      const row = parseFloat(getComputedStyle(this.scroller).getPropertyValue("--row-height")) || 24;
      this.#heights.update(row);
      this.list.style.height = `${this.#heights.total}px`;
    }

    #topOf(line) {
      return this.#heights.topOf(this.lines.indexOf(line));
    }

    #scrollTo(top) {
      this.scroller.scrollTop = top;
      this.#ownTop = this.scroller.scrollTop;
    }

    #scrolled() {
      const { scrollTop } = this.scroller;
      const isByReader = Math.abs(scrollTop - this.#ownTop) > 1;
      this.#ownTop = scrollTop;
      this.#drawSoon();
      this.onScrolled(isByReader);
    }
  }

  Logs.LogWindow = LogWindow;
})();
