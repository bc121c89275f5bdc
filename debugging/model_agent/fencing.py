"""Data in a prompt, between lines that nobody who wrote it can know."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from runtime.redaction.shapes import hidden

_KEPT: Final = "\n\t"


@dataclass(frozen=True)
class Fence:
    """One for each asking."""

    name: str = field(default_factory=lambda: f"data-{secrets.token_hex(8)}")

    def around(self, text: str, most: int) -> str:
        """Without what looks like a secret and without signs that are not seen, at most `most` characters."""
        shown = "".join(
            sign for sign in hidden(text) if sign in _KEPT or unicodedata.category(sign) not in ("Cc", "Cf")
        )
        if len(shown) > most:
            shown = f"{shown[:most]}\n… ({len(shown) - most:,} more characters)"
        return f"<{self.name}>\n{shown.replace(self.name, 'data')}\n</{self.name}>"
