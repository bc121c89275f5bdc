// The log as one reads it: follows its end, goes back in it, opens at the line that the address names.
"use strict";

(() => {
  const Logs = window.Logs;
  const TAIL_MS = 700;
  const HIDDEN_TAIL_MS = 5000;
  const NEAR_PX = 1500; // from the end of what is loaded: then more is loaded
  const KEPT_MOST = 100000; // lines, while the end is followed
  const LINK = /^#line-(\d{1,16}-\d{1,17})$/;

  class Viewer {
    isFollowing = false;
    unseen = 0; // lines that came while nobody followed

    constructor(root) {
      const { lines, query, words, since } = root.dataset;
      this.isLive = "live" in root.dataset;
      this.lines = new Logs.Lines();
      const source = new Logs.Source(lines, query);
      root.replaceChildren();
      this.bar = new Logs.Bar(root, this);
      this.window = new Logs.LogWindow(this.bar.frame, this.lines, {
        words: words ? [words.toLowerCase()] : [],
        isOfOne: "ofOne" in root.dataset,
        onScrolled: (isByReader) => this.#scrolled(isByReader),
        onActed: () => this.#acted(),
        onResized: () => this.#resized(),
      });
      this.pages = new Logs.Pages(source, this.lines, {
        since: since ? Number(since) : null,
        onOpen: () => this.window.clear(),
        onProblem: (error) => this.bar.sayProblem(error),
        onChange: () => this.bar.show(),
      });
      this.actions = new Logs.LineActions(this.window, source);
      window.addEventListener("hashchange", () => this.open());
      this.open();
      if (this.isLive) this.#tail();
    }

    // At the line that the address names, else at the newest.
    async open() {
      const key = LINK.exec(location.hash)?.[1];
      if (!key) return this.toNewest();
      this.pause();
      const isLoaded = this.lines.find(key) && !this.pages.isAskingFor("open");
      const isThere = isLoaded || (await this.pages.open({ around: key }));
      if (!isThere) return undefined;
      const line = this.lines.find(key);
      this.window.lit = key;
      if (this.lines.last) this.window.show(line || this.lines.near(key), true);
      this.bar.sayMissing(!line);
      return this.#loadWhatIsNear();
    }

    // After the server refused something.
    again() {
      this.pages.isRefused = false;
      this.bar.sayProblem(null);
      if (this.lines.last) this.#loadWhatIsNear();
      else this.open();
    }

    async toNewest() {
      this.bar.sayMissing(false);
      if (this.pages.newer || !this.lines.last || this.pages.isAskingFor("open")) {
        if (!(await this.pages.open({}))) return;
      }
      this.window.toEnd();
      if (this.isLive) this.follow();
      this.#loadWhatIsNear();
    }

    async toOldest() {
      this.bar.sayMissing(false);
      this.pause();
      if (this.pages.older || this.pages.isAskingFor("open")) {
        if (!(await this.pages.open({ start: "oldest" }))) return;
      }
      if (this.lines.first) this.window.show(this.lines.first);
      this.#loadWhatIsNear();
    }

    follow() {
      if (this.pages.newer) {
        this.toNewest();
        return;
      }
      this.isFollowing = true;
      this.unseen = 0;
      this.window.toEnd();
      this.bar.show();
    }

    pause() {
      this.isFollowing = false;
      this.bar.show();
    }

    async #tail() {
      for (let took = 0; ; ) {
        await Logs.nap(Math.max(took, document.hidden ? HIDDEN_TAIL_MS : TAIL_MS)); // a slow search is not made all the time
        const began = performance.now();
        await this.pages.readOn((rows) => this.#take(rows));
        took = performance.now() - began;
        if (this.pages.newer && this.isFollowing) await this.toNewest(); // too much at once to show all of it
      }
    }

    // New lines.
    #take(rows) {
      if (!this.isFollowing) {
        this.window.keepPlace(() => (this.unseen += this.lines.add(rows).length));
      } else if (this.lines.add(rows).length) {
        if (this.lines.all.length > KEPT_MOST) this.pages.keepNewest(KEPT_MOST / 2);
        this.window.toEnd();
      }
    }

    // Away from the end, or to it.
    #scrolled(isByReader) {
      const { isAtEnd } = this.window;
      if (isByReader && this.isFollowing && !isAtEnd) this.pause();
      if (isByReader && this.isLive && !this.isFollowing && isAtEnd && !this.pages.newer) this.follow();
      this.#loadWhatIsNear();
    }

    // Who unfolds a line wants to read it.
    #acted() {
      if (this.isFollowing && !this.window.isAtEnd) this.pause();
      this.#loadWhatIsNear();
    }

    #resized() {
      if (this.isFollowing) this.window.toEnd();
      this.#loadWhatIsNear();
    }

    #loadWhatIsNear() {
      if (this.window.above < NEAR_PX) this.#load("older");
      if (this.window.below < NEAR_PX) this.#load("newer");
    }

    async #load(side) {
      const add = (rows) => {
        const change = () => this.lines.add(rows);
        if (this.isFollowing) {
          change();
          this.window.toEnd();
        } else this.window.keepPlace(change);
      };
      if (await this.pages.load(side, add)) this.#loadWhatIsNear();
    }
  }

  Logs.Viewer = Viewer;
})();
