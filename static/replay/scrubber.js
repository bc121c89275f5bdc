// The time line below the picture: where something happened, what has been played, where the reader is. Dragging moves.
"use strict";

(() => {
  const { element, clockText, paintMarks } = window.Replay;
  const HOVER_PX = 5; // a row so near to the pointer is named
  const SPOKEN_MS = 500;
  const STEP_MS = 5000;
  const SMALL_STEP_MS = 1000;
  const PAGE_MS = 30000;

  class Scrubber {
    #player;
    #store;
    #drawing = null;
    #width = 0;
    #spokenAt = -Infinity;
    #resumes = false;

    constructor(root, player, store) {
      this.#player = player;
      this.#store = store;
      this.canvas = element("canvas", { class: "scrubber-marks", "aria-hidden": "true" });
      this.played = element("div", { class: "scrubber-played" });
      this.head = element("div", { class: "scrubber-head" });
      this.hint = element("div", { class: "scrubber-hint", hidden: true });
      const named = { class: "scrubber", role: "slider", tabIndex: 0, "aria-label": "Time line", "aria-valuemin": 0 };
      this.root = element("div", named, this.canvas, this.played, this.head, this.hint);
      root.append(this.root);
      this.#listen();
    }

    #listen() {
      const { root } = this;
      root.addEventListener("pointerdown", (event) => this.#grab(event));
      root.addEventListener("pointermove", (event) => this.#moved(event));
      for (const name of ["pointerup", "pointercancel"]) root.addEventListener(name, (event) => this.#drop(event));
      root.addEventListener("pointerleave", () => (this.hint.hidden = true));
      root.addEventListener("keydown", (event) => this.#key(event));
      for (const name of ["change", "state", "visible"]) this.#store.addEventListener(name, () => this.drawSoon());
      this.#player.addEventListener("time", () => this.#showTime());
      this.#player.addEventListener("state", () => this.drawSoon());
      new ResizeObserver(([{ contentRect }]) => {
        this.#width = contentRect.width;
        this.drawSoon();
      }).observe(root);
      window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.drawSoon());
    }

    // --- Drawing -------------------------------------------------------------------------------------

    drawSoon() {
      this.#drawing ??= requestAnimationFrame(() => {
        this.#drawing = null;
        this.#draw();
        this.#showTime();
      });
    }

    #draw() {
      const { lengthMs, idle, buffered, skipIdle } = this.#player;
      const { rows, state } = this.#store;
      paintMarks(this.canvas, { width: this.#width, height: this.root.clientHeight, lengthMs, rows, idle, skipIdle, buffered, failedAt: state?.failed_at_ms ?? null });
    }

    #showTime() {
      const { nowMs, lengthMs } = this.#player;
      const part = lengthMs ? Math.min(1, nowMs / lengthMs) : 0;
      this.played.style.transform = `scaleX(${part})`;
      this.head.style.transform = `translateX(${part * this.#width}px)`;
      const isTimeToSpeak = performance.now() - this.#spokenAt > SPOKEN_MS;
      if (isTimeToSpeak || !this.#player.isPlaying) this.#speak(nowMs, lengthMs);
    }

    #speak(nowMs, lengthMs) {
      this.#spokenAt = performance.now();
      const title = this.#store.rowAt(nowMs + 1)?.title;
      this.root.setAttribute("aria-valuemax", Math.round(lengthMs / 1000));
      this.root.setAttribute("aria-valuenow", Math.round(nowMs / 1000));
      this.root.setAttribute("aria-valuetext", `${clockText(nowMs)} of ${clockText(lengthMs)}${title ? `, ${title}` : ""}`);
    }

    // --- What the reader does ------------------------------------------------------------------------

    #msAt(event) {
      const { left, width } = this.root.getBoundingClientRect();
      return Math.max(0, Math.min(1, (event.clientX - left) / width)) * this.#player.lengthMs;
    }

    #grab(event) {
      if (event.button !== 0) return;
      this.root.setPointerCapture(event.pointerId);
      this.#resumes = this.#player.isPlaying;
      if (this.#resumes) this.#player.pause();
      this.#player.seek(this.#msAt(event));
    }

    #moved(event) {
      const ms = this.#msAt(event);
      if (this.root.hasPointerCapture(event.pointerId)) this.#player.seek(ms);
      this.#hint(ms);
    }

    #drop(event) {
      if (event.pointerType === "touch") this.hint.hidden = true;
      if (this.#resumes) this.#player.play();
      this.#resumes = false;
    }

    #hint(ms) {
      const row = this.#near(ms);
      this.hint.replaceChildren(element("strong", { text: clockText(ms) }), row ? ` ${row.title}` : "");
      this.hint.classList.toggle("scrubber-hint-failed", Boolean(row?.failed));
      this.hint.hidden = false;
      const at = (ms / (this.#player.lengthMs || 1)) * this.#width;
      const most = Math.max(0, this.#width - this.hint.offsetWidth);
      this.hint.style.left = `${Math.max(0, Math.min(most, at - this.hint.offsetWidth / 2))}px`;
    }

    // The row a mark under the pointer stands for: a failed one before others.
    #near(ms) {
      const reach = (HOVER_PX / (this.#width || 1)) * this.#player.lengthMs;
      const { visible } = this.#store;
      const last = this.#store.rowAt(ms + reach);
      let nearest = last;
      for (let at = last ? this.#store.indexOf(last) : -1; at >= 0 && visible[at].t >= ms - reach; at -= 1) {
        const row = visible[at];
        const isBetter = Number(row.failed) - Number(nearest.failed) || Math.abs(nearest.t - ms) - Math.abs(row.t - ms);
        if (isBetter > 0) nearest = row;
      }
      return nearest;
    }

    #key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const small = event.shiftKey ? SMALL_STEP_MS : STEP_MS;
      const ways = { ArrowLeft: -small, ArrowDown: -small, ArrowRight: small, ArrowUp: small, PageDown: -PAGE_MS, PageUp: PAGE_MS };
      if (event.key in ways) this.#player.nudge(ways[event.key]);
      else if (event.key === "Home") this.#player.seek(0);
      else if (event.key === "End") this.#player.seek(this.#player.lengthMs);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
  }

  window.Replay.Scrubber = Scrubber;
})();
