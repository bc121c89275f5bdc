// One line in the page: folded to one row, or unfolded with its whole text and what can be done with it.
"use strict";

(() => {
  const { element, marked, copyText } = window.Replay;
  const Logs = (window.Logs = window.Logs || {});
  const FOLDED_MOST = 400; // characters drawn of a folded line
  const LEVELS = { info: "info", warn: "warn", error: "error" };
  const two = (number) => String(number).padStart(2, "0");

  function timeOf(at) {
    const date = new Date(at);
    const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
    const day = `${date.getUTCDate()} ${date.toLocaleString("en", { month: "short", timeZone: "UTC" })}`;
    const title = `${date.toISOString()} (here: ${date.toLocaleString()})`;
    return element("time", { class: "log-time", title, "aria-label": `${day}, ${time}` },
      element("span", { class: "log-day", text: `${day} ` }), time,
      element("span", { class: "log-ms", text: `.${String(date.getUTCMilliseconds()).padStart(3, "0")}` }));
  }

  function textOf(text, words) {
    return Logs.ansi(text).map(({ text: part, classes }) => element("span", { class: classes.join(" ") }, marked(part, words)));
  }

  function folded(line) {
    const first = line.text.split("\n", 1)[0];
    const isShort = first.length <= FOLDED_MOST;
    return isShort && first.length === line.text.length && !line.isCut ? first : `${first.slice(0, FOLDED_MOST)} …`;
  }

  const runLink = (line) => (line.jobId ? `/runs/${line.jobId}` : line.sessionId ? `/sessions/${line.sessionId}` : null);

  function linkOf(line) {
    const address = new URL(location.href);
    address.hash = `line-${line.key}`;
    return address.href;
  }

  function tools(line, state, changed) {
    const button = (text, onclick) => element("button", { class: "log-tool", type: "button", text, onclick });
    const copied = (what) => async (event) => {
      const named = event.currentTarget;
      named.textContent = (await copyText(what())) ? "Copied" : "Not copied";
    };
    const json = Logs.jsonIn(Logs.plain(state.text));
    const run = line.sessionId && runLink(line);
    return element("span", { class: "log-tools" },
      json ? button(state.isPretty ? "As written" : "Pretty", () => changed({ isPretty: !state.isPretty })) : null,
      button("Copy link", copied(() => linkOf(line))),
      button("Copy text", copied(() => Logs.plain(state.text))),
      run ? element("a", { class: "log-tool", href: `${run}#log-${line.sequence}`, text: "Show in the run" }) : null,
      state.problem ? element("span", { class: "log-problem", text: state.problem }) : null);
  }

  // `state` of an unfolded line: {text, isPretty, problem}; null: it is folded.
  Logs.row = (line, { state, words, isOfOne, isCurrent, isLit, changed }) => {
    const json = state?.isPretty && Logs.jsonIn(Logs.plain(state.text));
    const text = !state ? folded(line) : json ? Logs.pretty(json) : state.text;
    const classes = ["log-row", `log-${LEVELS[line.level] || "info"}`];
    if (state) classes.push("log-open");
    if (isCurrent) classes.push("log-current");
    if (isLit) classes.push("log-lit");
    const href = runLink(line);
    return element("div", { class: classes.join(" "), role: "listitem", "aria-current": isCurrent ? "true" : null },
      timeOf(line.at),
      element("span", { class: "log-of-level", text: line.level }),
      element("span", { class: "log-source", text: line.source }),
      isOfOne ? null : href ? element("a", { class: "log-workflow", href, title: line.workflow, text: line.workflow || "session" }) : element("span", { class: "log-workflow" }),
      element("span", { class: "log-text", dir: "auto" }, textOf(text, words)),
      state ? tools(line, state, changed) : null);
  };
})();
