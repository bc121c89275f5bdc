// One line of the list: time, icon, title, and at the right how long it took or how it went.
"use strict";

(() => {
  const { coloured, element, icon, marked, plainText, clockText, durationText } = window.Replay;
  const ICONS = {
    step: "M4.5 3l8 5l-8 5z",
    group: "M2 4.5h4l1.5 2H14v6.5H2z",
    navigation: "M2 8h11M9 4l4 4l-4 4",
    dialog: "M2.5 3h11v8H8l-3 2.5V11H2.5z",
    download: "M8 2v8M4.5 7L8 10.5L11.5 7M3 13.5h10",
    popup: "M6 3H3v10h10v-3M8.5 2.5h5v5M13.5 2.5L8 8",
    page: "M2.5 3h11v10h-11zM2.5 6h11",
    log: "M3 4h10M3 8h10M3 12h6",
    console: "M3 4l4 4l-4 4M8.5 12H13",
    page_error: "M8 2.5L14.5 13.5H1.5zM8 6.5v3M8 11.4v.4",
    network: "M5 13V3M2.5 5.5L5 3l2.5 2.5M11 3v10M8.5 10.5L11 13l2.5-2.5",
  };
  const KIND_WORDS = {
    step: "Step",
    navigation: "Navigation",
    dialog: "Dialog",
    download: "Download",
    popup: "Popup",
    page: "Page",
    log: "Log",
    console: "Console",
    page_error: "Error in the page",
    network: "Request",
  };

  const iconOf = (row) => ICONS[row.hasChildren ? "group" : row.kind] || ICONS.page;

  const oneLine = (text) => text.trimEnd().replace(/\r?\n/g, " ↵ ");
  const isSaid = ({ group }) => group === "logs" || group === "console";
  const titleOf = (row, words) => (isSaid(row) ? coloured(oneLine(row.title), words) : marked(oneLine(plainText(row.title)), words));

  function atTheRight(row) {
    if (row.kind === "network") return row.status ? String(row.status) : row.failed ? "failed" : "";
    if (row.kind === "log" || row.kind === "console") return row.failed ? "error" : row.warning ? "warn" : "";
    if (row.kind === "step" && row.end !== null) return durationText(row.end - row.t);
    return row.failed && row.kind !== "page_error" ? "failed" : "";
  }

  function spoken(row, isCollapsed) {
    const how = row.isOpen ? "running" : row.failed ? "failed" : row.warning ? "warning" : "";
    const fold = row.hasChildren ? (isCollapsed ? "collapsed" : "expanded") : "";
    return [clockText(row.t), KIND_WORDS[row.kind], how, fold, plainText(row.title), atTheRight(row)].filter(Boolean).join(", ");
  }

  // Drawn again and again with other rows: the list keeps only as many as fit its window.
  class RowView {
    #time = element("span", { class: "row-time" });
    #fold = element("span", { class: "row-fold" });
    #icon = icon("", "row-icon");
    #title = element("span", { class: "row-title" });
    #right = element("span", { class: "row-right" });
    #drawn = "";
    row = null;

    constructor(id) {
      this.element = element("div", { class: "row", id, role: "option" });
      this.element.append(this.#time, this.#fold, this.#icon, this.#title, this.#right);
    }

    show(row, at, { height, total, words, isCollapsed, isEnded, isSelected, isCurrent }) {
      this.at = at;
      this.element.hidden = false;
      this.element.style.transform = `translateY(${at * height}px)`;
      this.element.setAttribute("aria-posinset", at + 1);
      this.element.setAttribute("aria-setsize", total);
      const drawn = `${row.id} ${row.version} ${isEnded} ${words.join(" ")}`;
      if (drawn !== this.#drawn) this.#draw(row, { words, isCollapsed, isEnded });
      this.#drawn = drawn;
      this.row = row;
      this.element.classList.toggle("row-selected", isSelected);
      this.element.classList.toggle("row-current", isCurrent);
      this.element.setAttribute("aria-selected", isSelected);
    }

    hide() {
      this.element.hidden = true;
      this.row = null;
    }

    #draw(row, { words, isCollapsed, isEnded }) {
      const state = row.failed ? "row-failed" : row.warning ? "row-warning" : row.isOpen && !isEnded ? "row-open" : "";
      const fold = row.hasChildren ? (isCollapsed ? "row-closed" : "row-opened") : "";
      this.element.className = `row row-${row.group} ${row.source ? `row-${row.source}` : ""} ${state} ${fold}`;
      this.element.style.setProperty("--depth", row.depth);
      this.element.setAttribute("aria-label", spoken(row, isCollapsed));
      this.element.title = [plainText(row.title), row.place].filter(Boolean).join("\n");
      this.#time.textContent = clockText(row.t);
      this.#icon.firstChild.setAttribute("d", iconOf(row));
      this.#title.replaceChildren(...titleOf(row, words));
      this.#right.textContent = atTheRight(row);
    }
  }

  Object.assign(window.Replay, { RowView, KIND_WORDS });
})();
