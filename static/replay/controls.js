// Below the picture: play, events, live, time, speed, idle, full screen. More buttons are added with `add`.
"use strict";

(() => {
  const { element, icon, clockText, remember, remembered } = window.Replay;
  const SPEEDS = [0.5, 0.75, 1, 1.5, 2, 3, 4];
  const REMEMBERED = "replay-player";
  const ICONS = {
    play: "M5 3l8 5l-8 5z",
    pause: "M5.5 3v10M10.5 3v10",
    back: "M11.5 3.5L6 8l5.5 4.5zM4 3.5v9",
    forward: "M4.5 3.5L10 8l-5.5 4.5zM12 3.5v9",
    idle: "M2 4l4 4l-4 4M7 4l4 4l-4 4M13.5 4v8",
    full: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  };

  function button(path, name, onclick) {
    return element("button", { class: "control", type: "button", title: name, "aria-label": name, onclick }, icon(path, "control-icon"));
  }

  class Controls {
    #player;
    #store;
    #drawn = "";

    constructor(root, player, store) {
      this.#player = player;
      this.#store = store;
      this.#takeUp(remembered(REMEMBERED));
      this.playing = button(ICONS.play, "Play (Space)", () => player.toggle());
      this.back = button(ICONS.back, "Previous event (P)", () => player.step(-1));
      this.forward = button(ICONS.forward, "Next event (N)", () => player.step(1));
      this.live = element("button", { class: "control control-live", type: "button", title: "Go live (G)", hidden: true, onclick: () => player.goLive() }, "Live");
      this.now = element("span", { text: clockText(0) });
      this.length = element("span", { class: "control-length", text: clockText(0) });
      const time = element("span", { class: "control-time" }, this.now, element("span", { class: "control-length", text: " / " }), this.length);
      this.speed = this.#speeds();
      this.idle = button(ICONS.idle, "Skip stretches in which nothing happens (S)", () => this.#set({ skipIdle: !player.skipIdle }));
      this.more = element("span", { class: "control-more" });
      const full = button(ICONS.full, "Full screen (F)", () => player.toggleFullScreen());
      this.root = element("div", { class: "controls" }, this.playing, this.back, this.forward, time, this.live, element("span", { class: "control-gap" }), this.speed, this.idle, this.more, full);
      root.append(this.root);
      player.addEventListener("time", () => this.#showTime());
      player.addEventListener("state", () => this.#show());
      store.addEventListener("change", () => this.#show());
      this.#show();
    }

    // A button of another script, at the end.
    add(path, name, onclick) {
      const added = button(path, name, onclick);
      this.more.append(added);
      return added;
    }

    #speeds() {
      const options = SPEEDS.map((speed) => element("option", { value: speed, text: `${speed}×` }));
      const onchange = () => this.#set({ speed: Number(this.speed.value) });
      return element("select", { class: "control-speed", title: "Speed (< and >)", "aria-label": "Speed", onchange }, options);
    }

    #set(chosen) {
      Object.assign(this.#player, chosen);
      const { speed, skipIdle } = this.#player;
      remember(REMEMBERED, { speed, skipIdle });
    }

    #takeUp({ speed, skipIdle }) {
      if (SPEEDS.includes(speed)) this.#player.speed = speed;
      this.#player.skipIdle = skipIdle === true;
    }

    #show() {
      const { isPlaying, isLive, atLiveEdge, speed, skipIdle } = this.#player;
      const hasRows = this.#store.rows.length > 0;
      const drawn = [isPlaying, isLive, atLiveEdge, speed, skipIdle, hasRows].join();
      if (drawn !== this.#drawn) {
        this.#drawn = drawn;
        const name = isPlaying ? "Pause (Space)" : "Play (Space)";
        this.playing.firstChild.firstChild.setAttribute("d", isPlaying ? ICONS.pause : ICONS.play);
        this.playing.title = name;
        this.playing.setAttribute("aria-label", name);
        this.live.hidden = !isLive;
        this.live.setAttribute("aria-pressed", atLiveEdge);
        this.speed.value = speed;
        this.idle.setAttribute("aria-pressed", skipIdle);
        for (const control of [this.back, this.forward, this.idle]) control.hidden = !hasRows;
      }
      this.#showTime();
    }

    #showTime() {
      const { nowMs, lengthMs } = this.#player;
      this.#write(this.now, clockText(nowMs));
      this.#write(this.length, clockText(lengthMs));
    }

    #write(place, text) {
      if (place.textContent !== text) place.textContent = text;
    }
  }

  Object.assign(window.Replay, { Controls, SPEEDS });
})();
