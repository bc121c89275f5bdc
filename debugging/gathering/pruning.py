"""A page's HTML without what tells nothing about its elements: small enough to be kept with a report."""

from __future__ import annotations

from typing import Final, NamedTuple

from lxml import etree, html

from runtime.tracing.snapshot_attributes import TARGET_ATTRIBUTE, TARGET_LOOK

FRAME_ATTRIBUTE: Final = "data-frame-document"
HTML_MOST: Final = 300_000  # characters
READ_MOST: Final = 5_000_000
VALUE_MOST: Final = 300  # of an attribute
_LEFT_OUT: Final = ("script", "style", "noscript", "template", "link", "meta", "base", "object", "embed")
_CHILDLESS: Final = frozenset({"svg", "canvas", "video", "audio", "picture", "math"})
_DROPPED: Final = frozenset({"srcset", "sizes", "integrity", "nonce", "crossorigin", "d", "srcdoc"})
_DEEPEST_FRAME: Final = 3


class PrunedPage(NamedTuple):
    html: str
    is_cut: bool
    title: str
    target_xpath: str  # of the element that is marked as a step's target; "" when none is


NOTHING: Final = PrunedPage("", False, "", "")


def pruned(text: str) -> PrunedPage:
    """What is in a frame follows its element, in a `<div data-frame-document>` or span. What is too much is cut off."""
    root = _parsed(text[:READ_MOST])
    if root is None:
        return NOTHING
    title = " ".join((root.findtext(".//title") or "").split())
    _prune(root, depth=0)
    written = html.tostring(root, encoding="unicode")
    is_cut = len(written) > HTML_MOST or len(text) > READ_MOST
    written = written[:HTML_MOST]
    return PrunedPage(written, is_cut, title, _target(written))


def _parsed(text: str) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(text.replace("\0", "")) if text.strip() else None
    except (etree.LxmlError, ValueError):  # nothing in it that is HTML
        return None


def _prune(root: html.HtmlElement, *, depth: int) -> None:
    for shadow in root.xpath("//template[@shadowrootmode]"):
        shadow.tag = "div"  # is shown in the place of what its host holds
    etree.strip_elements(root, *_LEFT_OUT, with_tail=False)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _CHILDLESS:
            _empty(element)
        inner = element.get("srcdoc") if element.tag == "iframe" and depth < _DEEPEST_FRAME else None
        _prune_attributes(element)
        if inner:
            _put_frame(element, inner, depth)


def _empty(element: html.HtmlElement) -> None:
    """But for its title, which names it."""
    for child in list(element):
        if child.tag != "title":
            element.remove(child)


def _prune_attributes(element: html.HtmlElement) -> None:
    if TARGET_ATTRIBUTE in element.attrib:  # the look is ours, not the page's
        own = (element.attrib.pop("style", None) or "").removesuffix(TARGET_LOOK).rstrip(";")
        if own:
            element.set("style", own)
    for name, value in list(element.attrib.items()):
        lower = str(name).lower()
        if lower in _DROPPED or lower.startswith("on") or str(value).startswith("data:"):
            del element.attrib[name]
        elif len(value) > VALUE_MOST:
            element.set(name, f"{value[:VALUE_MOST]}…")


def _put_frame(element: html.HtmlElement, inner: str, depth: int) -> None:
    document = _parsed(inner)
    if document is None:
        return
    _prune(document, depth=depth + 1)
    body = document.find("body")
    in_paragraph = next(element.iterancestors("p"), None) is not None
    holder = "span" if in_paragraph else "div"  # which would end the paragraph, once this is read again
    held = document.makeelement(holder, {FRAME_ATTRIBUTE: element.get("name") or element.get("id") or ""})
    held.extend(list(body) if body is not None else [document])
    if body is not None:
        held.text = body.text
    element.addnext(held)  # what is inside of an <iframe> is read as text


def _target(written: str) -> str:
    root = _parsed(written)
    found = root.xpath(f"//*[@{TARGET_ATTRIBUTE}]") if root is not None and TARGET_ATTRIBUTE in written else []
    return found[0].getroottree().getpath(found[0]) if isinstance(found, list) and found else ""
