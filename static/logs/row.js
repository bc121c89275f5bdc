// One line in the page: folded to one row, or unfolded with its whole text and what can be done with it.
"use strict";

(() => {
  const { coloured, element } = window.Replay;
  const Logs = window.Logs;
  const FOLDED_MOST = 240; // characters drawn of a folded line: more do not fit the widest page
  const LEVELS = ["info", "warn", "error"];
  const MONTHS = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" }); // to make one takes longer than a row
  const HERE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
  const two = (number) => String(number).padStart(2, "0");

  function timeOf({ at, key }) {
    const date = new Date(at);
    const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
    const day = `${date.getUTCDate()} ${MONTHS.format(date)}`;
    const title = `${date.toISOString().replace("T", " ").replace("Z", " UTC")}, here ${HERE.format(date)}. A link to this line`;
    return element("a", { class: "log-time", href: `#line-${key}`, title, tabIndex: -1 },
      element("span", { class: "log-day", text: `${day} ` }), time,
      element("span", { class: "log-ms", text: `.${String(date.getUTCMilliseconds()).padStart(3, "0")}` }));
  }

  // What is seen of a folded line, and what is not.
  function folded({ text, isCut }) {
    const whole = text.replace(/\s+$/, "");
    const first = whole.split("\n", 1)[0];
    const further = whole.length > first.length ? whole.slice(first.length + 1).split("\n").length : 0;
    const shown = first.length > FOLDED_MOST || (isCut && !further) ? `${first.slice(0, FOLDED_MOST)} …` : first;
    const more = further ? `${isCut ? "more than " : ""}${further} more line${further === 1 ? "" : "s"}` : "";
    return [shown, more];
  }

  const runOf = ({ jobId, sessionId }) => (jobId ? `/runs/${jobId}` : sessionId ? `/sessions/${sessionId}` : null);

  function workflowOf(line) {
    const href = runOf(line);
    const name = line.workflow || "session";
    return href ? element("a", { class: "log-workflow", href, title: `To the run of ${name}`, text: name, tabIndex: -1 }) : element("span", { class: "log-workflow" });
  }

  // What a button does is in its data-do: static/logs/line_actions.js.
  function button(text, what, more = {}) {
    const made = element("button", { class: "log-tool", type: "button", text, ...more });
    made.dataset.do = what;
    return made;
  }

  function tools(line, state) {
    const hasJson = Logs.jsonIn(Logs.plain(state.text)) !== null;
    const run = line.sessionId && runOf(line);
    return element("span", { class: "log-tools" },
      hasJson ? button("Pretty JSON", "pretty", { "aria-pressed": String(Boolean(state.isPretty)) }) : null,
      button("Copy text", "copy-text"),
      button("Copy link", "copy-link"),
      run ? element("a", { class: "log-tool", href: `${run}#log-${line.sequence}`, text: "Show in the run" }) : null,
      element("span", { class: "log-said-by", text: [line.source, line.workflow].filter(Boolean).join(" · ") }),
      state.problem ? element("span", { class: "log-problem", role: "status", text: state.problem }) : null,
      state.problem ? button("Try again", "whole") : null);
  }

  // `state` of an unfolded line: {text, isPretty, problem}; null: it is folded.
  Logs.row = (line, { state, words, isOfOne }) => {
    const json = state?.isPretty && Logs.jsonIn(Logs.plain(state.text));
    const [text, more] = !state ? folded(line) : [json ? Logs.pretty(json) : state.text, ""];
    const level = LEVELS.includes(line.level) ? line.level : "info";
    const row = element("div", { class: `log-row log-${level}${state ? " log-open" : ""}`, role: "listitem", tabIndex: -1 },
      timeOf(line),
      element("span", { class: "log-of-level", text: line.level }),
      element("span", { class: "log-source", text: line.source }),
      isOfOne ? null : workflowOf(line),
      element("span", { class: "log-text", dir: "auto" }, coloured(text, words)),
      more ? element("span", { class: "log-more", text: `+ ${more}` }) : null,
      state ? tools(line, state) : null);
    row.dataset.key = line.key;
    row.classList.toggle("log-of-one", isOfOne);
    return row;
  };
})();
