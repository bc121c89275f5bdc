"""Which of a run's requests may have changed something on somebody's site. In doubt, one did."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from debugging.agent.wording import address
from debugging.repair.checking.telemetry import is_telemetry

WORDS_MOST: Final = 3
READING: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_SHOWN: Final = frozenset({"image", "stylesheet", "font", "script", "media", "texttrack", "manifest", "prefetch"})
_NEVER_SENT: Final = re.compile(
    r"blocked by the (?:page's content security policy|workflow)|blocked: not secure|ERR_NAME_NOT_RESOLVED"
    r"|ERR_CONNECTION_REFUSED|ERR_ADDRESS_UNREACHABLE|ERR_INTERNET_DISCONNECTED|ERR_BLOCKED_BY_CLIENT|ERR_CERT_"
)
# A GET should change nothing (RFC 9110), but some do: "/cart/remove/7", "/?add-to-cart=12", "/unsubscribe?u=5".
_ACTS: Final = frozenset(
    {
        *("delete", "remove", "destroy", "erase", "purge", "cancel", "confirm", "approve", "accept", "reject"),
        *("decline", "submit", "send", "pay", "purchase", "unsubscribe", "subscribe", "vote", "upvote", "downvote"),
        *("activate", "deactivate", "enable", "disable", "toggle", "archive", "restore", "publish", "unpublish"),
        *("lock", "unlock", "block", "unblock", "follow", "unfollow", "save", "update", "redeem", "claim", "transfer"),
        *("withdraw", "refund", "execute", "trigger", "revoke", "resend", "dismiss", "acknowledge", "checkin"),
        *("addtocart", "placeorder", "optout", "optin", "markasread"),
    }
)
# Pages of forms are called so, too; with a query they act.
_ACTS_WITH_QUERY: Final = frozenset({"add", "buy", "book", "order", "reserve", "create", "checkout", "set", "reset"})
_NAMES_AN_ACT: Final = frozenset({"action", "act", "do", "cmd", "command", "op", "operation", "method", "task", "mode"})
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


class SentRequest(NamedTuple):
    t_ms: int
    method: str
    url: str
    resource_type: str
    status: int | None = None
    failure: str = ""
    is_document: bool = False


def changing(requests: Iterable[SentRequest]) -> list[str]:
    """A sentence about each that may have changed something, oldest first."""
    return list(dict.fromkeys(sentence for request in requests if (sentence := _sentence(request))))


def _sentence(request: SentRequest) -> str:
    """ "" when it changed nothing."""
    method, kind = request.method.upper(), request.resource_type
    scheme = request.url.partition(":")[0].lower()
    if kind == "websocket" or scheme in ("ws", "wss"):
        if is_telemetry(request.url, kind):
            return ""
        return f"It had a WebSocket to {address(request.url)} open, and what it sent there is not recorded."
    if scheme not in ("http", "https") or _NEVER_SENT.search(request.failure):
        return ""
    if method not in READING:
        answer = f", answered with {request.status}" if request.status else ""
        return "" if is_telemetry(request.url, kind) else f"It sent {method} {address(request.url)}{answer}."
    if method == "GET" and kind not in _SHOWN and says_that_it_acts(request.url):
        return f"It asked for {address(request.url)}, an address that acts."
    return ""


def says_that_it_acts(url: str) -> bool:
    """The last parts of its path or a name in its query say so."""
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)[:100]
    except ValueError:
        return True
    told = [*parts.path.strip("/").split("/")[-3:], *(name for name, _ in query)]
    told += [value for name, value in query if name.lower() in _NAMES_AN_ACT]
    words = frozenset(word for text in told for word in _words(text[:100]))
    return bool(words & _ACTS) or bool(parts.query and words & _ACTS_WITH_QUERY)


def _words(text: str) -> list[str]:
    """Of "add-to-cart" also "addtocart". Many words are a title: "how-to-save-money"."""
    words = [word.lower() for word in _WORD.findall(text)]
    return [*words, "".join(words)] if len(words) <= WORDS_MOST else []
