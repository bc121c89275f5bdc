// What a row of the timeline is: read from the feed's short arrays, sorted, sifted, put into words.
"use strict";

(() => {
  const Replay = (window.Replay = window.Replay || {});

  const OPENING_LATE_MS = 300;
  const GROUPS = {
    step: "steps",
    navigation: "page",
    dialog: "page",
    download: "page",
    popup: "page",
    page: "page",
    log: "logs",
    console: "console",
    page_error: "console",
    network: "network",
  };

  // One event of a session, or one line of its log. The store changes it in place when the feed says more of it.
  class Row {
    constructor(type, id, order) {
      this.type = type;
      this.id = id;
      this.order = order; // of arrival
      this.version = 0; // grows with every change
      this.depth = 0;
      this.hasChildren = false;
      this.tested = 0; // by which version of the filter, with `hit` as the outcome
      this.hit = false;
    }

    takeEvent([key, kind, t, end, outcome, level, title, parent, status, place]) {
      this.version += 1;
      this.key = key;
      this.kind = kind;
      this.t = t;
      this.end = end;
      this.outcome = outcome || "";
      this.level = level || "";
      this.title = title;
      this.parent = parent;
      this.status = status;
      this.place = place || "";
      this.source = "";
      this.#judge();
      return this;
    }

    takeLine([sequence, t, level, source, text]) {
      this.version += 1;
      this.key = sequence;
      this.kind = "log";
      this.t = t;
      this.end = null;
      this.outcome = "";
      this.level = level;
      this.title = text;
      this.parent = null;
      this.status = null;
      this.place = "";
      this.source = source;
      this.#judge();
      return this;
    }

    #judge() {
      this.group = GROUPS[this.kind] || "page";
      this.failed = this.outcome === "failed" || this.level === "error" || this.status >= 400 || this.kind === "page_error";
      this.warning = !this.failed && this.level === "warn";
      this.isOpen = this.outcome === "open";
      this.tested = 0;
      this.text = null;
    }

    // When a page that opens at this row shows what the step before did: pictures come up to 100 ms late, and a page
    // takes its time to draw. Not after the row's own end.
    get openingMs() {
      const late = this.t + OPENING_LATE_MS;
      return this.end === null ? late : Math.max(this.t, Math.min(late, this.end));
    }

    // A video's time is not exact.
    isMeantBy(ms) {
      return Math.abs(this.t - ms) <= 1 || Math.abs(this.openingMs - ms) <= 1;
    }

    // Made on the first search only: 50,000 rows are searched in one go.
    get searchText() {
      this.text ??= `${window.Logs.plain(this.title)}\n${this.place}\n${this.status ?? ""}`.toLowerCase();
      return this.text;
    }
  }

  const rowId = (type, kind, key) => (type === "log" ? `log-${key}` : kind === "step" ? `step-${key}` : `event-${key}`);

  // By time; at the same time a parent before its children, then as they arrived.
  const inOrder = (one, other) => one.t - other.t || one.depth - other.depth || one.order - other.order;

  // Where in a sorted list the first is that lies beyond: its length when none does.
  function firstBeyond(sorted, isBeyond) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBeyond(sorted[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  // 83456 → "1:23.4", one hour → "1:00:00.0"
  function clockText(ms) {
    const tenths = Math.max(0, Math.floor(ms / 100));
    const seconds = Math.floor(tenths / 10);
    const minutes = Math.floor(seconds / 60);
    const two = (number) => String(number).padStart(2, "0");
    const tail = `${two(seconds % 60)}.${tenths % 10}`;
    return minutes < 60 ? `${minutes}:${tail}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${tail}`;
  }

  function durationText(ms) {
    if (ms < 1000) return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
    if (ms < 60000) return `${(ms / 1000).toFixed(ms < 10000 ? 2 : 1)} s`;
    const seconds = Math.round(ms / 1000);
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }

  Object.assign(Replay, { Row, rowId, inOrder, firstBeyond, clockText, durationText });
})();
