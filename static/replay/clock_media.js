// Where there is no video the time goes on all the same: as much of a <video> as the player uses, without a picture.
"use strict";

(() => {
  const TICK_MS = 250;

  class ClockMedia extends EventTarget {
    paused = true;
    seeking = false;
    ended = false;
    length = 0; // seconds; it stops there
    #rate = 1;
    #at = 0;
    #since = 0; // when it was at #at, while it runs
    #timer = null;

    get currentTime() {
      const gone = this.paused ? 0 : ((performance.now() - this.#since) / 1000) * this.#rate;
      return Math.min(this.#at + gone, this.length);
    }

    set currentTime(seconds) {
      this.#at = Math.max(0, seconds);
      this.#since = performance.now();
      this.ended = false;
      queueMicrotask(() => this.dispatchEvent(new Event("seeked")));
    }

    get playbackRate() {
      return this.#rate;
    }

    set playbackRate(rate) {
      this.#settle();
      this.#rate = rate;
    }

    async play() {
      if (!this.paused) return;
      this.#since = performance.now();
      this.paused = this.ended = false;
      this.#timer = setInterval(() => this.#tick(), TICK_MS);
      this.dispatchEvent(new Event("play"));
    }

    pause() {
      if (this.paused) return;
      this.#settle();
      this.paused = true;
      clearInterval(this.#timer);
      this.dispatchEvent(new Event("pause"));
    }

    #settle() {
      this.#at = this.currentTime;
      this.#since = performance.now();
    }

    #tick() {
      this.dispatchEvent(new Event("timeupdate"));
      if (this.currentTime < this.length) return;
      this.ended = true;
      this.pause();
      this.dispatchEvent(new Event("ended"));
    }
  }

  window.Replay.ClockMedia = ClockMedia;
})();
