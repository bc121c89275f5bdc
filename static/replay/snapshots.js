// The page before and after a step: a response without scripts, in a frame that allows nothing, scaled to fit.
"use strict";

(() => {
  const { element, section } = window.Replay;
  const USUAL = { width: 1366, height: 768 };
  const MOMENTS = [
    ["before", "Before"],
    ["after", "After"],
  ];
  let preferred = "after"; // the reader's last choice

  // `urls` = {before, after}, null where there is none. Null without any.
  function snapshots(urls, { width, height }) {
    const moments = MOMENTS.filter(([moment]) => urls?.[moment]);
    if (!moments.length) return null;
    const stage = element("div", { class: "snapshot-stage", role: "tabpanel" });
    const link = element("a", { class: "small-button", target: "_blank", rel: "noopener noreferrer", text: "Open in a new tab" });
    const tabs = moments.map(([moment, label]) => {
      const tab = element("button", { class: "tab", type: "button", role: "tab", text: label });
      tab.onclick = () => {
        preferred = moment;
        show(moment);
      };
      return [moment, tab];
    });

    function show(moment) {
      for (const [name, tab] of tabs) tab.setAttribute("aria-selected", String(name === moment));
      link.href = urls[moment];
      stage.replaceChildren(frame(urls[moment], `The page ${moment} the step`, stage, { width: width || USUAL.width, height: height || USUAL.height }));
    }

    show(urls[preferred] ? preferred : moments[0][0]);
    const tabList = element("div", { class: "tabs", role: "tablist", "aria-label": "The page" }, tabs.map(([, tab]) => tab));
    return section("Page", stage, tabList, link);
  }

  function frame(url, title, stage, { width, height }) {
    const made = element("iframe", { class: "snapshot", title, tabIndex: -1 });
    made.setAttribute("sandbox", "");
    made.setAttribute("referrerpolicy", "no-referrer");
    made.style.width = `${width}px`;
    made.style.height = `${height}px`;
    stage.style.aspectRatio = `${width} / ${height}`;
    new ResizeObserver((_, observer) => {
      if (!made.isConnected) return observer.disconnect();
      made.style.transform = `scale(${stage.clientWidth / width})`;
      return undefined;
    }).observe(stage);
    made.src = url;
    return made;
  }

  window.Replay.snapshots = snapshots;
})();
