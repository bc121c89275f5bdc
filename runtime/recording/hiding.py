"""Hides what is secret by its name: cookies, authorization headers, tokens in addresses.

(What is secret because the run was given it as a credential is masked where events are written.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import unquote_plus

from runtime.redaction.spans import HIDDEN

HEADERS_MOST = 60  # of one request or response
HEADER_NAME_MOST = 100  # characters
HEADER_VALUE_MOST = 1_000
HEADERS_TEXT_MOST = 16_000  # names and values of all of them

_PARAMETER = re.compile(r"(?<=[?&;#])([^=&;#?\s]{1,100})=([^&;#\s\"'<>]*)")
_LOGIN = re.compile(r"(?<=://)[^/?#@\s]*@")
_IN_A_NAME = re.compile(
    r"token(?!s)|secret|passw|signature|apikey|credential|csrf|xsrf|sessi|sessid|jwt|saml|authorization"
)
_WORDS = frozenset({"auth", "key", "otp", "pass", "passphrase", "pin", "pwd", "sid", "sig"})
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SAFE_HEADER = re.compile(r"access-control-|cross-origin-|sec-fetch-|sec-ch-")


@lru_cache(2_000)
def is_secret(name: str) -> bool:
    """Whether a parameter or a header of this name holds something that lets others in."""
    if _IN_A_NAME.search(re.sub(r"[-_.\[\]]", "", name.lower())):
        return True
    return any(word.lower() in _WORDS for word in _WORD.findall(name))


def safe_address(text: str) -> str:
    """`text`, an address or a text with addresses in it, without the values of secret parameters."""
    if "@" in text:
        text = _LOGIN.sub(f"{HIDDEN}@", text)
    return _PARAMETER.sub(_safe_parameter, text) if "=" in text else text


def safe_headers(headers: Mapping[str, str], cut: Callable[[str, int], str]) -> dict[str, str]:
    """A copy that may be shown, bounded in number and length. Several values of one name are lines."""
    kept: dict[str, str] = {}
    room = HEADERS_TEXT_MOST
    for given, whole in headers.items():
        name, value = cut(given, HEADER_NAME_MOST), cut(_safe_value(given.lower(), str(whole)), HEADER_VALUE_MOST)
        room -= len(name) + len(value)
        if room < 0 or len(kept) == HEADERS_MOST:
            kept["…"] = f"{len(headers) - len(kept)} more were left out"
            break
        kept[name] = value
    return kept


def _safe_value(name: str, value: str) -> str:
    if name == "cookie":
        return "; ".join(_named(cookie) for cookie in value.split(";"))
    if name == "set-cookie":
        return "\n".join("; ".join([_named(first), *rest]) for first, *rest in map(_parts, value.split("\n")))
    if is_secret(name) and not _SAFE_HEADER.match(name):
        return HIDDEN
    return safe_address(value)


def _parts(cookie: str) -> list[str]:
    return [part.strip() for part in cookie.split(";")]


def _named(cookie: str) -> str:
    name, equals, _ = cookie.strip().partition("=")
    return f"{name}={HIDDEN}" if equals else HIDDEN


def _safe_parameter(match: re.Match[str]) -> str:
    return f"{match[1]}={HIDDEN}" if match[2] and is_secret(unquote_plus(match[1])) else match[0]
