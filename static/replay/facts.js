// Keeps head, failure and facts of the page up to date: asks for them when the state has changed, and puts them in
// their places without loading the page again.
//
//   const facts = new Replay.Facts();
//   facts.watch(store);
"use strict";

(() => {
  const PARTS = ["replay-head", "replay-failure", "replay-facts"];
  const WAIT_MS = 1500; // between two looks at a run that has no session yet
  const LONGEST_WAIT_MS = 30000;

  class Facts {
    #known = "";
    #wanted = false;
    #asking = false;

    constructor() {
      setInterval(() => this.#tick(), 1000);
    }

    // Asks again whenever the feed says something that the head or the facts show.
    watch(store) {
      store.addEventListener("state", () => {
        const { state, ended, video } = store.state;
        const known = [state, ended, video.state].join();
        if (this.#known && known !== this.#known) this.refresh();
        this.#known = known;
      });
    }

    // A run that waits has no session to follow: looks until it has one. Resolves to its base, null when it ended before.
    async untilBegun() {
      for (let pause = WAIT_MS; ; ) {
        const found = await this.refresh();
        const { base, live } = document.getElementById("replay-head").dataset;
        if (base || !live) return base || null;
        pause = found ? WAIT_MS : Math.min(pause * 2, LONGEST_WAIT_MS);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }

    // Whether the server answered. Two at once become one after the other.
    async refresh() {
      this.#wanted = true;
      if (this.#asking) return true;
      this.#asking = true;
      try {
        while (this.#wanted) {
          this.#wanted = false;
          await this.#fetch();
        }
        return true;
      } catch {
        return false; // the server is away: the next change, or the next look, asks again
      } finally {
        this.#asking = false;
      }
    }

    async #fetch() {
      const path = document.getElementById("replay-head").dataset.facts;
      const answer = await fetch(path, { headers: { accept: "text/html" } });
      if (answer.redirected || !answer.ok) throw new Error(`The server answered ${answer.status}.`);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of PARTS) this.#replace(document.getElementById(id), fresh.getElementById(id));
      this.#checkBase();
      const pill = document.querySelector(".replay-head .pill");
      const title = document.querySelector(".replay-head h1");
      if (pill && title) document.title = `${title.textContent} · ${pill.textContent} · Libretto`;
    }

    // A run whose worker was lost before it began is run again, in another session: nothing of the first is to stay.
    #checkBase() {
      const followed = document.getElementById("replay")?.dataset.base;
      const { base } = document.getElementById("replay-head").dataset;
      if (followed && base && base !== followed) location.reload();
    }

    // What was folded or unfolded stays so, and a part that is the same is left alone: it may be in use.
    #replace(old, fresh) {
      if (!old || !fresh || old.outerHTML === fresh.outerHTML) return;
      const folds = new Map([...old.querySelectorAll("details[id]")].map((fold) => [fold.id, fold.open]));
      for (const fold of fresh.querySelectorAll("details[id]")) {
        if (folds.has(fold.id)) fold.open = folds.get(fold.id);
      }
      old.replaceWith(document.adoptNode(fresh));
    }

    #tick() {
      for (const place of document.querySelectorAll("[data-since]")) {
        const seconds = Math.max(0, Math.round((Date.now() - Date.parse(place.dataset.since)) / 1000));
        place.textContent = readable(seconds);
      }
    }
  }

  // As the server writes it: '42 s', '3 min 5 s', '1 h 0 min'.
  function readable(seconds) {
    const minutes = Math.floor(seconds / 60);
    if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
    return minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
  }

  window.Replay.Facts = Facts;
})();
