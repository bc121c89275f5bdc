"""Where links lead, however their addresses are written."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

_BEGINNING: Final = re.compile(r"^(?:\.{0,2}/)+")
_ENDING: Final = re.compile(r"(?:(?:^|/)index)?(?:\.(?:html?|php|aspx?|jsp))?/?$", re.I)
_FILE: Final = re.compile(r"[\w-]+\.(?!html?$|php$|aspx?$|jsp$)[a-z]{2,4}", re.I)
_NAMED: Final = re.compile(r"(?!(?:index|default|home|main)\b)[^\W\d]{3,}(?:[-_]?[^\W_]+)*")


def leads_to(address: str) -> str:
    """'../orders.html' and '/orders' lead to the same place of a site."""
    parts = urlsplit(address)
    path = _ENDING.sub("", _BEGINNING.sub("", parts.path))
    scheme = "" if parts.scheme in ("http", "https") else parts.scheme
    return urlunsplit(parts._replace(path=path, scheme=scheme, netloc=parts.netloc.removeprefix("www.")))


def is_home(address: str) -> bool:
    """Of a site, under one of the names that this has."""
    parts = urlsplit(address)
    page = _ENDING.sub("", parts.path.rpartition("/")[2]).strip(".").rstrip("0123456789").rstrip("-_v")
    is_there = bool(parts.path) and not parts.query and not parts.fragment
    return is_there and page.lower() in ("", "index", "home", "default", "main", "dashboard")


def page_named(address: str) -> str:
    """'orders' of '../shop/orders.html', 'large/5.jpg' of 'img/large/5.jpg'; "" where that does not say which it is."""
    parts = urlsplit(address)
    if parts.netloc or parts.query or parts.fragment:
        return ""
    folder, _, name = parts.path.rpartition("/")
    page, inside = _ENDING.sub("", name), folder.rpartition("/")[2]
    if _NAMED.fullmatch(page):
        return page.lower()
    return f"{inside}/{name}".lower() if _NAMED.fullmatch(inside) and _FILE.fullmatch(name) else ""


def page_numbered(address: str) -> str:
    """'500' of 'errors/500.html'; "" where its name is no number."""
    parts = urlsplit(address)
    page = _ENDING.sub("", parts.path.rpartition("/")[2])
    return page if page.isdecimal() and not (parts.netloc or parts.query or parts.fragment) else ""
