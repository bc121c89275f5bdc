"""What was measured against what must be and what is aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["aim reached", "met", "MISSED"]


@dataclass(frozen=True, kw_only=True)
class Row:
    what: str
    measured: float
    must: float
    aim: float | None = None
    more_is_better: bool = False
    note: str = ""
    form: str = ".2f"

    @property
    def verdict(self) -> Verdict:
        if self._reaches(self.aim):
            return "aim reached"
        return "met" if self._reaches(self.must) else "MISSED"

    def printed(self) -> str:
        """A row of the table."""
        sign = "≥ " if self.more_is_better else "≤ "
        numbers = [self._number(self.must, sign), self._number(self.aim, sign), self._number(self.measured)]
        return f"| {' | '.join([self.what, *numbers, self.verdict, self.note])} |"

    def _reaches(self, bound: float | None) -> bool:
        if bound is None:
            return False
        return self.measured >= bound if self.more_is_better else self.measured <= bound

    def _number(self, number: float | None, sign: str = "") -> str:
        return "-" if number is None else f"{sign}{number:{self.form}}"


def printed(rows: Sequence[Row]) -> str:
    """As a Markdown table."""
    head = ["| | must | aim | measured | verdict | |", "| --- | --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *(row.printed() for row in rows)])
