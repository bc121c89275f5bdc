"""What the addresses in one document of a trace lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from runtime.tracing.snapshot_css import safe_css
from runtime.tracing.snapshot_index import SnapshotMissing

_DEEPEST_IMPORT: Final = 5


@dataclass
class Budget:
    """What one page may take, its frames included: the trace may be made to take everything."""

    nodes: int = 200_000
    characters: int = 48 * 1024**2
    parsed_bytes: int = 96 * 1024**2

    def spend(self, *, nodes: int = 0, characters: int = 0, parsed_bytes: int = 0) -> None:
        self.nodes -= nodes
        self.characters -= characters
        self.parsed_bytes -= parsed_bytes
        if min(self.nodes, self.characters, self.parsed_bytes) < 0:
            raise SnapshotMissing("This page is too large to be shown.")


class Files:
    """Of a document, or of a style sheet in it. `picture` and `sheet` get absolute addresses."""

    def __init__(
        self, base: str, *, picture: Callable[[str], str | None], sheet: Callable[[str], str | None], budget: Budget
    ) -> None:
        self.base = base
        self._picture = picture
        self._sheet = sheet
        self._budget = budget

    def absolute(self, address: str) -> str:
        try:
            return urljoin(self.base, address.strip())
        except ValueError:
            return ""

    def picture(self, address: str) -> str | None:
        """Where the picture or font at `address` is now."""
        return self._picture(self.absolute(address))

    def linked_sheet(self, address: str, *, depth: int = 0) -> str:
        """The text of the style sheet at `address`, with what it imports; "" when it is not kept."""
        absolute = self.absolute(address)
        css = self._sheet(absolute) if depth <= _DEEPEST_IMPORT else None
        if not css:
            return ""
        return Files(absolute, picture=self._picture, sheet=self._sheet, budget=self._budget).safe_sheet(
            css, depth=depth
        )

    def safe_sheet(self, css: str, *, depth: int = 0) -> str:
        self._budget.spend(characters=len(css))
        return safe_css(css, resolve=self.picture, imported=lambda address: self.linked_sheet(address, depth=depth + 1))
