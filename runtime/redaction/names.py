"""Words that name a secret, found quickly: most lines have none, and pay for no pattern."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

# One of these is in every name; the pattern is tried only where one stands.
PARTS: Final = (
    *("pass", "pwd", "kennwort", "secret", "token", "credential", "key", "srf", "sess", "otp", "pin", "cvv", "cvc"),
    "one-time",
)
_KINDS_OF_KEY: Final = ("api", "access", "private", "signing", "encryption", "account", "master", "session")
_KEY: Final = "|".join(f"(?<={kind})|(?<={kind}[ _-])" for kind in _KINDS_OF_KEY)
_NAME: Final = re.compile(
    rf"passwor[dt](?!s)|passwd|passphrase|passcode|pwd|kennwort|secret(?!s|ar)|token(?!s|iz)|credential(?!s|\])"
    rf"|(?:{_KEY})key(?!s)|(?<=[cx])srf|(?:(?<=php)|(?<=j))sess(?:ion)?id"
    r"|(?<=[_-])pass(?=[\"']?\s?[:=]\s?[\"']|=)|(?<![a-z])pass(?==(?!\d{1,4}\b))"
    r"|(?<![a-z])(?:otp|pin|cvv|cvc)(?![a-z])|one-time-code",
    re.IGNORECASE,
)


class Names:
    """Where a text has names of secrets."""

    def __init__(self, text: str, lower: str) -> None:
        found = (_NAME.match(text, start) for part in PARTS if part in lower for start in places(lower, part))
        self.spans: Final = sorted(match.span() for match in found if match)
        self._starts = [start for start, _ in self.spans]

    def any_between(self, start: int, end: int) -> bool:
        place = bisect_left(self._starts, start)
        return place < len(self._starts) and self._starts[place] < end


def are_in(text: str) -> bool:
    """Whether a selector or a label is that of a field for secrets."""
    return bool(Names(text, lowered(text)).spans)


def places(text: str, word: str) -> Iterator[int]:
    position = text.find(word)
    while position >= 0:
        yield position
        position = text.find(word, position + 1)


def lowered(text: str) -> str:
    """In small letters, each at the place it had."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(sign.lower() if sign.isascii() else sign for sign in text)
