// What the details of all kinds are made of: sections, names with values, code, copying.
"use strict";

(() => {
  const { copyText, element, icon, plainText } = window.Replay;
  const COPIED_MS = 1500;

  function copyButton(text, label = "Copy") {
    const words = element("span", { text: label });
    const button = element("button", { class: "small-button", type: "button" }, icon("M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3", "button-icon"), words);
    button.onclick = async () => {
      const isCopied = await copyText(typeof text === "function" ? text() : text);
      words.textContent = isCopied ? "Copied" : "Not copied";
      setTimeout(() => (words.textContent = label), COPIED_MS);
    };
    return button;
  }

  const isBlank = (value) => value === null || value === undefined || value === "";

  // Pairs of a name and a text or an element; those without a value are left out. Null when none is left.
  function facts(pairs) {
    const shown = pairs.filter(([, value]) => !isBlank(value));
    if (!shown.length) return null;
    const rows = shown.map(([name, value]) => [element("dt", { text: name }), element("dd", {}, typeof value === "number" ? String(value) : value)]);
    return element("dl", { class: "details-facts" }, rows);
  }

  function section(title, content, ...actions) {
    if (!content) return null;
    const head = element("div", { class: "details-head" }, element("h3", { text: title }), actions);
    return element("section", { class: "details-section" }, head, content);
  }

  const code = (text, more = "") => element("pre", { class: `details-code ${more}`, text: plainText(text), tabIndex: 0 });

  function sizeText(bytes) {
    if (isBlank(bytes)) return "";
    if (bytes < 1000) return `${bytes} B`;
    return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  }

  const mono = (text) => (isBlank(text) ? null : element("span", { class: "details-mono", text: plainText(text) }));
  const copyable = (text) => (isBlank(text) ? null : element("span", { class: "details-copyable" }, mono(text), copyButton(String(text))));

  Object.assign(window.Replay, { copyButton, copyable, facts, section, code, mono, sizeText });
})();
