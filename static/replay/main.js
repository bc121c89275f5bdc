// Puts the page of a session together. What is not on a page, as the list on that of a recording, is left out.
"use strict";

(() => {
  const Replay = window.Replay;
  const FAR = 2 ** 31 - 1; // behind all that is there: the answer is the header alone
  const place = (name) => document.getElementById(`replay-${name}`);
  const root = document.getElementById("replay");
  const facts = place("head")?.dataset.facts ? new Replay.Facts() : null;

  function start(source) {
    const store = new Replay.Store();
    const renew = async () => store.apply({ ...(await source.feed({ timeline: FAR, logs: FAR, pieces: FAR })), events: [], lines: [] });
    const player = new Replay.Player(place("player"), store, renew);
    const list = place("list") && new Replay.List(place("list"), store);
    if (place("details")) new Replay.Details(place("details"), store, source);
    if (list) list.follow(player);
    store.addEventListener("select", ({ detail }) => detail.row && player.seek(detail.ms));
    const links = new Replay.Links(store, player);
    const keys = new Replay.Keys({ player, store, list, links });
    player.controls.add("M2 4.5h12v7H2zM4.5 7h.1M7.5 7h.1M10.5 7h.1M5 9.5h6", "Keyboard (?)", () => keys.showSheet()).classList.add("control-keys");
    facts?.watch(store);
    store.addEventListener("state", () => place("growing")?.toggleAttribute("hidden", store.state.video.state !== "growing"));
    Object.assign(Replay, { store, player, list, links, keys });
    Replay.follow(store, source);
  }

  function begin(base) {
    root.dataset.base = base;
    place("waiting")?.closest(".player").remove();
    start(Replay.onlineSource(base));
  }

  if (window.REPLAY_DATA) start(Replay.offlineSource(window.REPLAY_DATA));
  else if (root?.dataset.base) begin(root.dataset.base);
  else facts?.untilBegun().then((base) => base && begin(base));
})();
