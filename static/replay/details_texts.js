// Details of what is mostly text: log lines, the console, dialogs, downloads, pages.
"use strict";

(() => {
  const { coloured, element, code, copyable, copyButton, facts, mono, plainText, section, sizeText } = window.Replay;

  // What was said, in its colours; the JSON it is or ends in can be set out.
  function wholeText(title, text, { isBad = false } = {}) {
    const shown = element("pre", { class: `details-code ${isBad ? "details-error" : ""}`, tabIndex: 0 }, coloured(text));
    const json = window.Logs.jsonIn(plainText(text));
    let toggle = null;
    if (json) {
      toggle = element("button", { class: "small-button", type: "button", text: "Pretty JSON", "aria-pressed": "false" });
      toggle.onclick = () => {
        const isPretty = toggle.getAttribute("aria-pressed") !== "true";
        toggle.setAttribute("aria-pressed", String(isPretty));
        shown.replaceChildren(...(isPretty ? [window.Logs.pretty(json)] : coloured(text)));
      };
    }
    return section(title, shown, toggle, copyButton(() => shown.textContent));
  }

  function logDetails(details, row) {
    const text = details.text ?? row.title;
    return element("div", { class: "details-column" }, [
      wholeText("Line", text, { isBad: row.failed }),
      facts([
        ["Said by", { workflow: "the workflow", executor: "the executor", browser: "the page's console" }[row.source]],
        ["Level", details.level],
        ["At", details.at && new Date(details.at).toISOString().replace("T", " ").replace("Z", " UTC")],
      ]),
    ]);
  }

  const placeOf = ({ url, line, column }) => (url ? [url, line, line && column].filter(Boolean).join(":") : null);

  function consoleDetails(details, row) {
    const data = details.data || {};
    return element("div", { class: "details-column" }, [
      wholeText(row.kind === "page_error" ? "Error" : "Message", details.error || details.title || row.title, { isBad: row.failed }),
      facts([
        ["Place", copyable(placeOf(data))],
        ["Level", details.level],
      ]),
    ]);
  }

  function otherDetails(details, row) {
    const data = details.data || {};
    return element("div", { class: "details-column" }, [
      details.error ? section("Error", code(details.error, "details-error"), copyButton(plainText(details.error))) : null,
      facts([
        ["URL", copyable(data.url)],
        ["Asked for", mono(data.redirected_from)],
        ["Failure", data.failure && element("span", { class: "details-bad", text: data.failure })],
        ["Dialog", data.dialog],
        ["Message", data.message && code(data.message)],
        ["Answer", data.answer || (row.kind === "dialog" && row.isOpen ? "Waiting for an answer" : null)],
        ["Typed", mono(data.typed)],
        ["File", copyable(data.name)],
        ["Size", sizeText(data.bytes)],
      ]),
    ]);
  }

  Object.assign(window.Replay, { logDetails, consoleDetails, otherDetails });
})();
