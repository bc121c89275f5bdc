// Which lines are loaded, and loading more: on both sides of them, and those that are said meanwhile.
"use strict";

(() => {
  const Logs = window.Logs;
  const FIRST_LINES = 300;
  const LATE_MS = 5000; // several processes write a log: a line may come after others that were said later
  const QUIET_LATE_MS = 60000; // the same where little is said
  const AHEAD_LINES = 20; // of the newest, as many may be ahead of the rest
  const AGAIN_LINES = 2000; // of a log that grows fast, no more than these are read again
  const NEW_PAGES = 20; // of new lines at a time
  const RETRY_MS = [1000, 2000, 4000, 8000, 15000];

  class Pages {
    #source;
    #lines;
    #since;
    #opening = 0;
    #asking = new Set(); // "older", "newer", "new"
    #now = 0; // of the server, when it was last asked
    older = null; // what to ask for next; null: there is nothing
    newer = null;
    isRefused = false;

    // `since`: the first moment that the filters leave, in ms, or null.
    constructor(source, lines, { since, onOpen, onProblem, onChange }) {
      Object.assign(this, { onOpen, onProblem, onChange });
      this.#source = source;
      this.#lines = lines;
      this.#since = since ?? -Infinity;
    }

    isAskingFor(what) {
      return this.#asking.has(what);
    }

    // Other lines instead of those: the newest, or `around` one, or from the oldest on. Whether they came.
    async open(more) {
      this.#opening += 1;
      this.#asking = new Set(["open"]);
      this.older = this.newer = null;
      const answer = await this.#ask({ limit: FIRST_LINES, ...more }, "open");
      if (!answer) return false;
      this.onOpen();
      this.#lines.clear();
      this.#lines.add(answer.lines);
      this.older = byToken(answer.older);
      this.newer = byToken(answer.newer);
      this.onChange();
      return true;
    }

    // `add(rows)` puts them into the lines.
    async load(side, add) {
      if (!this[side] || this.#asking.has(side)) return false;
      const answer = await this.#ask(this[side], side);
      if (!answer) return false;
      this[side] = byToken(answer[side]);
      add(answer.lines);
      this.onChange();
      return true;
    }

    // What was said since. Where that is very much, the rest of it is `newer`.
    async readOn(add) {
      if (this.newer || this.isRefused || this.#asking.has("open") || this.#asking.has("new")) return;
      let more = { start: "oldest", since: new Date(this.#readAgainFrom()).toISOString() };
      for (let pages = 1; more; pages += 1) {
        const answer = await this.#ask(more, "new");
        if (!answer) return;
        more = byToken(answer.newer);
        if (more && pages === NEW_PAGES) this.newer = more;
        add(answer.lines);
        this.onChange();
        if (this.newer) return;
      }
    }

    // So that the oldest lines can be let go of, and be loaded again.
    keepNewest(count) {
      this.#lines.keepNewest(count);
      this.older = { around: this.#lines.first.key };
    }

    #readAgainFrom() {
      const { all } = this.#lines;
      const at = (fromEnd) => all[all.length - fromEnd]?.at ?? -Infinity;
      const late = Math.min(at(AHEAD_LINES), this.#now) - LATE_MS;
      return Math.max(this.#since, this.#now - QUIET_LATE_MS, late, at(AGAIN_LINES));
    }

    // Asks until there is an answer. None when other lines were opened meanwhile, or when asking again is no use.
    async #ask(more, what) {
      const [opening, asking] = [this.#opening, this.#asking];
      asking.add(what);
      this.onChange();
      const answer = await this.#answer(more, () => opening === this.#opening);
      asking.delete(what);
      if (!answer) this.onChange();
      return answer;
    }

    async #answer(more, isWanted) {
      for (let failures = 0; ; failures += 1) {
        const began = performance.now();
        const answer = await this.#source.lines(more).catch((error) => error);
        if (!isWanted()) return null;
        const isProblem = answer instanceof Error;
        this.isRefused = Boolean(answer.isRefused);
        this.onProblem(isProblem ? answer : null);
        if (!isProblem) {
          this.#now = answer.now - (performance.now() - began);
          return answer;
        }
        if (this.isRefused) return null;
        await Logs.nap(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
        if (!isWanted()) return null;
      }
    }
  }

  const byToken = (token) => (token ? { token } : null);

  Logs.Pages = Pages;
})();
