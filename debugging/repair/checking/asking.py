"""Requests by POST that only ask: queries of GraphQL, which by its specification change nothing."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from debugging.repair.checking.requests_sent import SentRequest
from runtime.recording.hiding import safe_address
from runtime.tracing.posted_bodies import Posted

_BATCH_MOST: Final = 50
_NO_CODE: Final = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*', re.DOTALL)
_OPERATION: Final = re.compile(r"\b(query|mutation|subscription)\b")
_BEGINS: Final = re.compile(r"\s*(?:query\b|fragment\b|\{)")


def without_asking(requests: Sequence[SentRequest], posted: Iterable[Posted]) -> list[SentRequest]:
    """`requests` without those that are known to only ask. An address counts only when all that was sent to it asks."""
    asking: Counter[str] = Counter()
    others: set[str] = set()
    for sent in posted:
        if sent.method == "POST" and only_asks(sent.body):
            asking[_address(sent.url)] += 1
        else:
            others.add(_address(sent.url))
    told = Counter(_address(request.url) for request in requests if request.method == "POST")
    harmless = {url for url, count in told.items() if url not in others and asking[url] >= count}
    return [one for one in requests if one.method != "POST" or _address(one.url) not in harmless]


def only_asks(body: str | None) -> bool:
    """Whether it is GraphQL with queries alone. A query that is only named by its digest tells nothing."""
    try:
        read: Any = json.loads(body or "")
    except (ValueError, RecursionError):
        return False
    asked = read if isinstance(read, list) else [read]
    return 0 < len(asked) <= _BATCH_MOST and all(isinstance(one, dict) and _is_query(one.get("query")) for one in asked)


def _is_query(text: object) -> bool:
    if not isinstance(text, str):
        return False
    code = _NO_CODE.sub(" ", text)
    return bool(_BEGINS.match(code)) and not {"mutation", "subscription"} & set(_OPERATION.findall(code))


def _address(url: str) -> str:
    return safe_address(url.partition("#")[0])
