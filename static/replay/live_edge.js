// How far a growing recording is behind its session, and how to stay close.
//
// A piece is 1.5 s long and is known of some tenths of a second after it is closed: who stays TARGET_MS behind the
// session's clock neither waits for the next piece nor falls behind.
"use strict";

(() => {
  const TARGET_MS = 2500;
  const LATE_MS = 2800; // from here on a little faster
  const VERY_LATE_MS = 4000;
  const LOST_MS = 8000; // from here on with a jump
  const RESERVE_MS = 700; // of pieces that are there: no faster with less
  const NEAR_MS = 4000; // so near to the newest piece's end nobody plays faster than it grows

  class LiveEdge {
    following = false;
    #clockMs = 0;
    #heardAt = 0;
    #hurries = false;
    endMs = 0; // of the newest piece

    hear({ length_ms: length, video }) {
      if (length !== this.#clockMs) this.#heardAt = performance.now();
      this.#clockMs = length;
      const last = video.pieces?.at(-1);
      this.endMs = last ? last[1] + last[2] : 0;
    }

    lagMs(nowMs) {
      return this.#clockMs + performance.now() - this.#heardAt - nowMs;
    }

    // Where to begin.
    get positionMs() {
      return Math.max(0, Math.min(this.lagMs(0) - TARGET_MS, this.endMs - 100));
    }

    isLost(nowMs) {
      return this.lagMs(nowMs) > LOST_MS && this.endMs - nowMs > LOST_MS / 2;
    }

    // How fast to play: with whoever has gone back, as fast as they like.
    rate(nowMs, wanted) {
      const reserve = this.endMs - nowMs;
      if (!this.following || reserve > NEAR_MS) return wanted;
      const lag = this.lagMs(nowMs);
      this.#hurries = reserve > RESERVE_MS && lag > (this.#hurries ? TARGET_MS : LATE_MS);
      if (!this.#hurries) return 1;
      return lag > VERY_LATE_MS ? 1.2 : 1.1;
    }
  }

  window.Replay.LiveEdge = LiveEdge;
})();
