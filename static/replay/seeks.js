// Moves a <video>, or the clock that stands in for it: one seek at a time, and of those asked for meanwhile the newest.
//
//   seeks.take(media); seeks.to(seconds); seeks.next();   // "next" whenever one may have ended
"use strict";

(() => {
  class Seeks {
    #media = null;
    #wanted = null; // seconds: the seek that waits
    #unpainted = null; // a video whose first picture is not on the screen yet

    // Moves this one from now on. It begins where the one before it was to go.
    take(media) {
      this.#media = media;
      this.#wanted = null;
    }

    // Chromium may keep a first picture on the screen for good when it is sought away from before it was painted.
    awaitPicture(video) {
      if (!video.requestVideoFrameCallback) return;
      this.#unpainted = video;
      video.requestVideoFrameCallback(() => {
        this.#unpainted = null;
        this.next();
      });
    }

    to(seconds) {
      this.#wanted = seconds;
      this.next();
    }

    // Begins the seek that waits, if it need not wait any longer; true then.
    next() {
      return !this.#media.seeking && this.#media !== this.#unpainted && this.now();
    }

    // Begins the seek that waits, whatever it waits for; false without one.
    now() {
      if (this.#wanted === null) return false;
      this.#media.currentTime = this.#wanted;
      this.#wanted = null;
      return true;
    }
  }

  window.Replay.Seeks = Seeks;
})();
