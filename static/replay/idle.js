// The stretches of a session in which nothing happens: [[from, to], …] in milliseconds, in order.
"use strict";

(() => {
  const { firstBeyond } = window.Replay;
  const LONG_MS = 2000; // shorter ones are not worth a jump
  const MARGIN_MS = 400; // left on either side
  const BUSY_MS = 5000; // a step that takes longer is waiting for something

  // `rows` in order of time. What began goes on until its end, or for a while.
  function idleStretches(rows, lengthMs) {
    if (!rows.length) return []; // then nothing is known
    const found = [];
    let busyUntil = 0;
    const look = (from) => {
      if (from - busyUntil > LONG_MS) found.push([busyUntil + MARGIN_MS, from - MARGIN_MS]);
    };
    const moments = [];
    for (const { t, end, hasChildren } of rows) {
      const until = hasChildren || end === null ? t : Math.min(end, t + BUSY_MS);
      moments.push([t, until]);
      if (end > until) moments.push([end, end]);
    }
    moments.sort((one, other) => one[0] - other[0]);
    for (const [from, to] of moments) {
      look(from);
      busyUntil = Math.max(busyUntil, to);
    }
    if (lengthMs > busyUntil) look(lengthMs);
    return found;
  }

  // The one that a moment lies in, or null.
  function stretchAt(stretches, ms) {
    const found = stretches[firstBeyond(stretches, ([, to]) => to > ms)];
    return found && found[0] <= ms ? found : null;
  }

  Object.assign(window.Replay, { idleStretches, stretchAt });
})();
