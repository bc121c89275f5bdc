// What the player shows: the finished video, the growing one, or a note in their place. It changes from one to the
// other at the same moment, and only once the new one has its picture.
//
//   const screen = new Replay.Screen(positionMs, onEvent);   // onEvent(name) for each event of `media`
//   screen.show(store.state.video);
//   screen.media      // a <video>, or the clock that stands in for it
"use strict";

(() => {
  const { ClockMedia, GrowingVideo, MediaSourceClass, Seeks, element } = window.Replay;
  const EVENTS = ["play", "pause", "seeked", "timeupdate", "ended", "waiting", "playing", "loadeddata", "progress", "error"];
  const SLOW_MS = 1000; // a shorter wait goes without a word
  const NOT_LIVE = "This browser cannot play a recording while it grows. It shows what there is so far.";

  const isVideo = (media) => media instanceof HTMLVideoElement;

  class Screen {
    static AWAY = "The video cannot be loaded right now. Trying again.";
    #positionMs;
    #onEvent;
    #shown = ""; // what media is made for
    #coming = null; // the next media, until it has its picture
    #growing = null;
    #slow = null;
    #limit = ""; // what is said when there is nothing else to say
    media = new ClockMedia();
    seeks = new Seeks();
    url = null;

    constructor(positionMs, onEvent) {
      this.#positionMs = positionMs;
      this.#onEvent = onEvent;
      this.note = element("p", { class: "player-note", hidden: true });
      this.message = element("p", { class: "screen-message", role: "status", hidden: true });
      this.root = element("div", { class: "screen" }, this.note, this.message);
      this.#take(this.media);
    }

    // `again`: also what is shown already, from the beginning.
    show(video, again = false) {
      const { state, url, width, height, pieces } = video;
      if (width && height) this.root.style.aspectRatio = `${width} / ${height}`;
      const kind = url && (state === "ready" || state === "growing") ? state : "none";
      this.note.textContent = kind === "none" ? video.note : "";
      this.note.hidden = kind !== "none";
      this.url = url;
      if (kind === this.#shown && !again) {
        if (kind === "growing" && this.#growing) this.#growing.update(url, pieces);
        else if (kind === "growing" && this.media.ended) this.#load(kind, video);
        return;
      }
      this.#shown = kind;
      this.#discard(this.#coming);
      this.#coming = null;
      if (kind === "none") this.#swap(new ClockMedia());
      else this.#load(kind, video);
    }

    say(text) {
      this.message.textContent = text || this.#limit;
      this.message.hidden = !this.message.textContent;
    }

    get isPicture() {
      return isVideo(this.media);
    }

    // --- One after the other ---------------------------------------------------------------------------

    #load(kind, { url, pieces }) {
      const video = element("video", { class: "screen-video", muted: true, playsInline: true, preload: "auto", tabIndex: -1 });
      video.growing = kind === "growing" && MediaSourceClass ? new GrowingVideo(video, url, pieces) : null;
      if (video.growing) this.#watch(video);
      else this.#loadFile(video, url, kind);
      this.#growing = video.growing;
      this.root.prepend(video);
      if (!this.isPicture) this.#swap(video);
      else this.#prepare(video);
    }

    #loadFile(video, url, kind) {
      video.src = url;
      if (!this.isPicture) this.seeks.awaitPicture(video);
      this.#limit = kind === "growing" ? NOT_LIVE : "";
      if (this.#limit) this.say("");
    }

    #watch(video) {
      video.growing.addEventListener("problem", () => this.say(Screen.AWAY));
      video.growing.addEventListener("fine", () => this.say(""));
      video.growing.addEventListener("unsupported", () => {
        video.growing.close();
        video.growing = this.#growing = null;
        this.#loadFile(video, this.url, "growing");
      });
    }

    // Behind the one that is shown, at the same moment.
    #prepare(video) {
      this.#coming = video;
      video.classList.add("screen-coming");
      const ready = () => {
        if (this.#coming !== video) return;
        this.#coming = null;
        this.#swap(video);
      };
      video.addEventListener("loadedmetadata", () => {
        video.addEventListener("seeked", ready, { once: true });
        video.currentTime = this.#positionMs() / 1000;
      }, { once: true });
      video.addEventListener("error", () => this.#coming === video && this.#onEvent("error"), { once: true });
    }

    #swap(next) {
      const before = this.media;
      const [isPlaying, position] = [!before.paused, this.#positionMs()];
      this.#take(next);
      if (isVideo(next)) next.classList.remove("screen-coming");
      if (!isVideo(before) || !isVideo(next)) next.currentTime = position / 1000;
      this.#tellWaiting("swapped");
      this.#onEvent("swapped");
      if (isPlaying && !next.ended) next.play().catch(() => {}); // at its end it would begin again
      this.#discard(before);
    }

    #discard(media) {
      if (!media) return;
      media.pause();
      if (!isVideo(media)) return;
      media.growing?.close();
      media.removeAttribute("src");
      media.load();
      media.remove();
    }

    #take(media) {
      this.media = media;
      this.seeks.take(media);
      for (const name of EVENTS) {
        media.addEventListener(name, () => {
          if (media !== this.media) return;
          this.#tellWaiting(name);
          if (name === "seeked" && this.seeks.next()) return;
          this.#onEvent(name);
        });
      }
    }

    #tellWaiting(name) {
      if (!["waiting", "playing", "seeked", "swapped"].includes(name)) return;
      clearTimeout(this.#slow);
      if (name !== "waiting") this.root.classList.remove("screen-waiting");
      else this.#slow = setTimeout(() => this.root.classList.add("screen-waiting"), SLOW_MS);
    }
  }

  window.Replay.Screen = Screen;
})();
