// Where the rows come from: the server, or the data of a downloaded page. `follow` feeds the store until the end.
"use strict";

(() => {
  const { element } = window.Replay;
  const PAUSE_MS = 700;
  const HIDDEN_PAUSE_MS = 5000;
  const LONGEST_PAUSE_MS = 30000;
  const AN_ANSWER = 4000; // rows of each kind
  const DETAILS_KEPT = 200;
  const AWAY = "The server does not answer. Trying again.";

  // `gone`: asking again is no use.
  class SourceError extends Error {
    constructor(message, gone = false) {
      super(message);
      this.gone = gone;
    }
  }

  async function ask(url, signal) {
    let answer;
    try {
      answer = await fetch(url, { headers: { accept: "application/json" }, redirect: "manual", signal });
    } catch (error) {
      throw error.name === "AbortError" ? error : new SourceError(AWAY);
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      throw new SourceError("You are signed out. Load this page again to sign in.", true);
    }
    if (answer.status === 404 || answer.status === 410) throw new SourceError("This is no longer kept here, or the link to it has ended.", true);
    if (!answer.ok) throw new SourceError(AWAY);
    try {
      return await answer.json();
    } catch (error) {
      throw error.name === "AbortError" ? error : new SourceError(AWAY);
    }
  }

  function onlineSource(base) {
    const known = new Map(); // by row and version, the oldest first

    function keep(name, details) {
      known.set(name, details);
      if (known.size > DETAILS_KEPT) known.delete(known.keys().next().value);
      return details;
    }

    return {
      feed: ({ timeline, logs, pieces }) => ask(`${base}/feed?timeline=${timeline}&logs=${logs}&pieces=${pieces}`),
      async details(row, signal) {
        const name = `${row.id} ${row.version}`;
        if (known.has(name)) return known.get(name);
        const path = row.type === "log" ? `lines/${row.key}` : `events/${encodeURIComponent(row.key)}`;
        const details = await ask(`${base}/${path}`, signal);
        return keep(name, details);
      },
    };
  }

  // `data` = {feed: one whole answer, details: {event key: details}, lines: {sequence: a line that the feed cuts}}.
  function offlineSource(data) {
    const { events, lines, ...rest } = data.feed;
    return {
      async feed({ timeline, logs }) {
        await new Promise((resolve) => setTimeout(resolve));
        const next = { timeline: timeline + AN_ANSWER, logs: logs + AN_ANSWER, pieces: 0 };
        return {
          ...rest,
          events: events.slice(timeline, next.timeline),
          lines: lines.slice(logs, next.logs),
          next,
          more: next.timeline < events.length || next.logs < lines.length,
        };
      },
      async details(row) {
        const kept = (row.type === "log" ? data.lines : data.details) || {};
        if (Object.hasOwn(kept, row.key)) return kept[row.key];
        if (row.type === "log") return { text: row.title };
        throw new SourceError("The download holds no details of this.", true);
      },
    };
  }

  function notice() {
    const place = element("p", { class: "notice notice-warning replay-notice", role: "status", hidden: true });
    document.getElementById("replay").before(place);
    return (text) => {
      if (place.textContent !== text) place.textContent = text;
      place.hidden = !text;
    };
  }

  // Waits, but no longer than until somebody looks at the page again.
  function nap(ms) {
    return new Promise((resolve) => {
      const wake = () => {
        if (document.hidden) return;
        clearTimeout(timer);
        end();
      };
      const end = () => {
        document.removeEventListener("visibilitychange", wake);
        resolve();
      };
      const timer = setTimeout(end, ms);
      document.addEventListener("visibilitychange", wake);
    });
  }

  const isOver = (answer) => answer.ended && !answer.more && answer.video?.state !== "growing";

  // Asks for what is new until there is nothing more to come. Resolves then.
  async function follow(store, source) {
    const say = notice();
    const cursor = { timeline: 0, logs: 0, pieces: 0 };
    for (let failures = 0; ; ) {
      let answer;
      try {
        answer = await source.feed(cursor);
      } catch (error) {
        failures += 1;
        say(error.message);
        if (error.gone) return;
        await nap(Math.min(1000 * 2 ** (failures - 1), LONGEST_PAUSE_MS));
        continue;
      }
      failures = 0;
      say("");
      store.apply(answer);
      Object.assign(cursor, answer.next);
      if (!answer.more) store.finishLoading();
      if (isOver(answer)) return;
      if (!answer.more) await nap(document.hidden ? HIDDEN_PAUSE_MS : PAUSE_MS);
    }
  }

  Object.assign(window.Replay, { onlineSource, offlineSource, follow });
})();
