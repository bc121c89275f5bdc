"""What a good run's steps acted on, read from its trace after the run."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import Any, Final, Literal

from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element as Seen
from debugging.evidence import Page, Step
from debugging.gathering.pruning import PrunedPage, pruned
from debugging.repair.locating.pages.tree import Tree
from debugging.repair.memory.facts import facts_of
from runtime.tracing.page_source import PageSources
from runtime.tracing.snapshot_attributes import TARGET_ATTRIBUTE
from runtime.tracing.snapshot_index import SnapshotMissing

logger = logging.getLogger(__name__)

PASSES_MOST: Final = 3  # of one call in a loop
CALLS_MOST: Final = 200  # of one run
SECONDS_MOST: Final = 20.0
SITE_MOST: Final = 300
API_MOST: Final = 100
_MARK: Final = f' {TARGET_ATTRIBUTE}=""'
_MOMENTS: Final[tuple[Literal["before", "after"], ...]] = ("before", "after")  # a call that only reads marks it after


@dataclass(frozen=True)
class Noticed:
    """`page` is without the mark, so that calls on an unchanged page share it; `element["xpath"]` tells the place."""

    site: str
    call: str
    pass_number: int
    locator: str
    element: dict[str, Any]
    url: str
    page: str

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.page.encode("utf-8", "replace")).hexdigest()


def noticed(steps: Sequence[Step], pages: PageSources) -> Iterator[Noticed]:
    """`steps` are all of the run, oldest first. Steps whose element the trace does not tell are passed over."""
    until = monotonic() + SECONDS_MOST
    passes: Counter[tuple[str, str]] = Counter()
    reader = _Reader(pages)
    found = 0
    for step in steps:
        number = passes[step.site, step.api]
        passes[step.site, step.api] += 1
        if step.outcome != "ok" or number >= PASSES_MOST or not _has_place(step) or not _has_element(step):
            continue
        if found == CALLS_MOST or monotonic() > until:
            logger.info("Some calls of a long run are not remembered: it made more than %s", found)
            return
        one = reader.noticed(step, number)
        if one is not None:
            found += 1
            yield one


def _has_place(step: Step) -> bool:
    return 0 < len(step.site) <= SITE_MOST and len(step.api) <= API_MOST


def _has_element(step: Step) -> bool:
    """A trace may mark, for others, what an earlier call acted on."""
    return bool(step.selector) or step.api.startswith("element_handle.")


class _Reader:
    """A page that several steps acted on is read once."""

    def __init__(self, pages: PageSources) -> None:
        self._pages = pages
        self._marked: dict[str, PrunedPage | None] = {}
        self._read: dict[str, _ReadPage] = {}

    def noticed(self, step: Step, number: int) -> Noticed | None:
        kept = self._kept(step)
        if kept is None:
            return None
        html = kept.html.replace(_MARK, "", 1)
        page = self._read.get(html) or self._read.setdefault(html, _ReadPage(html))
        seen = page.at(kept.target_xpath)
        if seen is None:
            return None
        return Noticed(
            site=step.site,
            call=step.api,
            pass_number=number,
            locator=step.selector,
            element=facts_of(seen, page.content, page.tree, self._pages.box(step.key)),
            url=step.url,
            page=page.html,
        )

    def _kept(self, step: Step) -> PrunedPage | None:
        """The page with exactly one element marked."""
        for moment in _MOMENTS:
            if moment in step.snapshots:
                with suppress(SnapshotMissing):
                    written = self._pages.html(step.key, moment, filled_in=False)
                    if TARGET_ATTRIBUTE in written:
                        if written not in self._marked:
                            self._marked[written] = _pruned(written)
                        return self._marked[written]
        return None


class _ReadPage:
    def __init__(self, html: str) -> None:
        self.html = html
        self.content = PageContent(Page(html=html))
        self._by_node = {one.node: one for one in self.content.elements}

    @cached_property
    def tree(self) -> Tree:
        return Tree(self.content.documents[0].root)

    def at(self, xpath: str) -> Seen | None:
        found: Any = self.content.documents[0].root.getroottree().xpath(xpath) if self.content.documents else []
        return self._by_node.get(found[0]) if found else None


def _pruned(written: str) -> PrunedPage | None:
    """None unless it shows one target, and whole."""
    kept = pruned(written)
    return kept if kept.target_xpath and kept.html.count(_MARK) == 1 and not kept.is_cut else None
