"""What kind of text a value is: so that a price is not taken for a headline, though both are text."""

from __future__ import annotations

import re
from typing import Final

FORMS: Final[dict[str, re.Pattern[str]]] = {
    "a number": re.compile(r"[-+]?\s*(?:\d{1,3}(?:[.,'\s]\d{3})+|\d+)(?:[.,]\d+)?\s*%?"),
    "an amount of money": re.compile(
        r"(?:[A-Z]{3}|[^\w\s.,:;/#-])\s*[-+]?\d[\d.,'\s]*|[-+]?\d[\d.,'\s]*\s*(?:[A-Z]{3}|[^\w\s.,:;/#%-])"
    ),
    "a date": re.compile(r"(?:\d{4}-\d{1,2}-\d{1,2}(?:[T ][\d:.]+\S*)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})"),
    "a time of day": re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?", re.IGNORECASE),
    "an address": re.compile(r"(?:https?://|/)[^\s]*"),
    "an e-mail address": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
}
WITH_DIGITS: Final = "a text with digits"


def forms_of(text: str) -> frozenset[str]:
    line = text.strip()
    found = {name for name, pattern in FORMS.items() if len(line) <= 500 and pattern.fullmatch(line)}
    return frozenset(found | ({WITH_DIGITS} if any(letter.isdigit() for letter in line) else set()))
