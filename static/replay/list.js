// The timeline: filters and search above, one list of all rows below.
//
//   const list = new Replay.List(document.getElementById("replay-list"), store);
//   list.follow(player);      // lights the row of the moment shown, and scrolls to it
//   list.move(1); list.backToCurrent(); list.focus(); list.focusSearch(); list.toggleFilter("network");
"use strict";

(() => {
  const { Filters, ListWindow, element } = window.Replay;
  const READING_MS = 3000; // for so long after the reader scrolled, the list does not scroll by itself
  const SLOW_MS = 1000; // a shorter wait goes without a word

  class List {
    #store;
    #filters;
    #window;
    #player = null;
    #current = null; // row of the moment the player shows
    #readAt = null; // when the reader last scrolled away
    #frame = null;
    #isSlow = false;

    constructor(root, store) {
      this.#store = store;
      this.root = element("div", { class: "timeline" });
      root.append(this.root);
      this.#filters = new Filters(this.root, store, { onLeave: (toMatch) => this.#leaveSearch(toMatch) });
      const frame = element("div", { class: "timeline-window" });
      this.empty = element("div", { class: "timeline-empty", hidden: true });
      this.loading = element("p", { class: "timeline-loading", role: "status", hidden: true });
      const onclick = () => this.backToCurrent();
      this.back = element("button", { class: "timeline-back", type: "button", hidden: true, onclick }, "Back to the current moment");
      this.root.append(frame, this.loading);
      this.#window = new ListWindow(frame, store);
      frame.append(this.empty, this.back);
      this.#listen();
      this.#draw();
    }

    #listen() {
      const { scroller } = this.#window;
      scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
      scroller.addEventListener("click", (event) => this.#clicked(event));
      scroller.addEventListener("keydown", (event) => this.#key(event));
      this.#window.onReaderScrolled = () => (this.#readAt = performance.now());
      new ResizeObserver(() => this.#drawSoon()).observe(scroller);
      this.#store.addEventListener("visible", () => this.#changed());
      this.#store.addEventListener("state", () => this.#drawSoon());
      this.#store.addEventListener("loaded", () => this.#drawSoon());
      this.#store.addEventListener("select", ({ detail }) => this.#selected(detail));
      setTimeout(() => {
        this.#isSlow = true;
        this.#drawSoon();
      }, SLOW_MS);
    }

    // --- What other scripts use ------------------------------------------------------------------------

    follow(player) {
      this.#player = player;
      player.addEventListener("time", () => this.#timeShown());
    }

    // Selects the row so many rows further down.
    move(by) {
      const { visible, selected } = this.#store;
      let at = by > 0 ? by - 1 : by; // from between two rows
      if (selected) at += this.#store.indexNear(selected);
      if (selected && by > 0 && this.#store.indexOf(selected) >= 0) at += 1;
      const row = visible[Math.max(0, Math.min(visible.length - 1, at))];
      if (row) this.#store.select(row, true);
    }

    backToCurrent() {
      this.#readAt = null;
      if (this.#current) this.#window.scrollTo(this.#current);
      this.#draw();
    }

    focus() {
      this.#window.scroller.focus({ preventScroll: true });
    }

    focusSearch() {
      this.#filters.focusSearch();
    }

    toggleFilter(name) {
      this.#filters.toggle(name);
    }

    // --- What the reader does ----------------------------------------------------------------------------

    #clicked(event) {
      const row = this.#window.rowUnder(event.target);
      if (!row) return;
      if (row.hasChildren && event.target.classList.contains("row-fold")) this.#store.toggle(row);
      else this.#store.select(row, true);
    }

    #key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const page = Math.max(1, this.#window.rowsInView - 1);
      const ways = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
      if (event.key in ways) this.move(ways[event.key]);
      else if (event.key === "Enter" && this.#store.selected) this.#store.select(this.#store.selected, true);
      else if (!this.#foldByKey(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    }

    // The arrows to the sides fold groups; on other rows they are left to the player.
    #foldByKey(key) {
      const row = this.#store.selected;
      if (!row?.hasChildren || key !== (this.#store.isCollapsed(row) ? "ArrowRight" : "ArrowLeft")) return false;
      this.#store.toggle(row);
      return true;
    }

    #leaveSearch(toMatch) {
      this.focus();
      const { selected, visible } = this.#store;
      const isListed = selected && this.#store.indexOf(selected) >= 0;
      if (toMatch && visible.length && !isListed) this.#store.select(visible[0], true);
    }

    #scrolled() {
      this.#window.scrolled();
      this.#draw();
    }

    // --- What the store and the player say -----------------------------------------------------------------

    #changed() {
      const { state, loaded } = this.#store;
      this.#window.keepPlace({ followEnd: Boolean(loaded && state && !state.ended) });
      this.#drawSoon();
    }

    #selected({ row, byUser }) {
      if (row && !byUser) this.#store.reveal(row);
      if (row) this.#window.scrollTo(row);
      this.#draw();
    }

    // Many rows may share one moment: the selected one is the one meant then.
    #timeShown() {
      const { selected } = this.#store;
      const now = this.#player.nowMs;
      const isMeant = selected?.isMeantBy(now) && this.#store.indexOf(selected) >= 0;
      const row = isMeant ? selected : this.#store.rowAt(now + 1);
      const isReading = this.#readAt !== null && performance.now() - this.#readAt < READING_MS;
      if (row && !isReading) this.#window.scrollTo(row);
      if (row === this.#current) return;
      this.#current = row;
      this.#drawSoon();
    }

    // --- Drawing -------------------------------------------------------------------------------------------

    #drawSoon() {
      this.#frame ??= requestAnimationFrame(() => this.#draw());
    }

    #draw() {
      cancelAnimationFrame(this.#frame);
      this.#frame = null;
      this.#window.draw(this.#current);
      this.back.hidden = this.#readAt === null || !this.#current || this.#window.shows(this.#current);
      this.#drawEmpty();
      const { rows, loaded } = this.#store;
      this.loading.hidden = loaded || !this.#isSlow;
      if (!this.loading.hidden) this.loading.textContent = `${rows.length.toLocaleString("en")} rows loaded, more to come…`;
    }

    #drawEmpty() {
      const { rows, visible, state, loaded } = this.#store;
      this.empty.hidden = visible.length > 0 || !loaded;
      if (this.empty.hidden) return;
      if (!rows.length) {
        const { empty = "Nothing was recorded." } = this.root.parentElement?.dataset ?? {};
        this.empty.textContent = state?.ended ? empty : "Nothing has happened yet.";
      } else if (!this.empty.querySelector("button")) {
        const onclick = () => this.#filters.showEverything();
        this.empty.replaceChildren("Nothing matches. ", element("button", { class: "button", type: "button", onclick }, "Show everything"));
      }
    }
  }

  window.Replay.List = List;
})();
