// Details of a request: what was asked, how it was answered, where its time went.
"use strict";

(() => {
  const { element, copyable, copyButton, durationText, facts, mono, section, sizeText } = window.Replay;
  const PHASES = [
    ["queued", "Queued"],
    ["dns", "DNS"],
    ["connect", "Connect"],
    ["tls", "TLS"],
    ["send", "Send"],
    ["wait", "Wait"],
    ["receive", "Receive"],
  ];

  function general({ data, outcome }) {
    const status = data.status ? `${data.status} ${data.status_text || ""}`.trim() : outcome === "open" ? "Waiting for the answer" : null;
    return facts([
      ["URL", copyable(data.url)],
      ["Method", mono(data.method)],
      ["Status", status && element("span", { class: data.status >= 400 ? "details-bad" : "", text: status })],
      ["Failure", data.failure && element("span", { class: "details-bad", text: data.failure })],
      ["Type", [data.resource_type, data.mime].filter(Boolean).join(", ")],
      ["Size", data.from_cache ? "from the cache" : sizeText(data.bytes)],
      ["Redirected from", mono(data.redirected_from)],
    ]);
  }

  function timing(given) {
    const known = PHASES.filter(([name]) => Number.isFinite(given?.[name]) && given[name] >= 0);
    const total = known.reduce((sum, [name]) => sum + given[name], 0);
    if (!total) return null;
    let begun = 0;
    const rows = known.map(([name, label]) => {
      const bar = element("span", { class: `timing-bar timing-${name}` });
      bar.style.marginLeft = `${(begun / total) * 100}%`;
      bar.style.width = `${(given[name] / total) * 100}%`;
      begun += given[name];
      return element("div", { class: "timing-row" }, element("span", { text: label }), element("span", { class: "timing-track" }, bar), element("span", { class: "timing-ms", text: durationText(given[name]) }));
    });
    return section("Timing", element("div", { class: "timing" }, rows), element("span", { class: "muted", text: durationText(total) }));
  }

  function headers(title, given) {
    const pairs = Object.entries(given || {});
    if (!pairs.length) return null;
    const rows = pairs.map(([name, value]) => element("tr", {}, element("th", { scope: "row", text: name }), element("td", { text: String(value) })));
    const whole = () => pairs.map(([name, value]) => `${name}: ${value}`).join("\n");
    const table = element("table", { class: "headers" }, element("tbody", {}, rows));
    return section(title, element("div", { class: "headers-frame" }, table), element("span", { class: "muted", text: String(pairs.length) }), copyButton(whole));
  }

  function networkDetails(details) {
    const data = details.data || {};
    const left = element("div", { class: "details-column" }, general({ ...details, data }), timing(data.timing));
    const right = element("div", { class: "details-column" }, headers("Response headers", data.response_headers), headers("Request headers", data.request_headers));
    return element("div", { class: right.childElementCount ? "details-columns" : "" }, left, right.childElementCount ? right : null);
  }

  window.Replay.networkDetails = networkDetails;
})();
