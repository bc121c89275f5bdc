// Makes elements. Whatever comes from a page, a workflow or a log becomes text, never HTML.
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const OWN_NAMES = { class: "className", text: "textContent" };

  // Without the colours of a terminal, and without the signs that turn the text around them.
  const plainText = (text) => window.Logs.plain(text);

  // element("button", {class: "chip", type: "button", onclick}, "Steps", otherElement, null)
  function element(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value === null || value === undefined) continue;
      if (name.includes("-") || name === "role") made.setAttribute(name, value);
      else made[OWN_NAMES[name] || name] = value;
    }
    for (const child of children.flat(Infinity)) if (child !== null && child !== undefined) made.append(child);
    return made;
  }

  // Lines in a square of 16 by 16.
  function icon(path, name = "") {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", name);
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  // The text in pieces, with each of the words (in lower case) inside a <mark>.
  function marked(text, words) {
    if (!words.length) return [text];
    const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "gi");
    return text.split(pattern).map((part, at) => (at % 2 ? element("mark", { text: part }) : part));
  }

  // The same of a text with the colours of a terminal, in these colours.
  function coloured(text, words = []) {
    return window.Logs.ansi(String(text)).flatMap(({ text: part, classes }) => {
      const pieces = marked(part, words);
      return classes.length ? [element("span", { class: classes.join(" ") }, pieces)] : pieces;
    });
  }

  Object.assign(window.Replay, { coloured, element, icon, marked, plainText });
})();
