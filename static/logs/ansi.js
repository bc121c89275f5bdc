// Understands what programs write for terminals: colours become classes of static/logs/ansi.css, everything else vanishes.
"use strict";

(() => {
  const Logs = (window.Logs = window.Logs || {});
  const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
  // Red, green and blue of the sixteen as xterm has them: where the nearest to another colour is looked for.
  const PALETTE = [
    [0, 0, 0], [205, 0, 0], [0, 205, 0], [205, 205, 0], [0, 0, 238], [205, 0, 205], [0, 205, 205], [229, 229, 229],
    [127, 127, 127], [255, 0, 0], [0, 255, 0], [255, 255, 0], [92, 92, 255], [255, 0, 255], [0, 255, 255], [255, 255, 255],
  ];
  const STYLES = { 1: "bold", 2: "dim", 3: "italic", 4: "underline", 9: "strike" };
  const ENDED_BY = { 22: ["bold", "dim"], 23: ["italic"], 24: ["underline"], 29: ["strike"] };

  // One of: a control sequence (its parameters, its last letter), a string for the terminal such as a title, another
  // escape sequence, a control character, a sign that turns the text around it. Each may be cut off by the text's end.
  const SEQUENCE = new RegExp(
    [
      "(?:\\x1b\\[|\\x9b)([0-?]*)[ -/]*([@-~])?",
      "(?:\\x1b[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c|(?=\\x1b)|$)",
      "\\x1b[ -/]*[0-~]?",
      "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]",
    ].join("|"),
    "g",
  );
  const ODD = new RegExp(SEQUENCE.source); // without "g": it remembers no place

  function nearest(red, green, blue) {
    const distance = ([r, g, b]) => (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    return PALETTE.reduce((best, colour, at) => (distance(colour) < distance(PALETTE[best]) ? at : best), 0);
  }

  // Of the 256: the sixteen, a cube of six by six by six, and 24 greys.
  function of256(number) {
    if (number < 16) return number;
    if (number > 231) return nearest(...Array(3).fill(8 + (number - 232) * 10));
    const level = (part) => (part ? 55 + part * 40 : 0);
    return nearest(...[36, 6, 1].map((size) => level(Math.floor((number - 16) / size) % 6)));
  }

  // The colour that 38 or 48 brings in at `at`, and how many numbers it takes.
  function chosen(codes, at) {
    const isByte = (number) => Number.isInteger(number) && number >= 0 && number < 256;
    const [kind, ...rest] = codes.slice(at + 1, at + 5);
    if (kind === 5 && isByte(rest[0])) return [of256(rest[0]), 2];
    if (kind === 2 && rest.length === 3 && rest.every(isByte)) return [nearest(...rest), 4];
    return [null, codes.length];
  }

  class Pen {
    #front = null;
    #back = null;
    #isInverse = false;
    #styles = new Set();

    obey(parameters) {
      const codes = parameters.split(/[;:]/).map(Number);
      for (let at = 0; at < codes.length; at += 1) at += this.#obeyOne(codes, at);
    }

    get classes() {
      const [front, back] = this.#isInverse ? [this.#back, this.#front] : [this.#front, this.#back];
      const named = (prefix, colour) => (colour === null ? [] : [`${prefix}${colour > 7 ? "bright-" : ""}${NAMES[colour % 8]}`]);
      const inverse = this.#isInverse && front === null && back === null ? ["ansi-inverse"] : [];
      return [...named("ansi-", front), ...named("ansi-on-", back), ...inverse, ...[...this.#styles].map((style) => `ansi-${style}`)];
    }

    // How many of the following numbers belonged to it.
    #obeyOne(codes, at) {
      const code = codes[at];
      if (code === 38 || code === 48) {
        const [colour, taken] = chosen(codes, at);
        if (colour !== null) this.#paint(code === 38, colour);
        return taken;
      }
      if (code === 0) this.#reset();
      else if (STYLES[code]) this.#styles.add(STYLES[code]);
      else if (ENDED_BY[code]) ENDED_BY[code].forEach((style) => this.#styles.delete(style));
      else if (code === 7 || code === 27) this.#isInverse = code === 7;
      else if (code === 39 || code === 49) this.#paint(code === 39, null);
      else if ((code >= 30 && code <= 37) || (code >= 40 && code <= 47)) this.#paint(code < 40, code % 10);
      else if ((code >= 90 && code <= 97) || (code >= 100 && code <= 107)) this.#paint(code < 100, (code % 10) + 8);
      return 0;
    }

    #paint(isFront, colour) {
      if (isFront) this.#front = colour;
      else this.#back = colour;
    }

    #reset() {
      this.#front = this.#back = null;
      this.#isInverse = false;
      this.#styles.clear();
    }
  }

  // The text in pieces of one look each: [{text, classes: ["ansi-red", "ansi-bold"]}, …].
  Logs.ansi = (text) => {
    if (!ODD.test(text)) return text ? [{ text, classes: [] }] : [];
    const pieces = [];
    const pen = new Pen();
    let end = 0;
    const add = (part) => {
      const classes = part ? pen.classes : [];
      const last = pieces[pieces.length - 1];
      if (part && last && last.classes.join() === classes.join()) last.text += part;
      else if (part) pieces.push({ text: part, classes });
    };
    for (const found of text.matchAll(SEQUENCE)) {
      add(text.slice(end, found.index));
      end = found.index + found[0].length;
      if (found[2] === "m" && /^[\d;:]*$/.test(found[1])) pen.obey(found[1]);
    }
    add(text.slice(end));
    return pieces;
  };

  // The text alone, as one can search and copy it.
  Logs.plain = (text) => String(text).replace(SEQUENCE, "");
})();
