// JSON that a line is or ends in, set out over many lines. The text is kept as written: no number loses a digit.
"use strict";

(() => {
  const Logs = (window.Logs = window.Logs || {});
  const TRIES = 8;
  const TOKEN = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g;

  // {before, json} or null.
  function jsonIn(text) {
    if (!/[}\]]\s*$/.test(text)) return null;
    let tries = 0;
    for (const { index } of text.matchAll(/[{[]/g)) {
      if ((tries += 1) > TRIES) return null;
      const json = text.slice(index);
      try {
        const value = JSON.parse(json);
        if (Object.keys(value).length) return { before: text.slice(0, index), json };
      } catch {
        // not from here on
      }
    }
    return null;
  }

  function setOut(json) {
    const tokens = json.match(TOKEN) || [];
    let depth = 0;
    let out = "";
    const turn = () => `\n${"  ".repeat(depth)}`;
    tokens.forEach((token, at) => {
      const isOpening = token === "{" || token === "[";
      const isClosing = token === "}" || token === "]";
      const wasOpening = at > 0 && (tokens[at - 1] === "{" || tokens[at - 1] === "[");
      if (isClosing) {
        depth -= 1;
        if (!wasOpening) out += turn();
      } else if (wasOpening) out += turn();
      out += token;
      if (isOpening) depth += 1;
      else if (token === ",") out += turn();
      else if (token === ":") out += " ";
    });
    return out;
  }

  Logs.jsonIn = jsonIn;
  Logs.pretty = ({ before, json }) => `${before.trimEnd()}${before.trim() ? "\n" : ""}${setOut(json)}`;
})();
