// The links of a session: in a dialog instead of a page, and copied by a button.
"use strict";

(() => {
  const { copyText, element } = window.Replay;
  const SHOWN_MS = 2000;

  function ready(panel) {
    for (const button of panel.querySelectorAll("[data-copy]")) button.hidden = false;
  }

  async function copy(button) {
    const field = button.parentElement.querySelector("input");
    field.select();
    const isCopied = await copyText(field.value, field);
    button.textContent = isCopied ? "Copied" : "Not copied";
    setTimeout(() => { button.textContent = "Copy"; }, SHOWN_MS);
  }

  function dialog() {
    const close = element("button", { class: "button button-quiet", text: "Close", onclick: () => made.close() });
    const head = element("div", { class: "share-head" }, element("h2", { id: "share-heading", text: "Share" }), close);
    const body = element("div");
    const made = element("dialog", { class: "share-dialog", "aria-labelledby": "share-heading" }, head, body);
    made.addEventListener("close", () => made.remove());
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      show(body, event.target.action, { method: "POST", body: new FormData(event.target) });
    });
    document.body.append(made);
    return { made, body };
  }

  async function show(body, address, options) {
    try {
      const answer = await fetch(address, options);
      const text = await answer.text();
      const panel = new DOMParser().parseFromString(text, "text/html").querySelector("[data-share-panel]");
      if (!panel) throw new Error(answer.statusText || String(answer.status));
      body.replaceChildren(panel);
      ready(panel);
    } catch (error) {
      const text = `The links could not be loaded (${error.message}). Load the page again.`;
      body.replaceChildren(element("p", { class: "notice notice-error", text }));
    }
  }

  async function open(address) {
    const { made, body } = dialog();
    await show(body, `${address}?panel`);
    if (!made.open && made.isConnected) made.showModal();
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target && target.closest("[data-copy]");
    if (button) copy(button);
    const link = target && target.closest("a[data-share]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || typeof HTMLDialogElement === "undefined") return;
    event.preventDefault();
    open(link.href);
  });

  ready(document);
})();
