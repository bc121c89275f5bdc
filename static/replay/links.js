// Every moment has an address: ?t=12.5 (seconds), #step-<key>, #event-<key>, #log-<number>.
//
//   const links = new Replay.Links(store, player);   // opens what the address says
//   links.copy();                                    // a link to this moment
//
// What a page opens at: its hash, then ?t, then the live edge, then the failure, then the first step.
"use strict";

(() => {
  const { copyText, element } = window.Replay;
  const CALM_MS = 250; // rows passed faster than this leave the address as it is
  const SAID_MS = 2500;
  const AT_END_MS = 100;
  const CHAIN = "M6.5 9.5l3-3M7 4.5l1.6-1.6a3.1 3.1 0 0 1 4.4 4.4L11.4 9M9 11.5l-1.6 1.6a3.1 3.1 0 0 1-4.4-4.4L4.6 7";

  const hashOf = (row) => `#${encodeURIComponent(row.id)}`;

  function idInHash() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return location.hash.slice(1);
    }
  }

  function msInQuery() {
    const asked = new URLSearchParams(location.search).get("t");
    const seconds = Number(asked);
    return asked && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
  }

  class Links {
    #store;
    #player;
    #timer = null;
    #opened = false;
    #soughtMs = null; // so far
    #watched = false; // live, and its end not yet seen

    constructor(store, player) {
      this.#store = store;
      this.#player = player;
      for (const name of ["change", "state", "loaded"]) store.addEventListener(name, () => this.#open());
      store.addEventListener("select", ({ detail }) => this.#selected(detail));
      window.addEventListener("hashchange", () => this.#show(store.byId(idInHash())));
      player.addEventListener("state", () => this.#ended());
      player.controls.add(CHAIN, "Copy a link to this moment (C)", () => this.copy());
      this.#open();
    }

    // --- Opening ---------------------------------------------------------------------------------------

    // Rows come one answer after the other. The video is moved as soon as the moment is known.
    #open() {
      if (this.#opened || !this.#store.state) return;
      const row = this.#store.byId(idInHash());
      if (row) this.#opened = this.#show(row);
      else if (location.hash.length > 1 && !this.#store.loaded) return;
      else this.#openMoment(msInQuery());
    }

    #openMoment(ms) {
      if (ms !== null) return this.#openAt(ms, this.#player.lengthMs >= ms || this.#store.loaded);
      if (!this.#store.state.ended) return this.#openLive();
      const row = this.#failedRow;
      if (row) return this.#openFailed(row);
      const { failed_at_ms: failedAt } = this.#store.state;
      return failedAt === null ? this.#openFirst() : this.#openAt(failedAt, this.#store.loaded);
    }

    // At its start the video may still show what the step before did.
    #openFailed(row) {
      this.#opened = true;
      this.#store.select(row, false, row.openingMs);
    }

    // Who watches a run fail sees it to its end, and then where it failed.
    #ended() {
      const { state, selected } = this.#store;
      const isAtEnd = !this.#player.isPlaying && this.#player.nowMs >= this.#player.lengthMs - AT_END_MS;
      if (!this.#watched || !state.ended || !isAtEnd) return;
      this.#watched = false;
      const row = this.#failedRow;
      if (row && !selected) this.#openFailed(row);
    }

    get #failedRow() {
      const { failed_key: key } = this.#store.state;
      return key === null ? null : this.#store.byId(`step-${key}`);
    }

    #openAt(ms, isFinal) {
      if (this.#soughtMs !== ms) this.#player.seek(ms);
      this.#soughtMs = ms;
      this.#opened = isFinal;
    }

    #openLive() {
      this.#opened = this.#watched = this.#store.loaded && this.#player.isLive;
      if (this.#opened) this.#player.goLive();
    }

    #openFirst() {
      if (!this.#store.loaded) return;
      this.#opened = true;
      const first = this.#store.visible.find((row) => row.kind === "step");
      if (first) this.#show(first);
    }

    #show(row) {
      if (row) this.#store.select(row);
      return Boolean(row);
    }

    // --- The address of what is selected -----------------------------------------------------------------

    #selected({ row, byUser }) {
      if (!byUser) return;
      this.#opened = true;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#write(row), CALM_MS);
    }

    #write(row) {
      const address = new URL(location.href);
      address.searchParams.delete("t");
      address.hash = row ? hashOf(row) : "";
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // A page opened from a file may not change its address.
      }
    }

    // --- A link to this moment ---------------------------------------------------------------------------

    get link() {
      const { selected } = this.#store;
      const now = this.#player.nowMs;
      const address = new URL(location.href);
      const isAtSelected = selected?.isMeantBy(now);
      address.searchParams.delete("t");
      if (!isAtSelected) address.searchParams.set("t", String(Math.round(now) / 1000));
      address.hash = isAtSelected ? hashOf(selected) : "";
      return address.href;
    }

    async copy() {
      const { link } = this;
      const isCopied = await copyText(link);
      this.#say(isCopied ? "Link copied" : link);
    }

    #say(text) {
      const { root } = this.#player;
      this.said ??= root.appendChild(element("p", { class: "player-said", role: "status" }));
      this.said.textContent = text;
      clearTimeout(this.saidTimer);
      this.saidTimer = setTimeout(() => (this.said.textContent = ""), SAID_MS);
    }
  }

  window.Replay.Links = Links;
})();
