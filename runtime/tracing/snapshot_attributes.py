"""The attributes of a page's elements, without those that run, send or load anything."""

from __future__ import annotations

import re
from typing import Any, Final, Protocol

from runtime.tracing.snapshot_css import safe_css

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_:.-]*\Z")
_FRAGMENT: Final = re.compile(r"#[\w:.-]+\Z")
_BETWEEN_CANDIDATES: Final = re.compile(r",\s")
_PICTURE_DATA: Final = re.compile(r"data:image/", re.IGNORECASE)
_OWN: Final = "__playwright_"
TARGET_ATTRIBUTE: Final = "data-libretto-target"  # marks the element that the step acts on
NOT_SHOWN_ATTRIBUTE: Final = "data-libretto-not-shown"  # "all" with what is in it, or "self"; as page_html.js
TARGET_LOOK: Final = "outline:3px solid #e8590c!important;outline-offset:2px!important"
# What a browser does for an open modal dialog and an open popover; only scripts can open them.
_MODAL_LOOK: Final = "position:fixed;inset-block:0;z-index:2147483646;box-shadow:0 0 0 200vmax rgb(0 0 0/10%)"
_POPOVER_LOOK: Final = "position:fixed;display:block;z-index:2147483646"
_PASSWORD: Final = "•" * 8
_DROPPED: Final = re.compile(
    r"on.*|__playwright_.*|form.+|(image)?(srcset|sizes)|action|method|enctype|target|ping|download|srcdoc|sandbox|allow|csp"
    r"|http-equiv|nonce|integrity|crossorigin|manifest|data|codebase|archive|cite|longdesc|profile|lowsrc|dynsrc|xml:base"
    r"|base|is|item(id|type)|auto(focus|play)|loading|fetchpriority|shadowroot.*|attributionsrc|popover"
)
_MAY_LOAD: Final = frozenset(
    {
        "style",
        "fill",
        "stroke",
        "filter",
        "mask",
        "clip-path",
        "cursor",
        "marker",
        "marker-start",
        "marker-mid",
        "marker-end",
    }
)
_PICTURES: Final = {  # element: the attribute that names its picture
    "IMG": "src",
    "INPUT": "src",
    "VIDEO": "poster",
    "BODY": "background",
    "TABLE": "background",
    "TR": "background",
    "TD": "background",
    "TH": "background",
    "IMAGE": "href",
    "FEIMAGE": "href",
}
_LINKS: Final = frozenset({"A", "AREA"})
_ADDRESSES: Final = frozenset({"src", "href", "xlink:href", "poster", "background"})


class Addresses(Protocol):
    """Where a document's files are now."""

    def picture(self, address: str) -> str | None: ...
    def absolute(self, address: str) -> str: ...


def safe_attributes(name: str, given: dict[str, Any], addresses: Addresses) -> dict[str, str]:
    """Of the element `name` (in capitals), with the state it had in the page as attributes."""
    texts = {key: value for key, value in given.items() if isinstance(key, str) and isinstance(value, str)}
    kept: dict[str, str] = {}
    for key, value in texts.items():
        lower = key.lower()
        if _NAME.match(key) is None or _DROPPED.fullmatch(lower):
            continue
        if lower in _ADDRESSES:
            kept |= _address(name, lower, value, addresses)
        elif lower in _MAY_LOAD:
            kept[key] = safe_css(value, resolve=addresses.picture)
        else:
            kept[key] = value
    if name == "FORM":
        kept["method"] = "dialog"  # sends nothing
    if name == "IMG":
        kept |= _shown_picture(texts, addresses)
    _add_state(name, texts, kept)
    return kept


def _address(name: str, key: str, value: str, addresses: Addresses) -> dict[str, str]:
    if name in _LINKS:
        return {"href": "#"} if key.endswith("href") else {}  # looks like a link, and leads nowhere
    if _PICTURES.get(name) == key.removeprefix("xlink:"):
        where = value if _PICTURE_DATA.match(value) else addresses.picture(value)
        return {key: where} if where is not None else {}
    return {key: value} if key.endswith("href") and _FRAGMENT.match(value) else {}


def _shown_picture(texts: dict[str, str], addresses: Addresses) -> dict[str, str]:
    """The one of several that the browser had chosen, in the density it was chosen for."""
    current = texts.get(f"{_OWN}current_src__", "")
    where = current if _PICTURE_DATA.match(current) else addresses.picture(current) if current else None
    if where is None:
        return {}
    for candidate in _BETWEEN_CANDIDATES.split(texts.get("srcset", "")[:10_000]):
        address, _, density = candidate.strip().partition(" ")
        if density and " " not in where and addresses.absolute(address) == current:
            sizes = {"sizes": texts["sizes"]} if "sizes" in texts and density.endswith("w") else {}
            return {"src": where, "srcset": f"{where} {density.strip(', ')}", **sizes}
    return {"src": where}


def _add_state(name: str, texts: dict[str, str], kept: dict[str, str]) -> None:
    def state(what: str) -> str | None:
        return texts.get(f"{_OWN}{what}")

    if name == "INPUT" and state("value_") is not None:
        kind = texts.get("type", "").strip().lower()
        value = state("value_") or ""
        if kind == "file":
            kept.pop("value", None)
        elif kind not in ("checkbox", "radio"):
            kept["value"] = _PASSWORD if kind == "password" and value else value
    for what, attribute in (("checked_", "checked"), ("selected_", "selected")):
        if state(what) == "true":
            kept[attribute] = ""
        elif state(what) is not None:
            kept.pop(attribute, None)
    looks = []
    if state("dialog_open_") is not None:
        kept["open"] = ""
        looks += [_MODAL_LOOK] if state("dialog_open_") == "modal" else []
    if "popover" in texts:
        looks.append(_POPOVER_LOOK if state("popover_open_") is not None else "display:none!important")
    if state("target__") is not None:
        kept[TARGET_ATTRIBUTE] = ""
        looks.append(TARGET_LOOK)
    if looks:
        kept["style"] = ";".join([*([kept["style"]] if kept.get("style") else []), *looks])
