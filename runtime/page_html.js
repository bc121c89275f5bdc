// The page as HTML, with what is typed and chosen in its forms, and what must not be shown of it elsewhere: {html,
// hidden}. Passwords are left out. Open shadow roots become <template shadowrootmode="open">, frames of the same site
// srcdoc, style sheets that may be read <style>: they are the page's as it was, and may be gone or behind a sign-in
// when it is looked at. No scripts. Works on a copy in a document where nothing runs or loads. What the page does not
// show is marked: "all" with what is in it, or "self". Style sheets of other sites may be what hides it.
() => {
  const HTML = "http://www.w3.org/1999/xhtml";
  const FRAMES_DEEP = 5;
  const PASSWORD = /\b(?:current|new)-password\b|\bone-time-code\b/;
  const NAMED_PASSWORD = /passw|passphrase|\bpwd\b/i;
  const TYPED = new Set(["text", "password", "search", "tel", "url", "email", "number"]);
  const LOADS_SCRIPTS = /\b(?:preload|modulepreload|prefetch|preconnect|dns-prefetch)\b/i;
  const CSS_URL = /\burl\("([^"\\]*)"\)/g; // as browsers write it; with escapes it stays as it is
  const NOT_ALL_IN_TEXT = /^\s*$|@import/i; // of a <style>: filled by a script, or from elsewhere
  const NOT_SHOWN = "data-libretto-not-shown";
  const HAS_NO_BOX_ANYWAY = new Set(["head", "option", "optgroup", "template", "style", "link", "meta", "title", "script"]);
  const childNodes = Object.getOwnPropertyDescriptor(Node.prototype, "childNodes").get; // a form may hide its own
  const inert = document.implementation.createHTMLDocument("");
  const hidden = new Set();

  const isPassword = (input) =>
    TYPED.has(input.type) &&
    (input.type === "password" || PASSWORD.test(input.autocomplete) || NAMED_PASSWORD.test(`${input.name} ${input.id}`));
  const setInput = (from, to) => {
    if (isPassword(from)) {
      if (from.value) hidden.add(from.value);
      to.removeAttribute("value");
    } else if (from.type === "checkbox" || from.type === "radio") to.toggleAttribute("checked", from.checked);
    else if (from.type !== "file") to.setAttribute("value", from.value);
  };
  // Addresses in a sheet are relative to it.
  const whole = (css, sheet) =>
    css.replace(CSS_URL, (written, url) => {
      if (!sheet.href || /^(?:data:|#)/i.test(url) || !URL.canParse(url, sheet.href)) return written;
      return `url("${new URL(url, sheet.href).href}")`;
    });
  const within = (condition, css) => (condition ? `${condition} {\n${css}\n}` : css);
  const ruleOf = (rule, sheet) => {
    const imported = rule.type === CSSRule.IMPORT_RULE && rule.styleSheet ? rules(rule.styleSheet) : null;
    if (imported === null) return whole(rule.cssText, sheet);
    const media = rule.media.mediaText && `@media ${rule.media.mediaText}`;
    const supports = rule.supportsText && `@supports (${rule.supportsText})`;
    return within(rule.layerName !== null && `@layer ${rule.layerName}`, within(supports, within(media, imported)));
  };
  // Null for a sheet of another site.
  const rules = (sheet) => {
    try {
      return [...sheet.cssRules].map((rule) => ruleOf(rule, sheet)).join("\n");
    } catch {
      return null;
    }
  };
  const styleWith = (css) => {
    const style = inert.createElement("style");
    style.textContent = css.replace(/<\/(?=style)/gi, "<\\/");
    return style;
  };
  const styleOf = (sheets) => styleWith([...sheets].map((sheet) => rules(sheet) ?? "").join("\n"));
  const styleInPlaceOf = (link) => {
    const isSheet = link.namespaceURI === HTML && link.localName === "link" && link.sheet;
    const isApplied = isSheet && !link.sheet.disabled && !/\balternate\b/i.test(link.rel);
    const css = isApplied ? rules(link.sheet) : null;
    if (css === null) return null;
    const style = styleWith(css);
    if (link.media) style.media = link.media;
    return style;
  };
  const setState = (from, to, deep) => {
    if (from.namespaceURI !== HTML) return;
    if (from.localName === "input") setInput(from, to);
    else if (from.localName === "textarea") to.textContent = from.value;
    else if (from.localName === "option") to.toggleAttribute("selected", from.selected);
    else if (from.localName === "style" && from.sheet && NOT_ALL_IN_TEXT.test(from.textContent))
      to.textContent = styleOf([from.sheet]).textContent;
    else if (from.localName === "iframe" && from.contentDocument?.documentElement && deep < FRAMES_DEEP) {
      to.setAttribute("srcdoc", page(from.contentDocument, deep + 1));
      to.removeAttribute("src");
    }
  };
  const isLeftOut = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return false;
    if (node.localName === "script" || node.localName === "noscript") return true;
    if (node.localName === "link") return LOADS_SCRIPTS.test(node.rel);
    return node.localName === "meta" && (node.hasAttribute("charset") || /refresh|policy|content-type/i.test(node.httpEquiv));
  };
  const dropScripts = (element) => {
    for (const { name, value } of [...element.attributes])
      if (name === "href" && /^\s*javascript:/i.test(value)) element.setAttribute(name, "#"); // still a link
      else if (/^on/i.test(name) || /^\s*javascript:/i.test(value)) element.removeAttribute(name);
  };
  const shadow = (root, deep) => {
    const template = inert.createElement("template");
    template.setAttribute("shadowrootmode", "open");
    copyChildren(root, template.content, deep);
    if (root.adoptedStyleSheets.length) template.content.append(styleOf(root.adoptedStyleSheets));
    return template;
  };
  // A field of a form may be called like a method.
  const isShown = (element, options) => Element.prototype.checkVisibility.call(element, options);
  const mark = (from, to) => {
    to.removeAttribute(NOT_SHOWN); // the page's own
    if (from.namespaceURI !== HTML || !from.isConnected || HAS_NO_BOX_ANYWAY.has(from.localName)) return;
    const above = from.parentElement;
    if (above && !isShown(above) && getComputedStyle(above).display !== "contents") return; // is marked itself
    if (!isShown(from)) {
      if (getComputedStyle(from).display !== "contents") to.setAttribute(NOT_SHOWN, "all");
    } else if (!isShown(from, { visibilityProperty: true })) to.setAttribute(NOT_SHOWN, "self");
  };
  const copyChildren = (from, to, deep) => {
    for (const child of childNodes.call(from)) if (!isLeftOut(child)) to.append(copy(child, deep));
  };
  const copy = (from, deep) => {
    const to = styleInPlaceOf(from) ?? inert.importNode(from, false);
    if (from.nodeType !== Node.ELEMENT_NODE) return to;
    dropScripts(to);
    mark(from, to);
    if (from.shadowRoot?.nodeType === Node.DOCUMENT_FRAGMENT_NODE) to.append(shadow(from.shadowRoot, deep));
    const isTemplate = from.localName === "template" && from.content;
    copyChildren(isTemplate ? from.content : from, isTemplate ? to.content : to, deep);
    setState(from, to, deep);
    return to;
  };
  const setHead = (from, root) => {
    const head = root.querySelector("head") ?? root.insertBefore(inert.createElement("head"), root.firstChild);
    const base = head.querySelector("base[href]") ?? inert.createElement("base");
    base.href = from.baseURI;
    const charset = inert.createElement("meta");
    charset.setAttribute("charset", "utf-8");
    head.prepend(charset, base);
    if (from.adoptedStyleSheets.length) head.append(styleOf(from.adoptedStyleSheets));
  };
  const page = (from, deep) => {
    const root = copy(from.documentElement, deep);
    if (root.localName === "html") setHead(from, root);
    const doctype = from.doctype ? new XMLSerializer().serializeToString(from.doctype) + "\n" : "";
    return doctype + root.outerHTML;
  };
  const html = page(document, 0);
  return { html, hidden: [...hidden] };
}
