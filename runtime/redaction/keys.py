"""Secrets known by how they look: keys of well-known services, JSON web tokens, `Bearer …`, cookies, logins."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from runtime.redaction.named_values import SEPARATOR, tells_nothing, value_span
from runtime.redaction.names import places
from runtime.redaction.spans import HIDDEN, Span

_KEY: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}|whsec_[A-Za-z0-9+/=]{16,}"  # Stripe
    r"|sk-(?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_-]{20,}"  # OpenAI, Anthropic
    r"|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{16,}"
    r"|xox[a-z]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,}"  # Slack
    r"|(?:AKIA|ASIA)[A-Z0-9]{12,}|AIza[A-Za-z0-9_-]{20,}|ya29\.[A-Za-z0-9_-]{16,}"  # Amazon, Google
    r"|npm_[A-Za-z0-9]{20,}|pypi-[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{20,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"
    r"|lk_[A-Za-z0-9_-]{16,}"  # ours
    r"|(?<![_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){0,3}"  # JSON web token
    r")"
)
KEY_STARTS: Final = (  # in small letters; one of them is in each of those
    *("k_live_", "k_test_", "whsec_", "sk-", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox"),
    *("xapp-", "akia", "asia", "aiza", "ya29.", "npm_", "pypi-", "hf_", "sg.", "lk_", "eyj"),
)
_BEARER: Final = re.compile(
    r"\bbearer[ \t:]{1,4}(?:(?=[a-z~+/=-]{0,200}[0-9._])[a-z0-9._~+/=-]{8,}|[a-z~+/-]{24,})", re.IGNORECASE
)
_BASIC: Final = re.compile(r"\bbasic[ \t]{1,3}(?P<value>[a-z0-9+/_-]{6,}={0,2})", re.IGNORECASE)
_SCHEME: Final = re.compile(r"\w+[ \t:]+")
_HEADER: Final = re.compile(
    rf"(?:authorization|(?P<cookie>cookie)){SEPARATOR}(?P<list>\[(?=[\"'`\s]))?(?:b?(?P<quote>[\"'`]))?", re.IGNORECASE
)
_COOKIE: Final = re.compile(r"[\w.%!#$*+^|~-]{1,100}(?:=|%3[dD])")
_LINE_END: Final = re.compile(r"[\n\"'`<>]|\\[\"'nr]|&(?:quot|apos|lt|gt|#39|#34|#x27);|%(?:0[aAdD]|22|27)")
_LOGIN: Final = re.compile(r"://[^\s/:@\"'<>]{0,100}:(?P<value>[^\s/@\"'<>]{1,200})@")


def known_keys(text: str) -> Iterator[Span]:
    for match in _KEY.finditer(text):
        yield match.start(), match.end(), HIDDEN


def bearers(text: str, lower: str) -> Iterator[Span]:
    for place in places(lower, "bearer"):
        match = _BEARER.match(text, place)
        if match is None:
            continue
        scheme = _SCHEME.match(match[0])
        yield match.start() + (scheme.end() if scheme else 0), match.end(), HIDDEN
    for place in places(lower, "basic"):
        match = _BASIC.match(text, place)
        if match is not None and _is_login(match["value"]):
            yield *match.span("value"), HIDDEN


def headers(text: str, lower: str) -> Iterator[Span]:
    """Authorization headers and cookies: all that they say."""
    position = 0
    for place in sorted([*places(lower, "authorization"), *places(lower, "cookie")]):
        match = _HEADER.match(text, place) if place >= position else None
        if match is None or match["tag"] or (match["cookie"] and not _COOKIE.match(text, match.end())):
            continue
        for span in _header_value(text, match):
            position = span[1]
            yield span


def logins(text: str) -> Iterator[Span]:
    """`postgresql://user:password@host`"""
    for match in _LOGIN.finditer(text):
        if not tells_nothing(text, match.start("value")):
            yield *match.span("value"), HIDDEN


def _header_value(text: str, match: re.Match[str]) -> Iterator[Span]:
    start = match.end()
    if match["list"]:
        end = text.find("]", start)
        yield start, len(text) if end < 0 else end, HIDDEN
    elif match["quote"]:
        yield from value_span(text, start, match["quote"])
    elif not tells_nothing(text, start) and (end := _end_of_header(text, start)) > start:
        yield start, end, HIDDEN


def _end_of_header(text: str, start: int) -> int:
    if text[start : start + 7].lower() in ("digest ", "aws4-hm"):  # they quote parts of themselves
        found = text.find("\n", start)
        return len(text) if found < 0 else found
    end = _LINE_END.search(text, start)
    return end.start() if end else len(text)


def _is_login(value: str) -> bool:
    """Whether what follows `Basic` is a name and a password, and no word of a sentence."""
    encoded = value.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return b":" in base64.b64decode(encoded + "=" * (-len(encoded) % 4))
    except (binascii.Error, ValueError):
        return False
