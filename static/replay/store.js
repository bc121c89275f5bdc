// All that is known of a session, in one place. An EventTarget; nothing here touches the page.
//
// Fires: "change" (rows came or changed; detail {added, changed}), "state" (the feed's header changed),
// "visible" (the rows after filters and search; for a long search some moments after the filter was set),
// "select" (detail {row, byUser}), "loaded" (once: all that existed when the page was opened has been read).
// `state` is the newest header of the feed, with all pieces of video so far in `state.video.pieces`.
"use strict";

(() => {
  const { Row, Tree, rowId, inOrder } = window.Replay;
  const SLICE_MS = 12;
  const none = () => ({ steps: 0, page: 0, logs: 0, console: 0, network: 0, errors: 0 });

  class Store extends EventTarget {
    rows = [];
    visible = [];
    counts = none();
    words = []; // of the search, in lower case
    state = null;
    selected = null;
    loaded = false;
    tree = new Tree();
    #filter = { steps: true, page: true, logs: true, console: true, network: false, errorsOnly: false, text: "" };
    #filterVersion = 1;
    #sifting = null;
    #ids = new Map();
    #unsorted = false;
    #consoleTimes = new Map(); // time → {said, lines}: a console event's own log line is not listed twice
    #pieces = [];
    #header = "";

    // --- What the feed says --------------------------------------------------------------------------

    apply(answer) {
      const before = this.rows.length;
      let changed = 0;
      for (const event of answer.events) changed += this.#take("event", event[1], event[0], event);
      for (const line of answer.lines) changed += this.#take("log", "log", line[0], line);
      const added = this.rows.length - before;
      if (added || changed) {
        this.#sort(before);
        this.#sift();
        this.#fire("change", { added, changed });
      }
      this.#takeState(answer);
    }

    finishLoading() {
      if (this.loaded) return;
      this.loaded = true;
      this.#fire("loaded");
    }

    // 1 when the row was known.
    #take(type, kind, key, said) {
      const id = rowId(type, kind, key);
      const known = this.#ids.get(id);
      const row = known || new Row(type, id, this.rows.length);
      const t = row.t;
      if (type === "log") row.takeLine(said);
      else row.takeEvent(said);
      if (known) {
        if (row.t !== t) this.#unsorted = true;
        return 1;
      }
      this.#ids.set(id, row);
      this.rows.push(row);
      if (type === "event" && this.tree.place(row)) this.#unsorted = true;
      this.#noteTwins(row);
      return 0;
    }

    #noteTwins(row) {
      const isLine = row.source === "browser";
      if (!isLine && row.group !== "console") return;
      const moment = this.#consoleTimes.get(row.t) || { said: false };
      if (!isLine) moment.said = true;
      this.#consoleTimes.set(row.t, moment);
    }

    #isTwin(row) {
      return row.source === "browser" && Boolean(this.#consoleTimes.get(row.t)?.said);
    }

    #sort(before) {
      const { rows } = this;
      for (let at = Math.max(1, before); !this.#unsorted && at < rows.length; at += 1) {
        this.#unsorted = inOrder(rows[at - 1], rows[at]) > 0;
      }
      if (this.#unsorted) rows.sort(inOrder);
      this.#unsorted = false;
    }

    #takeState({ events, lines, next, more, ...state }) {
      const { pieces = [], ...video } = state.video || {};
      const before = this.#pieces.length;
      for (const piece of pieces) if (piece[0] >= this.#pieces.length) this.#pieces.push(piece);
      const header = JSON.stringify({ ...state, video });
      if (header === this.#header && before === this.#pieces.length) return;
      this.#header = header;
      this.state = { ...state, video: { ...video, pieces: this.#pieces } };
      this.#fire("state");
    }

    // --- Which rows are shown ------------------------------------------------------------------------

    get filter() {
      return { ...this.#filter };
    }

    // Some of the keys are enough.
    set filter(wanted) {
      Object.assign(this.#filter, wanted);
      this.words = this.#filter.text.toLowerCase().split(/\s+/).filter(Boolean);
      this.#siftAnew();
    }

    isCollapsed(row) {
      return this.tree.isCollapsed(row);
    }

    toggle(row) {
      this.tree.toggle(row);
      this.#siftAnew();
    }

    // Loosens filters, search and folds as far as this row needs to be listed.
    reveal(row) {
      if (this.indexOf(row) >= 0) return;
      this.tree.expandTo(row);
      const { text, errorsOnly } = this.#filter;
      this.filter = {
        [row.group]: true,
        text: this.#isFound(row) ? text : "",
        errorsOnly: errorsOnly && row.failed,
      };
    }

    #siftAnew() {
      this.#filterVersion += 1;
      this.#sift();
    }

    // In slices, so that a search of 50,000 rows for the first time does not hold up the page.
    #sift(at = 0, visible = [], counts = none()) {
      clearTimeout(this.#sifting);
      const { rows } = this;
      const until = performance.now() + SLICE_MS;
      for (; at < rows.length; at += 1) {
        if (at % 256 === 255 && performance.now() > until) {
          this.#sifting = setTimeout(() => this.#sift(at, visible, counts));
          return;
        }
        const row = rows[at];
        if (this.#isTwin(row)) continue;
        counts[row.group] += 1;
        if (row.failed) counts.errors += 1;
        if (this.#isShown(row)) visible.push(row);
      }
      this.visible = visible;
      this.counts = counts;
      this.#fire("visible");
    }

    #isShown(row) {
      if (row.tested !== this.#filterVersion) {
        row.hit = this.#passes(row);
        row.tested = this.#filterVersion;
      }
      return row.hit;
    }

    // Failed requests are shown with the network off, too: they often say why a run failed.
    #passes(row) {
      const { errorsOnly } = this.#filter;
      const isWanted = this.#filter[row.group] || (row.group === "network" && row.failed);
      if (errorsOnly ? !row.failed : !isWanted) return false;
      if (this.words.length) return this.#isFound(row);
      return errorsOnly || !this.tree.isHidden(row);
    }

    #isFound(row) {
      return this.words.every((word) => row.searchText.includes(word));
    }

    // --- Looking up ----------------------------------------------------------------------------------

    byId(id) {
      return this.#ids.get(id) || null;
    }

    // The last visible row that began by then.
    rowAt(ms) {
      return this.visible[this.#firstBeyond((row) => row.t > ms) - 1] || null;
    }

    // Where in `visible`; -1 when it is not shown.
    indexOf(row) {
      const at = this.indexNear(row);
      return this.visible[at] === row ? at : -1;
    }

    // Where in `visible` it is or would be.
    indexNear(row) {
      return this.#firstBeyond((other) => inOrder(other, row) >= 0);
    }

    #firstBeyond(isBeyond) {
      let [low, high] = [0, this.visible.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isBeyond(this.visible[middle])) high = middle;
        else low = middle + 1;
      }
      return low;
    }

    select(row, byUser = false) {
      this.selected = row;
      this.#fire("select", { row, byUser });
    }

    #fire(name, detail = null) {
      this.dispatchEvent(new CustomEvent(name, { detail }));
    }
  }

  window.Replay.Store = Store;
})();
