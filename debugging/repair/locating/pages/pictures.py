"""What the pictures in a control are of: by the classes of icons, and the files and names of images."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from posixpath import basename, splitext
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from debugging.agent.page_element import text_of
from debugging.relocation.elements import word_set
from debugging.repair.locating.pages.given_names import is_given
from debugging.repair.locating.words.icon_words import SAME_ICON

_ICON: Final = re.compile(r"icon|^(?:fa|bi|mdi|ti|ri|glyphicon|lucide|feather|ph)-")
_SAYS_NOTHING: Final = re.compile(
    r"^(?:fa|fas|far|fab|fal|bi|mdi|icon|nav-icon|fa-(?:fw|lg|sm|xs|\dx|stack(?:-\dx)?|inverse)|[a-z]{1,5}-\d+|"
    r"(?:btn|input|nav|card|menu)-(?:\w+-+)*icon|"
    r"(?:[mp][trblxyse]?|fs|text|bg|d|float|pull|align)-.*)$"
)
HOW_MANY: Final = re.compile(r"\d[\d.,]*\+?")
_LIGATURES: Final = re.compile(r"(?:^|\s)material-(?:icons|symbols)")  # fonts that draw 'chevron_right' as a picture
_PLAIN: Final = re.compile(r"[A-Za-z_][\w-]*")
# How it is drawn, and not of what: 'trash-alt' and 'trash-fill' are of a bin.
_STYLES: Final = frozenset(
    {
        *("alt", "o", "outline", "outlined", "fill", "filled", "solid", "regular", "light", "thin", "duotone", "sharp"),
        *("rounded", "square", "circle", "icon", "icons", "img", "image", "fw", "v", "simple", "split", "f", "g", "in"),
        *("lg", "vert", "vertical", "horiz", "horizontal", "three", "h"),
    }
)

_OPENS_A_MENU: Final = frozenset({"chevron", "down", "up", "left", "right"})


def icon_words(node: HtmlElement) -> frozenset[str]:
    """Of the icons in it, by their classes: 'fa-trash-alt' is 'trash'."""
    words: set[str] = set()
    for icon in _icons(node):
        told = icon_classes(icon)
        told += [
            str(icon.get(name)).rpartition("#")[2] for name in ("data-icon", "data-lucide", "href") if icon.get(name)
        ]
        words |= {word for name in told for word in word_set(re.sub(r"^[a-z]{1,9}-", "", name))}
        words |= word_set(text_of(icon)) if _is_ligature(icon) else frozenset()
    return _without_styles(words)


def told_in_words(text: str, node: HtmlElement) -> str:
    """Nothing, of what says only a word that is drawn as a picture, or how many: "3", beside a bell."""
    if HOW_MANY.fullmatch(text.strip()) and picture_words(node):
        return ""
    drawn = [text_of(icon) for icon in node.iter("i", "span") if _is_ligature(icon)]
    return "" if drawn and " ".join(text.split()) == " ".join(drawn) else text


def _is_ligature(icon: HtmlElement) -> bool:
    return bool(_LIGATURES.search(str(icon.get("class") or "")))


def icon_classes(icon: HtmlElement) -> list[str]:
    """Those that say of what it is."""
    classes = str(icon.get("class") or "").split()
    sets = [name for name in classes if _is_set(name, classes)]
    told = [name for name in classes if not _SAYS_NOTHING.match(name) and name not in sets]
    return [name for name in told if name.startswith(tuple(f"{one}-" for one in sets))] or told


def selectors_of_pictures(node: HtmlElement) -> Iterator[str]:
    """CSS that finds a picture in `node` by what it is of."""
    for icon in _icons(node):
        yield from (f"{icon.tag}.{name}" for name in icon_classes(icon) if _PLAIN.fullmatch(name) and is_given(name))
    for image in node.iter("img"):
        name = _file(image)
        if is_given(name) and not any(word.isdigit() for word in word_set(name)):
            yield f"img[src*={json.dumps(name)}]"


def _icons(node: HtmlElement) -> Iterator[HtmlElement]:
    for one in node.iter("i", "span", "svg", "use", "img"):
        if one.tag in ("i", "svg", "use") or any(_ICON.search(name) for name in str(one.get("class") or "").split()):
            yield one


def _is_set(name: str, classes: list[str]) -> bool:
    """Of icons: of 'ti ti-home' it is 'ti'."""
    return any(other.startswith(f"{name}-") for other in classes)


def picture_words(node: HtmlElement) -> frozenset[str]:
    """Of its icons, or else of its images: 'google-play-badge.svg' is 'google play badge'."""
    return icon_words(node) or _without_styles(
        {word for image in node.iter("img") for word in word_set(_file(image)) if not word.isdigit()}
    )


def _file(image: HtmlElement) -> str:
    address = str(image.get("src") or "")
    return "" if address.startswith("data:") else splitext(basename(urlsplit(address).path))[0]


def _without_styles(words: set[str]) -> frozenset[str]:
    words = {word for word in words if not word.isdigit()} or words
    named = {SAME_ICON.get(word, word) for word in words - _STYLES or words}
    if "chevron" in named and named - _OPENS_A_MENU:  # stands beside the picture of what is in it
        named -= _OPENS_A_MENU
    return frozenset(named - {"arrow", "arrows"} if "refresh" in named else named)
