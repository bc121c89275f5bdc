// The window onto a list of any length. Only the rows in it are in the page: all are equally high, so nothing is measured.
"use strict";

(() => {
  const { RowView, element } = window.Replay;
  const BEYOND = 6; // rows drawn above and below
  const HOUR_MS = 3600000;
  const MOST = 120; // rows drawn, whatever the style sheet says

  class ListWindow {
    #store;
    #views = [];
    #uppermost = null; // row
    #ownTop = 0;
    onReaderScrolled = () => {};

    constructor(root, store) {
      this.#store = store;
      this.sizer = element("div", { class: "timeline-rows", role: "presentation" });
      const named = { class: "timeline-scroller", tabIndex: 0, role: "listbox", "aria-label": "Timeline" };
      this.scroller = element("div", named, this.sizer);
      root.append(this.scroller);
      this.rowHeight = parseFloat(getComputedStyle(this.scroller).getPropertyValue("--row-height")) || 28;
    }

    get rowsInView() {
      return Math.max(1, Math.floor(this.scroller.clientHeight / this.rowHeight));
    }

    // The row an event of the page happened on.
    rowUnder(target) {
      return this.#views.find((view) => view.element.contains(target))?.row || null;
    }

    shows(row) {
      const at = this.#store.indexOf(row);
      const { scrollTop, clientHeight } = this.scroller;
      return at >= 0 && at * this.rowHeight >= scrollTop && (at + 1) * this.rowHeight <= scrollTop + clientHeight;
    }

    scrollTo(row) {
      const at = this.#store.indexOf(row);
      if (at >= 0 && !this.shows(row)) this.#setTop(at * this.rowHeight - this.scroller.clientHeight / 3);
    }

    // To be called on "scroll".
    scrolled() {
      const { scrollTop } = this.scroller;
      if (Math.abs(scrollTop - this.#ownTop) > 1) this.onReaderScrolled();
      this.#ownTop = scrollTop;
    }

    // After rows came, went or moved, what the reader looks at stays where it was; `followEnd` keeps who is at the end there.
    keepPlace({ followEnd }) {
      const { scrollTop, clientHeight } = this.scroller;
      const { visible, selected } = this.#store;
      const wasAtEnd = scrollTop + clientHeight >= this.sizer.offsetHeight - this.rowHeight;
      const watched = this.#views.find(({ row }) => row && row === selected) || this.#views.find(({ row }) => row && row === this.#uppermost);
      const offset = watched ? watched.at * this.rowHeight - scrollTop : 0;
      this.sizer.style.height = `${visible.length * this.rowHeight}px`;
      if (followEnd && wasAtEnd) this.#setTop(visible.length * this.rowHeight);
      else if (watched) this.#setTop(this.#store.indexNear(watched.row) * this.rowHeight - offset);
    }

    #setTop(top) {
      this.scroller.scrollTop = top;
      this.#ownTop = this.scroller.scrollTop;
    }

    draw(current) {
      const { scrollTop, clientHeight } = this.scroller;
      const { visible, selected } = this.#store;
      const uppermost = Math.floor(scrollTop / this.rowHeight);
      this.#uppermost = visible[uppermost] || null;
      this.scroller.classList.toggle("timeline-long", visible.length > 0 && visible[visible.length - 1].t >= HOUR_MS);
      const first = Math.max(0, uppermost - BEYOND);
      this.#makeViews(Math.min(MOST, Math.ceil(clientHeight / this.rowHeight) + 2 * BEYOND));
      for (let at = first; at < first + this.#views.length; at += 1) this.#drawAt(at, current);
      const active = this.#views.find(({ row }) => row && row === selected);
      if (active) this.scroller.setAttribute("aria-activedescendant", active.element.id);
      else this.scroller.removeAttribute("aria-activedescendant");
    }

    #makeViews(count) {
      while (this.#views.length > count) this.#views.pop().element.remove();
      while (this.#views.length < count) {
        const view = new RowView(`timeline-row-${this.#views.length}`);
        this.#views.push(view);
        this.sizer.append(view.element);
      }
    }

    #drawAt(at, current) {
      const { visible, words, state, selected } = this.#store;
      const view = this.#views[at % this.#views.length];
      const row = visible[at];
      if (!row) return view.hide();
      return view.show(row, at, {
        height: this.rowHeight,
        total: visible.length,
        words,
        isCollapsed: this.#store.isCollapsed(row),
        isEnded: Boolean(state?.ended),
        isSelected: row === selected,
        isCurrent: row === current,
      });
    }
  }

  window.Replay.ListWindow = ListWindow;
})();
