// Plays a recording that still grows: fetches the pieces around the moment shown, and no others.
//
//   const growing = new Replay.GrowingVideo(video, url, pieces);   // [[index, start_ms, duration_ms, offset, bytes, key], …]
//   growing.update(url, pieces);      // whenever there are more, or the link is a new one
//   growing.close();
// Fires "problem" (the server is away: it tries again), "fine", and "unsupported" (this browser cannot).
"use strict";

(() => {
  const { MediaSourceClass, firstBeyond, headerOf, typeOf, isPiece, canPlay } = window.Replay;
  const AHEAD_MS = 30000;
  const BEHIND_S = 20; // kept when room is needed
  const MOST_BYTES = 2_000_000; // of one request
  const HEADER_BYTES = 16384; // enough to hold the header
  const SLACK_MS = 60;
  const LONGEST_S = 1e6; // of a session: a reader may go to any moment before
  const RETRY_MS = [500, 1000, 2000, 4000, 8000];

  class Unsupported extends Error {}

  const told = (target, name) => new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));

  class GrowingVideo extends EventTarget {
    #video;
    #url;
    #pieces;
    #source = new MediaSourceClass();
    #address = URL.createObjectURL(this.#source);
    #buffer = null;
    #last = -1; // place in #pieces of the newest one appended
    #tried = new Set(); // places appended, though they may not have become part of what is buffered
    #busy = false;
    #again = false;
    #failures = 0;
    #timer = null;
    #closing = new AbortController();

    constructor(video, url, pieces) {
      super();
      this.#video = video;
      this.#url = url;
      this.#pieces = pieces;
      const { signal } = this.#closing;
      video.disableRemotePlayback = true; // or Safari refuses
      video.src = this.#address;
      video.addEventListener("seeking", () => this.#tried.clear(), { signal });
      for (const name of ["seeking", "timeupdate", "waiting"]) video.addEventListener(name, () => this.#pump(), { signal });
      this.#pump();
    }

    update(url, pieces) {
      this.#url = url;
      this.#pieces = pieces;
      this.#pump();
    }

    close() {
      this.#closing.abort();
      clearTimeout(this.#timer);
      URL.revokeObjectURL(this.#address);
    }

    async #pump() {
      this.#again = true;
      if (this.#busy || this.#closing.signal.aborted || !this.#pieces.length) return;
      this.#busy = true;
      try {
        if (!this.#buffer) await this.#open();
        while (this.#again) {
          this.#again = false;
          for (let span = this.#wanted(); span; span = this.#wanted()) await this.#append(span);
          this.#leaveHole();
        }
        if (this.#failures) this.dispatchEvent(new Event("fine"));
        this.#failures = 0;
      } catch (error) {
        this.#failed(error);
      }
      this.#busy = false;
    }

    #failed(error) {
      if (this.#closing.signal.aborted) return;
      if (error instanceof Unsupported) {
        this.dispatchEvent(new Event("unsupported"));
        return;
      }
      this.#failures += 1;
      if (this.#failures > 1) this.dispatchEvent(new Event("problem"));
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#pump(), RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1]);
    }

    async #open() {
      const [, , , offset, length] = this.#pieces[0];
      const header = headerOf(await this.#fetch(offset, Math.min(length, HEADER_BYTES)));
      const type = header && typeOf(header);
      if (!canPlay(type)) throw new Unsupported();
      if (this.#source.readyState !== "open") await told(this.#source, "sourceopen");
      const buffer = this.#source.addSourceBuffer(type);
      this.#source.duration = LONGEST_S;
      this.#buffer = buffer;
      await this.#feed(header);
    }

    // Places of the first and the last piece to fetch next; null when there is enough.
    #wanted() {
      const pieces = this.#pieces;
      const now = this.#video.currentTime * 1000;
      let at = this.#placeAt(now);
      while (at < pieces.length && this.#has(at)) at += 1;
      if (at >= pieces.length || pieces[at][1] > now + AHEAD_MS) return null;
      let first = at;
      if (at !== this.#last + 1) while (first > 0 && !pieces[first][5]) first -= 1;
      let last = at;
      const bytes = () => pieces[last][3] + pieces[last][4] - pieces[first][3];
      while (last + 1 < pieces.length && pieces[last + 1][1] <= now + AHEAD_MS && bytes() < MOST_BYTES) last += 1;
      return { first, last };
    }

    #placeAt(ms) {
      return Math.max(0, firstBeyond(this.#pieces, ([, start]) => start > ms) - 1);
    }

    // What the browser says is the truth: it also drops old pictures by itself.
    #has(place) {
      if (this.#tried.has(place)) return true;
      const [, start, duration] = this.#pieces[place];
      const slack = Math.min(SLACK_MS, duration / 2);
      return this.#ranges().some(([from, to]) => from <= start + slack && to >= start + duration - slack);
    }

    #ranges() {
      const { buffered } = this.#buffer;
      return Array.from({ length: buffered.length }, (_, at) => [buffered.start(at) * 1000, buffered.end(at) * 1000]);
    }

    async #append({ first, last }) {
      const [from, to] = [this.#pieces[first], this.#pieces[last]];
      const bytes = await this.#fetch(from[3], to[3] + to[4] - from[3]);
      await this.#feed(bytes);
      this.#last = last;
      for (let place = first; place <= last; place += 1) this.#tried.add(place);
    }

    async #fetch(offset, length) {
      const range = `bytes=${offset}-${offset + length - 1}`;
      const answer = await fetch(this.#url, { headers: { range }, cache: "no-store", signal: this.#closing.signal });
      if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
      const whole = new Uint8Array(await answer.arrayBuffer());
      const bytes = answer.status === 206 ? whole : whole.subarray(offset, offset + length);
      if (bytes.length < length || !isPiece(bytes)) throw new Error("The video has been finished meanwhile.");
      return bytes;
    }

    async #feed(bytes) {
      for (;;) {
        try {
          this.#buffer.appendBuffer(bytes);
          break;
        } catch (error) {
          if (error.name !== "QuotaExceededError") throw error;
          await this.#makeRoom();
        }
      }
      await told(this.#buffer, "updateend");
    }

    // Forgets what is far behind, else what is far ahead.
    async #makeRoom() {
      const now = this.#video.currentTime;
      const ranges = this.#ranges();
      const [start, end] = [ranges[0]?.[0] / 1000, ranges.at(-1)?.[1] / 1000];
      if (start < now - BEHIND_S) this.#buffer.remove(start, now - BEHIND_S);
      else if (end > now + BEHIND_S) this.#buffer.remove(now + BEHIND_S, end);
      else throw new Error("There is no room for more of the video.");
      await told(this.#buffer, "updateend");
      this.#tried.clear();
    }

    // A piece that was lost is passed over.
    #leaveHole() {
      const now = this.#video.currentTime * 1000;
      const ranges = this.#ranges();
      if (ranges.some(([from, to]) => from <= now + SLACK_MS && to > now + SLACK_MS)) return;
      const next = ranges.find(([from]) => from > now);
      if (next && !this.#video.paused) this.#video.currentTime = next[0] / 1000;
    }
  }

  window.Replay.GrowingVideo = GrowingVideo;
})();
