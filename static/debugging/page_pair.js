// Two pages side by side: each in a frame that allows nothing, scaled to fit, and loaded once its fold is opened.
"use strict";

(() => {
  function fill(stage) {
    if (stage.firstChild) return;
    const { page, title, width, height } = stage.dataset;
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "");
    frame.setAttribute("referrerpolicy", "no-referrer");
    Object.assign(frame, { title, tabIndex: -1 });
    Object.assign(frame.style, { width: `${width}px`, height: `${height}px` });
    new ResizeObserver((_, observer) => {
      if (!frame.isConnected) return observer.disconnect();
      frame.style.transform = `scale(${stage.clientWidth / width})`;
      return undefined;
    }).observe(stage);
    frame.src = page;
    stage.append(frame);
  }

  // Of the folds that are open.
  function showPages(root) {
    for (const stage of root.querySelectorAll("details[open] .page-stage")) fill(stage);
  }

  document.addEventListener("toggle", ({ target }) => target.open && showPages(target.parentElement), true);

  window.DebugReport = Object.assign(window.DebugReport || {}, { showPages });
})();
