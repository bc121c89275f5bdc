// Paints the time line: any number of rows becomes one mark a column of pixels.
"use strict";

(() => {
  const STEP = 1;
  const TROUBLE = 2; // an error of the page or its console, a failed request
  const FAILED = 4; // a step
  const TRACK = { top: 24, height: 6 };
  const STEPS = { top: 14, height: 8 };
  const TROUBLES = { top: 4, height: 6 };

  function kindOf(row) {
    if (row.kind === "step") return row.failed ? FAILED : STEP;
    const isTrouble = row.failed && (row.group === "console" || row.group === "network");
    return isTrouble ? TROUBLE : 0;
  }

  function columnsOf(rows, width, lengthMs) {
    const columns = new Uint8Array(width);
    for (const row of rows) {
      const kind = kindOf(row);
      if (kind && row.t <= lengthMs) columns[Math.min(width - 1, Math.floor((row.t / lengthMs) * width))] |= kind;
    }
    return columns;
  }

  function colours(canvas) {
    const style = getComputedStyle(canvas);
    const of = (name) => style.getPropertyValue(`--${name}`).trim();
    return { track: of("line"), surface: of("surface"), buffered: of("mark-buffered"), step: of("mark-step"), red: of("red"), redGround: of("mark-red"), amber: of("amber") };
  }

  // In CSS pixels, on a canvas as fine as the screen.
  function prepared(canvas, width, height) {
    const fine = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * fine), Math.round(height * fine)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    canvas.style.width = `${width}px`; // or it is stretched by part of a pixel
    const context = canvas.getContext("2d");
    context.setTransform(fine, 0, 0, fine, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }

  function paintTrack(context, { width, lengthMs, idle, skipIdle, buffered, failedAt }, colour) {
    const at = (ms) => (ms / lengthMs) * width;
    const span = (from, to, fill, { top, height }) => {
      context.fillStyle = fill;
      context.fillRect(at(from), top, Math.max(1, at(to) - at(from)), height);
    };
    span(0, lengthMs, colour.track, TRACK);
    for (const [from, to] of buffered) span(from, Math.min(to, lengthMs), colour.buffered, TRACK);
    if (failedAt !== null) span(failedAt, lengthMs, colour.redGround, { top: 2, height: TRACK.top + TRACK.height - 2 });
    if (failedAt !== null) span(failedAt, lengthMs, colour.red, TRACK);
    context.globalAlpha = skipIdle ? 0.85 : 0.6;
    for (const [from, to] of idle) span(from, to, colour.surface, TRACK);
    context.globalAlpha = 1;
  }

  function paintColumns(context, columns, colour) {
    const mark = (x, fill, { top, height }, wide = 1) => {
      context.fillStyle = fill;
      context.fillRect(x, top, wide, height);
    };
    columns.forEach((kinds, x) => {
      if (kinds & STEP) mark(x, colour.step, STEPS);
      if (kinds & TROUBLE) mark(x, colour.amber, TROUBLES, 2);
    });
    columns.forEach((kinds, x) => {
      if (kinds & FAILED) mark(x, colour.red, { top: TROUBLES.top, height: STEPS.top + STEPS.height - TROUBLES.top }, 2);
    });
  }

  function paintMarks(canvas, wanted) {
    const width = Math.floor(wanted.width);
    if (width < 1 || wanted.height < 1) return;
    const context = prepared(canvas, width, wanted.height);
    if (!wanted.lengthMs) return;
    const colour = colours(canvas);
    paintTrack(context, wanted, colour);
    paintColumns(context, columnsOf(wanted.rows, width, wanted.lengthMs), colour);
  }

  window.Replay.paintMarks = paintMarks;
})();
