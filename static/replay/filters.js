// Above the list: what kinds of rows to show, and a search over all of them.
"use strict";

(() => {
  const { element, icon, remember, remembered } = window.Replay;
  const REMEMBERED = "replay-filter";
  const TYPING_MS = 60;
  const CHIPS = [
    ["steps", "Steps", "Calls of the workflow"],
    ["page", "Page", "Navigations, dialogs, downloads, popups"],
    ["logs", "Logs", "What the workflow and the executor said"],
    ["console", "Console", "The page's console and uncaught errors"],
    ["network", "Network", "All requests; failed ones are always shown"],
    ["errorsOnly", "Errors", "Only what failed"],
    ["troubleOnly", "Warnings and errors", "Only warnings and errors"],
  ];
  const ONLY = { errorsOnly: "errors", troubleOnly: "trouble" }; // at most one of them is chosen; as they are counted
  const FILTER_NAMES = CHIPS.map(([name]) => name);

  function lastFilter() {
    const kept = remembered(REMEMBERED);
    return Object.fromEntries(FILTER_NAMES.filter((name) => typeof kept[name] === "boolean").map((name) => [name, kept[name]]));
  }

  class Filters {
    #store;
    #chips = new Map();
    #input;
    #matches;
    #clear;
    #typing = null;
    #sought = "";

    constructor(root, store, { onLeave }) {
      this.#store = store;
      store.filter = lastFilter();
      root.append(element("div", { class: "timeline-head" }, this.#search(onLeave), this.#makeChips()));
      store.addEventListener("visible", () => this.#show());
      this.#show();
    }

    focusSearch() {
      this.#input.focus();
      this.#input.select();
    }

    toggle(name) {
      const others = ONLY[name] ? { errorsOnly: false, troubleOnly: false } : {};
      this.#store.filter = { ...others, [name]: !this.#store.filter[name] };
      const { text, ...chosen } = this.#store.filter;
      remember(REMEMBERED, chosen);
    }

    showEverything() {
      this.#store.filter = { ...Object.fromEntries(FILTER_NAMES.map((name) => [name, !ONLY[name]])), text: "" };
    }

    #makeChips() {
      const chips = CHIPS.map(([name, label, title]) => {
        const count = element("span", { class: "chip-count" });
        const onclick = () => this.toggle(name);
        const chip = element("button", { class: `chip chip-${name}`, type: "button", title, onclick }, label, count);
        this.#chips.set(name, { chip, count });
        return chip;
      });
      const kinds = chips.filter((_, at) => !ONLY[CHIPS[at][0]]);
      const only = element("span", { class: "chips-only" }, chips.filter((chip) => !kinds.includes(chip)));
      return element("div", { class: "chips", role: "group", "aria-label": "Show" }, kinds, only);
    }

    #search(onLeave) {
      this.#input = element("input", {
        class: "search-text",
        type: "text",
        placeholder: "Search steps, logs, console, network",
        autocomplete: "off",
        spellcheck: false,
        "aria-label": "Search the timeline",
        oninput: () => this.#typed(),
        onkeydown: (event) => this.#key(event, onLeave),
      });
      this.#matches = element("span", { class: "search-matches", role: "status" });
      this.#clear = element(
        "button",
        { class: "search-clear", type: "button", title: "Clear the search", "aria-label": "Clear the search" },
        icon("M4 4l8 8M12 4l-8 8", "search-icon"),
      );
      this.#clear.onclick = () => {
        this.#input.value = "";
        this.#set();
        this.#input.focus();
      };
      const glass = icon("M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.3 10.3L14 14", "search-icon");
      return element("div", { class: "search", role: "search" }, glass, this.#input, this.#matches, this.#clear);
    }

    #key(event, onLeave) {
      if (event.key === "Escape" && this.#input.value) {
        this.#input.value = "";
        this.#set();
      } else if (event.key === "Enter" || event.key === "ArrowDown" || event.key === "Escape") {
        this.#set();
        onLeave(event.key !== "Escape");
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    }

    #typed() {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#set(), TYPING_MS);
    }

    #set() {
      clearTimeout(this.#typing);
      if (this.#sought === this.#input.value) return;
      this.#sought = this.#input.value;
      this.#store.filter = { text: this.#sought };
    }

    #show() {
      const { filter, counts, visible, words } = this.#store;
      for (const [name, { chip, count }] of this.#chips) {
        const number = counts[ONLY[name] || name];
        chip.setAttribute("aria-pressed", String(filter[name]));
        chip.classList.toggle("chip-none", number === 0);
        count.textContent = number.toLocaleString("en");
      }
      if (filter.text !== this.#sought) this.#input.value = this.#sought = filter.text; // others change it, too
      const found = visible.length;
      this.#matches.textContent = words.length ? `${found.toLocaleString("en")} ${found === 1 ? "match" : "matches"}` : "";
      this.#clear.hidden = !this.#input.value;
    }
  }

  Object.assign(window.Replay, { Filters, FILTER_NAMES });
})();
