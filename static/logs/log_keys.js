// The keyboard, and the menu that tells of it: both read one table.
"use strict";

(() => {
  const { element } = window.Replay;
  const Logs = window.Logs;
  const TYPING = "input, textarea, select, [contenteditable]";
  const PRESSABLE = "button, a, summary";
  const SHOWN = { ArrowUp: "↑", ArrowDown: "↓", PageUp: "Page ↑", PageDown: "Page ↓", Escape: "Esc" };

  // [keys, what they do, how]
  const TABLE = [
    [["ArrowUp", "ArrowDown", "k", "j"], "Line above or below", (viewer, key) => move(viewer, key === "ArrowUp" || key === "k" ? -1 : 1)],
    [["PageUp", "PageDown"], "A page up or down", (viewer, key) => move(viewer, viewer.window.rowsInView * (key === "PageUp" ? -1 : 1))],
    [["Home", "End"], "Oldest or newest line", (viewer, key) => (key === "Home" ? viewer.toOldest() : viewer.toNewest())],
    [["Enter"], "Unfold or fold the line", (viewer) => withCurrent(viewer, (line) => viewer.actions.toggle(line))],
    [["p"], "JSON pretty, or as written", (viewer) => withCurrent(viewer, (line) => viewer.actions.togglePretty(line))],
    [["c"], "Copy a link to the line", (viewer) => withCurrent(viewer, (line) => viewer.actions.copyLink(line))],
    [["e", "Shift+e"], "Next or previous warning or error", (viewer, key) => toTrouble(viewer, key === "e" ? 1 : -1)],
    [["f"], "Pause or follow", (viewer) => viewer.isLive && (viewer.isFollowing ? viewer.pause() : viewer.follow())],
    [["/"], "Search", () => document.getElementById("id_query").focus()],
  ];

  const withCurrent = (viewer, act) => viewer.window.current && act(viewer.window.current);

  // From the current line; without one, from what is seen.
  function placeOf({ lines, window: shown, isFollowing }, by) {
    if (shown.current && lines.find(shown.current.key)) return lines.indexOf(shown.current);
    if (isFollowing) return lines.all.length - (by > 0 ? 2 : 0);
    return lines.indexOf(shown.uppermost) - (by > 0 ? 1 : 0);
  }

  function move(viewer, by) {
    const { lines } = viewer;
    if (!lines.last) return;
    const at = placeOf(viewer, by) + by;
    viewer.window.choose(lines.all[Math.max(0, Math.min(lines.all.length - 1, at))]);
  }

  function toTrouble(viewer, by) {
    const { all } = viewer.lines;
    if (!all.length) return;
    for (let at = placeOf(viewer, by) + by; all[at]; at += by) {
      if (all[at].level === "warn" || all[at].level === "error") {
        viewer.window.choose(all[at]);
        return;
      }
    }
  }

  const nameOf = ({ key, shiftKey }) => (key.length > 1 ? key : shiftKey && /[a-z]/i.test(key) ? `Shift+${key.toLowerCase()}` : key.toLowerCase());

  class LogKeys {
    #actions = new Map(TABLE.flatMap(([keys, , act]) => keys.map((key) => [key, act])));

    constructor(viewer) {
      document.addEventListener("keydown", (event) => this.#pressed(event, viewer));
      viewer.bar.bar.prepend(menu());
    }

    #pressed(event, viewer) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target.closest?.(TYPING)) return;
      if (event.key === "Enter" && event.target.closest?.(PRESSABLE)) return;
      const act = this.#actions.get(nameOf(event));
      if (!act) return;
      event.preventDefault();
      act(viewer, nameOf(event));
    }
  }

  function menu() {
    const written = (key) => key.split("+").map((part) => SHOWN[part] || (part.length === 1 ? part.toUpperCase() : part)).join(" + ");
    const shown = ([keys, what]) => [element("dt", {}, keys.flatMap((key, at) => [at ? " " : null, element("kbd", { text: written(key) })])), element("dd", { text: what })];
    return element("details", { class: "menu log-menu log-keys" },
      element("summary", { class: "button button-quiet log-button", text: "Keys" }),
      element("dl", { class: "menu-items log-menu-items" }, TABLE.map(shown)));
  }

  Logs.LogKeys = LogKeys;
})();
