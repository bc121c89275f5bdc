// The keyboard, and the sheet that tells of it: both read one table.
//
//   new Replay.Keys({ player, store, links, list });   // without a list: only what plays
"use strict";

(() => {
  const { element } = window.Replay;
  const FAR_MS = 10000;
  const USUAL_MS = 5000;
  const NEAR_MS = 1000;
  const FRAME_MS = 100;
  const TYPING = "input, textarea, select, [contenteditable]";
  const SCROLLED = "pre, .source, [role=tab]"; // have their own arrows, once somebody is in them
  const PRESSABLE = "button, a, summary, [role=button]";
  const SHOWN = { " ": "Space", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };
  const DIGITS = [...Array(10).keys()].map(String);

  // [keys, what they do, how]. The first key is the one that is named first.
  function playing({ player, links }) {
    return [
      [[" ", "k"], "Play or pause", () => player.toggle()],
      [["ArrowLeft", "ArrowRight"], "5 seconds back or on", (key) => player.nudge(key === "ArrowLeft" ? -USUAL_MS : USUAL_MS)],
      [["Shift+ArrowLeft", "Shift+ArrowRight"], "1 second back or on", (key) => player.nudge(key.endsWith("Left") ? -NEAR_MS : NEAR_MS)],
      [["j", "l"], "10 seconds back or on", (key) => player.nudge(key === "j" ? -FAR_MS : FAR_MS)],
      [[",", "."], "A tenth of a second back or on", (key) => player.nudge(key === "," ? -FRAME_MS : FRAME_MS)],
      [DIGITS, "Jump to 0 % … 90 %", (key) => player.seek((player.lengthMs * Number(key)) / 10)],
      [["Home", "End"], "Beginning or end", (key) => (key === "Home" ? player.seek(0) : player.isLive ? player.goLive() : player.seek(player.lengthMs))],
      [["<", ">"], "Slower or faster", (key) => player.faster(key === "<" ? -1 : 1)],
      [["g"], "Go live", () => player.goLive()],
      [["f"], "Full screen", () => player.toggleFullScreen()],
      [["c"], "Copy a link to this moment", () => links.copy()],
    ];
  }

  function reading({ player, store, list }) {
    const { FILTER_NAMES } = window.Replay; // of a page with a list
    return [
      [["ArrowUp", "p"], "Previous event", () => player.step(-1)],
      [["ArrowDown", "n"], "Next event", () => player.step(1)],
      [["s"], "Skip stretches in which nothing happens", () => (player.skipIdle = !player.skipIdle)],
      [["e"], "Next error", () => toError(player, store, 1)],
      [["Shift+e"], "Previous error", () => toError(player, store, -1)],
      [["/"], "Search", () => list.focusSearch()],
      [FILTER_NAMES.map((_, at) => `Alt+${at + 1}`), "Show or hide steps, page, logs, console, network; only errors; only warnings and errors", (key) => list.toggleFilter(FILTER_NAMES[Number(key.at(-1)) - 1])],
      [["Escape"], "Clear the search, then the selection", () => clear(store)],
    ];
  }

  // From the selected one if that is the moment shown.
  function toError(player, store, by) {
    const errors = store.visible.filter((row) => row.failed);
    const now = player.nowMs;
    const from = store.selected?.isMeantBy(now) ? errors.indexOf(store.selected) : -1;
    const beside = by > 0 ? errors.findIndex((row) => row.t > now + 1) : errors.findLastIndex((row) => row.t < now - 1);
    const row = errors[from >= 0 ? from + by : beside];
    if (row) store.select(row, true);
  }

  function clear(store) {
    if (store.filter.text) store.filter = { text: "" };
    else if (store.selected) store.select(null, true);
  }

  // "k", "Shift+e", "Alt+1", "ArrowLeft", "<": as the table writes it. With Alt a digit may print anything.
  function nameOf({ key, code, shiftKey, altKey }) {
    if (altKey) return /^Digit\d$/.test(code) ? `Alt+${code.at(-1)}` : "";
    const isLetter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
    if (!isLetter && key.length === 1) return key;
    return `${shiftKey ? "Shift+" : ""}${isLetter ? key.toLowerCase() : key}`;
  }

  class Keys {
    #actions = new Map();
    #table;

    constructor(parts) {
      const help = [["?"], "This list", () => this.showSheet()];
      this.#table = [
        ["Playing", playing(parts)],
        ["Reading", [...(parts.list ? reading(parts) : []), help]],
      ];
      for (const [, lines] of this.#table) for (const [keys, , act] of lines) for (const key of keys) this.#actions.set(key, act);
      document.addEventListener("keydown", (event) => this.#pressed(event));
    }

    showSheet() {
      this.sheet ??= this.#makeSheet();
      this.sheet.showModal();
    }

    #pressed(event) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return;
      if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
      if (event.key.startsWith("Arrow") && event.target.closest?.(SCROLLED)) return;
      if ((event.key === " " || event.key === "Enter") && event.target.closest?.(PRESSABLE)) return;
      const name = nameOf(event);
      const act = this.#actions.get(name);
      if (!act) return;
      event.preventDefault();
      act(name);
    }

    #makeSheet() {
      const close = element("button", { class: "button button-quiet", type: "button", text: "Close", onclick: () => this.sheet.close() });
      const parts = this.#table.map(([title, lines]) => element("section", {}, element("h3", { text: title }), element("dl", { class: "keys-list" }, lines.map(shown))));
      const head = element("div", { class: "keys-head" }, element("h2", { id: "keys-title", text: "Keyboard" }), close);
      const sheet = element("dialog", { class: "keys", "aria-labelledby": "keys-title" }, head, element("div", { class: "keys-parts" }, parts));
      sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
      sheet.addEventListener("keydown", (event) => {
        if (event.key !== "?") return;
        event.preventDefault();
        sheet.close();
      });
      document.body.append(sheet);
      return sheet;
    }
  }

  function shown([keys, what]) {
    const written = (key) => key.split("+").map((part) => SHOWN[part] || (part.length === 1 ? part.toUpperCase() : part)).join(" + ");
    const few = keys.length > 2 ? [keys[0], keys.at(-1)] : keys;
    const between = keys.length > 2 ? " … " : " ";
    const names = few.flatMap((key, at) => [at ? between : null, element("kbd", { text: written(key) })]);
    return [element("dt", {}, names), element("dd", { text: what })];
  }

  window.Replay.Keys = Keys;
})();
