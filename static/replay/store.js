// All that is known of a session, in one place. An EventTarget; nothing here touches the page.
//
// Fires: "change" (rows came or changed), "state" (the feed's header changed),
// "visible" (the rows after filters and search; for a long search some moments after the filter was set),
// "select" (detail {row, byUser, ms}), "loaded" (once: all that existed when the page was opened has been read).
// `state` is the newest header of the feed, with all pieces of video so far in `state.video.pieces`.
"use strict";

(() => {
  const { Row, Sieve, Tree, firstBeyond, inOrder, rowId } = window.Replay;

  class Store extends EventTarget {
    rows = [];
    visible = [];
    state = null;
    selected = null;
    loaded = false;
    #tree = new Tree();
    #sieve = new Sieve(this.#tree, (row) => this.#isTwin(row));
    #ids = new Map();
    #unsorted = false;
    #consoleTimes = new Set(); // a console event's own log line is not listed twice
    #pieces = [];
    #header = "";

    // --- What the feed says --------------------------------------------------------------------------

    apply(answer) {
      const before = this.rows.length;
      for (const event of answer.events) this.#take("event", event[1], event[0], event);
      for (const line of answer.lines) this.#take("log", "log", line[0], line);
      if (answer.events.length || answer.lines.length) {
        this.#sort(before);
        this.#sift();
        this.#fire("change");
      }
      this.#takeState(answer);
    }

    finishLoading() {
      if (this.loaded) return;
      this.loaded = true;
      this.#fire("loaded");
    }

    #take(type, kind, key, said) {
      const id = rowId(type, kind, key);
      const known = this.#ids.get(id);
      const row = known || new Row(type, id, this.rows.length);
      const t = row.t;
      if (type === "log") row.takeLine(said);
      else row.takeEvent(said);
      if (known) {
        if (row.t !== t) this.#unsorted = true;
        return;
      }
      this.#ids.set(id, row);
      this.rows.push(row);
      if (type === "event" && this.#tree.place(row)) this.#unsorted = true;
      if (row.group === "console") this.#consoleTimes.add(row.t);
    }

    #isTwin(row) {
      return row.source === "browser" && this.#consoleTimes.has(row.t);
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
      return this.#sieve.filter;
    }

    // Some of the keys are enough.
    set filter(wanted) {
      this.#sieve.filter = wanted;
      this.#sift();
    }

    // Of the search, in lower case.
    get words() {
      return this.#sieve.words;
    }

    // All there are of each group, errors, and warnings with errors (`trouble`).
    get counts() {
      return this.#sieve.counts;
    }

    isCollapsed(row) {
      return this.#tree.isCollapsed(row);
    }

    toggle(row) {
      this.#tree.toggle(row);
      this.#sieve.testAll();
      this.#sift();
    }

    // Loosens filters, search and folds as far as this row needs to be listed.
    reveal(row) {
      if (this.indexOf(row) >= 0) return;
      this.#tree.expandTo(row);
      const { text, errorsOnly, troubleOnly } = this.filter;
      const only = { errorsOnly: errorsOnly && row.failed, troubleOnly: troubleOnly && (row.failed || row.warning) };
      this.filter = { [row.group]: true, text: this.#sieve.finds(row) ? text : "", ...only };
    }

    #sift() {
      this.#sieve.sift(this.rows, (visible) => {
        this.visible = visible;
        this.#fire("visible");
      });
    }

    // --- Looking up ----------------------------------------------------------------------------------

    byId(id) {
      return this.#ids.get(id) || null;
    }

    // The last visible row that began by then.
    rowAt(ms) {
      return this.visible[firstBeyond(this.visible, (row) => row.t > ms) - 1] || null;
    }

    // Where in `visible`; -1 when it is not shown.
    indexOf(row) {
      const at = this.indexNear(row);
      return this.visible[at] === row ? at : -1;
    }

    // Where in `visible` it is or would be.
    indexNear(row) {
      return firstBeyond(this.visible, (other) => inOrder(other, row) >= 0);
    }

    // `ms`: the moment to go to.
    select(row, byUser = false, ms = row?.t) {
      this.selected = row;
      this.#fire("select", { row, byUser, ms });
    }

    #fire(name, detail = null) {
      this.dispatchEvent(new CustomEvent(name, { detail }));
    }
  }

  window.Replay.Store = Store;
})();
