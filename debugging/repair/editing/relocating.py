"""Writes a new locator in the place of the one that a call has, where that is safe for all who use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from debugging.agent.locators import Call
from debugging.evidence import Evidence
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import CallSite
from debugging.repair.editing.chains import Segment
from debugging.repair.editing.comparing import (
    Difference,
    depends_on_caller,
    difference,
    in_playwrights_words,
    must_be_kept,
    one_value,
)
from debugging.repair.editing.literals import callers, is_given, literal_splice, may_change
from debugging.repair.editing.matching import Fitted
from debugging.repair.editing.placing import SHARED, at_the_call, in_place, touched_by
from debugging.repair.editing.splices import CannotEdit, Splice
from debugging.repair.editing.uses import matters, may_matter, uses
from debugging.repair.editing.wanted import wanted


@dataclass(frozen=True, eq=False)
class Edit:
    """`touched`: what is replaced, in Playwright's words. `given`: it stands where the failed call is given it, by its
    function's caller or by a loop, so that other turns of the same call keep what they have."""

    splices: tuple[Splice, ...]
    touched: tuple[Call, ...]
    given: bool = False


def relocated(bundle: Bundle, site: CallSite, locator: str, evidence: Evidence) -> Edit:
    """Raises CannotEdit."""
    new = wanted(locator)
    found = difference(site.chain, new)
    touched = touched_by(found)
    words = in_playwrights_words(touched)
    single = one_value(found)
    if single is not None and may_change(bundle, site, single.value):
        return Edit((literal_splice(single.value, single.text),), words, is_given(single.value))
    if single is not None and is_given(single.value):
        raise CannotEdit(SHARED)
    segments = list(dict.fromkeys(map(site.chain.segment_of, touched)))
    if len(segments) == 1 and _may_change(bundle, site, segments[0], found, evidence):
        return Edit(in_place(site, found), words, _is_given(site, segments[0], touched))
    return Edit((at_the_call(bundle, site, new),), words)


def _is_given(site: CallSite, segment: Segment, touched: Sequence[Fitted]) -> bool:
    """Of press(page.locator("#pay")): nothing in it varies."""
    inner = site.chain.segments[site.chain.segments.index(segment) :]
    by_caller = any(one.meaning is not None and one.meaning.via in ("parameter", "loop") for one in inner)
    return by_caller and not any(True for _ in must_be_kept(touched))


def _may_change(bundle: Bundle, site: CallSite, segment: Segment, found: Difference, evidence: Evidence) -> bool:
    """Raises CannotEdit when it may not, and there is no other way either."""
    touched = touched_by(found)
    inner = site.chain.segments[site.chain.segments.index(segment) + 1 :]
    if depends_on_caller(touched) and callers(bundle, touched[0].link.source, touched[0].link.node) > 1:
        if not inner:
            raise CannotEdit(SHARED)
        return False
    meaning = segment.meaning
    if meaning is None:
        outer = [one.meaning for one in site.chain.segments if one.meaning is not None]
        given = any(one.via == "parameter" for one in outer)
        if given and callers(bundle, site.source, site.call) > 1:
            raise CannotEdit(SHARED)
        return True
    if meaning.via in ("parameter", "loop"):
        return True
    upto = site.chain.segments[: site.chain.segments.index(segment) + 1]
    said = in_playwrights_words([link for one in upto for link in one.links])
    if meaning.via == "constant":
        return next(uses(bundle, meaning, site), None) is None
    if _widens(found) and next(uses(bundle, meaning, site), None) is not None:
        return False
    others = uses(bundle, meaning, site, lambda file: may_matter(bundle, evidence, file))
    return not any(matters(parsed, node, evidence, said) for parsed, node in others)


def _widens(found: Difference) -> bool:
    """A part of the page becomes all of it: there, what else is looked for in it may be something else."""
    return not found.new and not all(one.calls[-1].name == "content_frame" for one in found.old)
