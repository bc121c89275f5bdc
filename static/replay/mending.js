// A video that broke: its link has expired, or the server is away. Tries again until there is one.
"use strict";

(() => {
  const { Screen } = window.Replay;
  const RETRY_MS = [0, 2000, 4000, 8000, 15000];

  class Mending {
    #screen;
    #store;
    #renew;
    #failures = 0; // since it last had a picture
    #isBusy = false;

    constructor(screen, store, renew) {
      this.#screen = screen;
      this.#store = store;
      this.#renew = renew;
    }

    async begin() {
      if (this.#isBusy) return;
      this.#isBusy = true;
      const pause = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
      this.#failures += 1;
      await new Promise((resolve) => setTimeout(resolve, pause));
      const gone = await this.#renew().then(() => null, (error) => error.gone && error.message);
      this.#isBusy = false;
      if (gone || this.#failures > 1) this.#screen.say(gone || Screen.AWAY);
      if (!gone) this.#screen.show(this.#store.state.video, true);
    }

    done() {
      this.#failures = 0;
      this.#screen.say("");
    }
  }

  window.Replay.Mending = Mending;
})();
