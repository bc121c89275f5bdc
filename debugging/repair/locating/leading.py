"""Where links lead, however their addresses are written."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

_BEGINNING: Final = re.compile(r"^(?:\.{0,2}/)+")
_ENDING: Final = re.compile(r"(?:(?:^|/)index)?(?:\.(?:html?|php|aspx?|jsp))?/?$", re.I)
_NAMED: Final = re.compile(r"(?!(?:index|default|home|main)\b)[^\W\d]{3,}(?:[-_]?[^\W_]+)*")


def leads_to(address: str) -> str:
    """'../orders.html' and '/orders' lead to the same place of a site."""
    parts = urlsplit(address)
    path = _ENDING.sub("", _BEGINNING.sub("", parts.path))
    scheme = "" if parts.scheme in ("http", "https") else parts.scheme
    return urlunsplit(parts._replace(path=path, scheme=scheme, netloc=parts.netloc.removeprefix("www.")))


def page_named(address: str) -> str:
    """'orders' of '../shop/orders.html'; "" where that does not say which page it is."""
    parts = urlsplit(address)
    name = _ENDING.sub("", parts.path).rpartition("/")[2]
    is_plain = not (parts.netloc or parts.query or parts.fragment) and _NAMED.fullmatch(name) is not None
    return name.lower() if is_plain else ""
