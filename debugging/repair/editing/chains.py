"""The whole locator of a call, wherever in the bundle its parts were written, as the run used it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from debugging.agent.locators import Call
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.links import Link, links_of
from debugging.repair.editing.matching import Fitted, fits
from debugging.repair.editing.meanings import Meaning, meanings
from debugging.repair.editing.written import Frame, Written


@dataclass(frozen=True, eq=False)
class Segment:
    """Links that stand in one expression. `meaning`: what the part after it calls it; None for the call itself."""

    root: Written  # what the first link is called on
    links: tuple[Fitted, ...]
    meaning: Meaning | None = None


@dataclass(frozen=True, eq=False)
class Chain:
    """From the page inwards."""

    segments: tuple[Segment, ...]

    @property
    def links(self) -> tuple[Fitted, ...]:
        return tuple(link for segment in self.segments for link in segment.links)

    @property
    def root(self) -> Written:
        return self.segments[0].root

    def segment_of(self, link: Fitted) -> Segment:
        return next(one for one in self.segments if link in one.links)

    @property
    def key(self) -> tuple[tuple[str, int], ...]:
        """Where it is written."""
        return tuple((one.link.source.file, one.link.span.start) for one in self.links)


def chains(bundle: Bundle, written: Written, said: tuple[Call, ...]) -> tuple[Chain, ...]:
    """The ways in which the expression can be the locator `said`; those written at the same places once."""
    found = {chain.key: chain for chain in reversed(list(_Search(bundle).chains(written, said)))}
    return tuple(found.values())


def chain_of_selector(bundle: Bundle, link: Link, owner: Written, said: tuple[Call, ...]) -> tuple[Chain, ...]:
    """Of page.click("#pay")."""
    fitting = [one for one in fits(bundle, link, owner.frame, said) if len(one.calls) == len(said)]
    return tuple(Chain((Segment(owner, (one,)),)) for one in fitting[:1])


@dataclass(frozen=True, eq=False)
class _Search:
    """Looks at each expression once for what is still to be found."""

    bundle: Bundle
    seen: set[tuple[int, int, int]] = field(default_factory=set)

    def chains(self, written: Written, said: tuple[Call, ...], meaning: Meaning | None = None) -> Iterator[Chain]:
        call = written.frame.call if written.frame is not None else None
        key = (id(written.node), id(call), len(said))
        if key in self.seen:
            return
        self.seen.add(key)
        root, links = links_of(written.source, written.node)
        start = written.other(root)
        for fitted, rest in _fitted(self.bundle, links, written.frame, said):
            segment = Segment(start, fitted, meaning)
            if not rest:
                yield Chain((segment,))
                continue
            for one in meanings(self.bundle, start):
                for chain in self.chains(one.value, rest, one):
                    yield Chain((*chain.segments, segment))


def _fitted(
    bundle: Bundle, links: tuple[Link, ...], frame: Frame | None, said: tuple[Call, ...]
) -> Iterator[tuple[tuple[Fitted, ...], tuple[Call, ...]]]:
    """Ways to read the end of `said` as these links, with what is left of it."""
    if not links:
        yield (), said
        return
    for one in fits(bundle, links[-1], frame, said):
        for before, rest in _fitted(bundle, links[:-1], frame, said[: len(said) - len(one.calls)]):
            yield (*before, one), rest
