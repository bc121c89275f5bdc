// The page as HTML, with what is typed and chosen in its forms. Passwords are left out. Open shadow roots
// become <template shadowrootmode="open">. Works on a copy in a document where nothing runs or loads.
() => {
  const inert = document.implementation.createHTMLDocument("");
  const setInput = (from, to) => {
    if (from.type === "password" || from.autocomplete.endsWith("-password")) to.removeAttribute("value");
    else if (from.type === "checkbox" || from.type === "radio") to.toggleAttribute("checked", from.checked);
    else if (from.type !== "file") to.setAttribute("value", from.value);
  };
  const setState = (from, to) => {
    if (from instanceof HTMLInputElement) setInput(from, to);
    else if (from instanceof HTMLTextAreaElement) to.textContent = from.value;
    else if (from instanceof HTMLOptionElement) to.toggleAttribute("selected", from.selected);
  };
  const shadow = (root) => {
    const template = inert.createElement("template");
    template.setAttribute("shadowrootmode", "open");
    copyChildren(root, template.content);
    return template;
  };
  const copyChildren = (from, to) => {
    for (const child of from.childNodes) to.append(copy(child));
  };
  const copy = (from) => {
    if (from instanceof HTMLTemplateElement) return inert.importNode(from, true);
    const to = inert.importNode(from, false);
    if (from.shadowRoot) to.append(shadow(from.shadowRoot));
    copyChildren(from, to);
    setState(from, to);
    return to;
  };
  const doctype = document.doctype ? new XMLSerializer().serializeToString(document.doctype) + "\n" : "";
  return doctype + copy(document.documentElement).outerHTML;
}
