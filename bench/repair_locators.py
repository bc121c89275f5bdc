"""Locators of one element as people and recorders write them, for cases that are drawn by chance."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from playwright.async_api import Locator, Page

SAID_MOST: Final = 60
NAME: Final = re.compile(r"[A-Za-z_][\w-]*")
LAYOUT: Final = re.compile(r"^(col|row|active|d-|m[trblxy]?-|p[trblxy]?-|text-|w-|h-|show|open|float|pull-|ms-|me-)")
FIRST_LINE: Final = re.compile(r'- (?P<role>\w+)(?: "(?P<name>(?:[^"\\]|\\.)+)")?')
TICKED: Final = ("checkbox", "radio")
PRESSED: Final = ("submit", "button", "image", "reset", *TICKED)
FILLED: Final = {"number": "7", "range": "7", "date": "2026-05-04", "email": "a@example.org", "time": "10:30"}


@dataclass(frozen=True)
class Written:
    text: str  # Python, after 'page.'

    def on(self, page: Page) -> Locator:
        found: Locator = eval(f"page.{self.text}", {"page": page})  # noqa: S307 (written below)
        return found


def locators_of(keyed: Mapping[str, Any], snapshot: str) -> list[Written]:
    """`snapshot`: the element as assistive technology sees it, in Playwright's words."""
    return [Written(text) for text in dict.fromkeys(_texts(keyed, snapshot))]


def _texts(keyed: Mapping[str, Any], snapshot: str) -> Iterator[str]:
    attributes, tag = keyed["attributes"], keyed["tag"]
    seen = FIRST_LINE.match(snapshot.strip())
    if seen and seen["name"] and len(seen["name"]) <= SAID_MOST:
        yield f"get_by_role({_quoted(seen['role'])}, name={_quoted(json.loads(chr(34) + seen['name'] + chr(34)))})"
    if keyed["label"]:
        yield f"get_by_label({_quoted(keyed['label'])})"
    for attribute in ("placeholder", "title"):
        if attributes.get(attribute):
            yield f"get_by_{attribute}({_quoted(attributes[attribute])})"
    if keyed["text"] and len(keyed["text"]) <= SAID_MOST and tag in ("a", "button"):
        yield f"get_by_text({_quoted(keyed['text'])}, exact=True)"
        yield f"locator({_quoted(tag)}, has_text={_quoted(keyed['text'])})"
    yield from _css(keyed, attributes, tag)


def _css(keyed: Mapping[str, Any], attributes: Mapping[str, str], tag: str) -> Iterator[str]:
    name, around = attributes.get("name", ""), keyed["around"]
    if NAME.fullmatch(attributes.get("id", "")):
        yield f"locator({_quoted('#' + attributes['id'])})"
    if NAME.fullmatch(name):
        yield f"locator({_quoted(f'{tag}[name={name}]')})"
    if tag == "a":
        yield "locator(" + _quoted(f'a[href="{attributes["href"]}"]') + ")"
    own = [one for one in attributes.get("class", "").split() if NAME.fullmatch(one) and not LAYOUT.match(one)]
    if own:
        yield f"locator({_quoted(tag + ''.join('.' + one for one in own[:2]))})"
    if around:
        yield f"locator({_quoted(f'{around} {tag}' + ('.' + own[0] if own else ''))})"


def step(way: Written, now: Mapping[str, Any]) -> str:
    """What a workflow does with such an element."""
    if now["tag"] == "select":
        return f"await page.{way.text}.select_option(index={max(0, len(now['options']) - 1)})"
    if now["tag"] == "textarea" or (now["tag"] == "input" and now["type"] not in (*PRESSED, "file", "color")):
        return f"await page.{way.text}.fill({_quoted(FILLED.get(now['type'], 'North'))})"
    return f"await page.{way.text}.click()"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
