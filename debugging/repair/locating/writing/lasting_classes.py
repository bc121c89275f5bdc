"""The last way to name an element: a class of its own that outlasted the change."""

from __future__ import annotations

from collections.abc import Iterator

from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.given_names import is_given
from debugging.repair.locating.pages.kept_page import KeptPage
from debugging.repair.locating.writing.calls_written import call_of, written
from debugging.repair.locating.writing.ways import PLAIN_CSS, Way


def lasting_classes(match: Match) -> Iterator[Way]:
    """A class of its own, before and now: it outlasted this change, too."""
    for name in match.new.seen.get("class").split():
        outlasted = name in match.old.seen.get("class").split() and is_given(name) and PLAIN_CSS.fullmatch(name)
        if outlasted and _bearers(match.before, name) == _bearers(match.now, name) == 1:
            yield Way(20, written([call_of("locator", f".{name}")]))


def _bearers(page: KeptPage, name: str) -> int:
    return sum(name in one.get("class").split() for one in page.content.elements)
