// Details of a step: its error, the line of the workflow, what Playwright noted, and the page before and after.
"use strict";

(() => {
  const { element, code, copyable, copyButton, facts, mono, plainText, section, snapshots } = window.Replay;

  // Linked to the file as it was deployed, where whoever looks may see that.
  function placeOf(file, line) {
    const files = document.getElementById("replay")?.dataset.source;
    const words = `${file}:${line}`;
    if (!files) return mono(words);
    const path = String(file).split("/").map(encodeURIComponent).join("/");
    return element("a", { class: "mono", href: `${files}/${path}#L${line}`, text: words });
  }

  function sourceLines({ file, line, first_line: first, text }, isFailed) {
    const lines = String(text).replace(/\n$/, "").split("\n");
    const drawn = lines.map((words, at) => {
      const isMarked = first + at === line;
      const name = isMarked ? `source-line source-marked ${isFailed ? "source-failed" : ""}` : "source-line";
      const number = element("span", { class: "source-number", text: String(first + at) });
      return element("div", { class: name }, number, element("span", { class: "source-text", text: words || " " }));
    });
    const listing = element("div", { class: "source", tabIndex: 0, role: "group", "aria-label": `${file}, around line ${line}` }, drawn);
    return section("Source", listing, placeOf(file, line), copyButton(() => `${file}:${line}`, "Copy the place"));
  }

  function callLog(lines) {
    const text = Array.isArray(lines) ? lines.map((line) => plainText(line)).join("\n") : "";
    return text ? section("Call log", code(text), copyButton(text)) : null;
  }

  function stepDetails(details, row, store) {
    const { data = {}, error, source } = details;
    const isFailed = details.outcome === "failed";
    const place = !source && data.file && data.line ? `${data.file}:${data.line}` : null;
    // Playwright's errors end with the call log, which has a section of its own.
    const shown = error && data.call_log?.length ? error.split("\nCall log:")[0] : error;
    const page = snapshots(details.snapshots, store.state?.video || {});
    const words = [
      error ? section("Error", code(shown, "details-error"), copyButton(plainText(error))) : null,
      facts([
        ["Selector", copyable(data.selector)],
        ["Call", mono(data.api)],
        ["Place", mono(place)],
        ["Contains", details.children ? `${details.children} ${details.children === 1 ? "step" : "steps"}` : null],
      ]),
      source ? sourceLines(source, isFailed) : null,
      callLog(data.call_log),
    ];
    const column = element("div", { class: "details-column" }, words);
    return element("div", { class: page ? "details-columns" : "" }, column, page);
  }

  window.Replay.stepDetails = stepDetails;
})();
