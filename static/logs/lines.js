// The lines that are loaded, in the order in which they were said. Each is kept once.
"use strict";

(() => {
  const Logs = (window.Logs = window.Logs || {});

  const lineOf = ([sequence, at, level, source, text, isCut, jobId, sessionId, workflow, , place]) => ({
    sequence, at, level, source, text, isCut: Boolean(isCut), jobId, sessionId, workflow, place, key: `${place}-${sequence}`,
  });
  const compare = (one, other) => one.place - other.place || one.sequence - other.sequence;

  class Lines {
    #known = new Set();
    all = [];

    get first() {
      return this.all[0] || null;
    }

    get last() {
      return this.all[this.all.length - 1] || null;
    }

    // Puts rows of the server into their places. The lines that were not known.
    add(rows) {
      const fresh = rows.map(lineOf).filter(({ key }) => !this.#known.has(key));
      if (!fresh.length) return fresh;
      fresh.sort(compare);
      for (const { key } of fresh) this.#known.add(key);
      const { first, last } = this;
      if (!last || compare(fresh[0], last) > 0) this.all = this.all.concat(fresh);
      else if (compare(fresh[fresh.length - 1], first) < 0) this.all = fresh.concat(this.all);
      else this.all = merged(this.all, fresh);
      return fresh;
    }

    clear() {
      this.all = [];
      this.#known.clear();
    }

    // Lets go of the oldest ones.
    keepNewest(count) {
      for (const { key } of this.all.slice(0, -count)) this.#known.delete(key);
      this.all = this.all.slice(-count);
    }

    // Of the line, or of the first one after where it would be.
    indexOf(line) {
      let [low, high] = [0, this.all.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compare(this.all[middle], line) < 0) low = middle + 1;
        else high = middle;
      }
      return low;
    }

    // The line, or the first after where it would be, or the last one.
    near(key) {
      const [place, sequence] = key.split("-").map(Number);
      return this.all[this.indexOf({ place, sequence })] || this.last;
    }

    find(key) {
      return this.#known.has(key) ? this.near(key) : null;
    }
  }

  function merged(some, others) {
    const all = [];
    let at = 0;
    for (const line of some) {
      while (at < others.length && compare(others[at], line) < 0) all.push(others[at++]);
      all.push(line);
    }
    return all.concat(others.slice(at));
  }

  Logs.Lines = Lines;
})();
