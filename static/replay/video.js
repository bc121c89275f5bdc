// The player: one position on the session's clock, whatever shows it.
//
//   const player = new Replay.Player(document.getElementById("replay-player"), store, renew);
//   player.nowMs; player.seek(ms); player.play(); player.pause(); player.toggle(); player.speed = 2; player.skipIdle = true;
//   player.isLive; player.atLiveEdge; player.goLive();
// Fires "time" (each frame while playing, and after seeks) and "state" (whatever else its controls show).
// `renew()` asks the server for a fresh link to the video and tells the store; rejects with `gone` when there is none.
"use strict";

(() => {
  const { Screen, Mending, Controls, Scrubber, SPEEDS, LiveEdge, element, idleStretches, stretchAt } = window.Replay;
  const IN_FRAME_S = 0.0005; // into a picture, so that rounding does not show the one before it
  const AT_END_MS = 60;
  const FOLLOW_MS = 250;

  class Player extends EventTarget {
    #store;
    #pinned = 0; // where the reader wants to be, until playing goes on from there
    #speed = 1;
    #skipIdle = false;
    #idle = null;
    #frame = null;
    #mending;
    #edge = new LiveEdge();

    constructor(root, store, renew) {
      super();
      this.#store = store;
      this.screen = new Screen(() => this.nowMs, (name) => this.#happened(name));
      this.#mending = new Mending(this.screen, store, renew);
      this.screen.root.addEventListener("click", () => this.toggle());
      this.screen.root.addEventListener("dblclick", () => this.toggleFullScreen());
      this.root = element("div", { class: "replay-video", role: "group", "aria-label": "Player" }, this.screen.root);
      root.append(this.root);
      this.scrubber = new Scrubber(this.root, this, store);
      this.controls = new Controls(this.root, this, store);
      store.addEventListener("state", () => this.#heard());
      store.addEventListener("visible", () => this.#forgetIdle());
      setInterval(() => this.#follow(), FOLLOW_MS);
      if (store.state) this.#heard();
    }

    // --- Where it is ---------------------------------------------------------------------------------

    get nowMs() {
      return this.#pinned ?? this.#media.currentTime * 1000;
    }

    get lengthMs() {
      const { state } = this.#store;
      return state ? Math.max(state.length_ms, state.video.duration_ms) : 0;
    }

    get isPlaying() {
      return !this.#media.paused;
    }

    get isLive() {
      const { state } = this.#store;
      return Boolean(state && !state.ended && state.video.state === "growing" && this.screen.isPicture);
    }

    get atLiveEdge() {
      return this.isLive && this.#edge.following;
    }

    // Behind the session's clock.
    get lagMs() {
      return this.#edge.lagMs(this.nowMs);
    }

    get idle() {
      this.#idle ??= idleStretches(this.#store.visible, this.#store.state?.ended ? this.lengthMs : 0);
      return this.#idle;
    }

    // [[from, to], …] in milliseconds.
    get buffered() {
      const ranges = this.#media.buffered;
      return ranges ? Array.from({ length: ranges.length }, (_, at) => [ranges.start(at) * 1000, ranges.end(at) * 1000]) : [];
    }

    get #media() {
      return this.screen.media;
    }

    // --- What the reader does --------------------------------------------------------------------------

    play() {
      if (!this.isLive && (this.#media.ended || this.nowMs >= this.lengthMs - AT_END_MS)) this.seek(0);
      this.screen.seeks.now(); // or it would play on from where an earlier seek is still going to
      this.#media.play().catch(() => this.#tell()); // refused, or paused before it began
    }

    pause() {
      this.#edge.following = false;
      this.#media.pause();
    }

    toggle() {
      if (this.isPlaying) this.pause();
      else this.play();
    }

    seek(ms) {
      this.#edge.following = false;
      this.#move(ms);
    }

    nudge(byMs) {
      this.seek(this.nowMs + byMs);
    }

    goLive() {
      if (!this.isLive) return;
      this.#edge.following = true;
      this.#move(this.#edge.positionMs);
      this.#media.play().catch(() => this.#tell());
      this.#tell();
    }

    // Selects the row so many further on, from the selected one if that is the moment shown.
    step(by) {
      const { visible, selected } = this.#store;
      const from = selected?.isMeantBy(this.nowMs) ? selected : this.#store.rowAt(this.nowMs + 1);
      const row = visible[from ? this.#store.indexOf(from) + by : 0];
      if (row) this.#store.select(row, true);
    }

    get speed() {
      return this.#speed;
    }

    set speed(speed) {
      this.#speed = speed;
      this.#media.playbackRate = speed;
      this.#tell();
    }

    faster(by) {
      const at = SPEEDS.indexOf(this.#speed) + by;
      if (SPEEDS[at]) this.speed = SPEEDS[at];
    }

    get skipIdle() {
      return this.#skipIdle;
    }

    set skipIdle(wanted) {
      this.#skipIdle = wanted;
      this.#tell();
    }

    toggleFullScreen() {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.root.requestFullscreen?.().catch(() => {});
    }

    // --- Moving ----------------------------------------------------------------------------------------

    #move(ms) {
      this.#pinned = Math.max(0, Math.min(ms, this.lengthMs));
      this.screen.seeks.to(this.#pinned / 1000 + IN_FRAME_S);
      this.#fire("time");
    }

    #seeked() {
      if (this.isPlaying) this.#pinned = null;
      this.#fire("time");
    }

    #tick() {
      cancelAnimationFrame(this.#frame);
      this.#frame = null;
      if (!this.isPlaying) return;
      this.#frame = requestAnimationFrame(() => this.#tick());
      if (this.#media.seeking || this.#media.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      this.#pinned = null;
      const stretch = this.#skipIdle && !this.atLiveEdge && stretchAt(this.idle, this.nowMs);
      if (stretch) this.#move(stretch[1]);
      else this.#fire("time");
    }

    #follow() {
      if (!this.isLive || !this.isPlaying) return;
      const now = this.nowMs;
      if (this.#edge.following && this.#edge.isLost(now)) this.#move(this.#edge.positionMs);
      const rate = this.#edge.rate(now, this.#speed);
      if (this.#media.playbackRate !== rate) this.#media.playbackRate = rate;
    }

    // --- What happens ------------------------------------------------------------------------------------

    #heard() {
      this.#forgetIdle();
      this.#edge.hear(this.#store.state);
      const { length_ms: length, video } = this.#store.state;
      this.screen.show(video);
      if (!this.screen.isPicture) this.#media.length = length / 1000;
      this.#tell();
    }

    #forgetIdle() {
      this.#idle = null;
    }

    #happened(name) {
      if (name === "seeked") this.#seeked();
      else if (name === "error") this.#broke();
      else if (name === "swapped") this.#swapped();
      else if (name === "timeupdate" || name === "play") this.#tick();
      else if (name === "pause" || name === "ended") this.#stopped();
      else if (name === "loadeddata") this.#mending.done();
      this.#tell();
    }

    // Between two pictures nothing has moved: the position stays what it is.
    #stopped() {
      if (this.#media.ended) this.#pinned = this.lengthMs;
      else if (!this.#media.seeking) this.#pinned ??= this.#media.currentTime * 1000;
      this.#fire("time");
    }

    #swapped() {
      this.#media.playbackRate = this.#speed;
      if (this.#media.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.#mending.done();
      if (this.#media.ended) this.#stopped();
      else this.#fire("time");
    }

    // On from the same moment as soon as there is a video again.
    #broke() {
      this.#pinned = this.nowMs;
      this.#mending.begin();
    }

    #tell() {
      this.#fire("state");
    }

    #fire(name) {
      this.dispatchEvent(new Event(name));
    }
  }

  window.Replay.Player = Player;
})();
