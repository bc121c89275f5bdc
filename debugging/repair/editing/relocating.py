"""Writes a new locator in the place of the one that a call has, where that is safe for all who use it."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from debugging.evidence import Evidence
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.by_selector import restructured
from debugging.repair.editing.call_site import CallSite
from debugging.repair.editing.chains import Segment
from debugging.repair.editing.comparing import (
    Difference,
    OneValue,
    depends_on_caller,
    difference,
    in_playwrights_words,
    may_be_kept,
    must_be_kept,
    one_value,
)
from debugging.repair.editing.links import owner_of
from debugging.repair.editing.matching import Fitted
from debugging.repair.editing.parsed import Parsed, Span
from debugging.repair.editing.roots import root_at_call
from debugging.repair.editing.splices import CannotEdit, Splice
from debugging.repair.editing.uses import matters, may_matter, uses
from debugging.repair.editing.wanted import Wanted, Writer, quote_of, quoted, wanted
from debugging.repair.editing.written import called_name

VARIES = "A part of the old locator depends on the run ({part}), and the new one does not have it."
SHARED = "The locator stands in a function that is called from several places with different values."


def relocated(bundle: Bundle, site: CallSite, locator: str, evidence: Evidence) -> tuple[Splice, ...]:
    """Raises CannotEdit."""
    new = wanted(locator)
    found = difference(site.chain, new)
    single = one_value(found)
    if single is not None and _may_change_literal(bundle, site, single):
        return (_literal(single),)
    if single is not None and single.given_by_caller:
        raise CannotEdit(SHARED)
    segments = list(dict.fromkeys(map(site.chain.segment_of, _touched(found))))
    if len(segments) == 1 and _may_change(bundle, site, segments[0], found, evidence):
        return _in_place(site, found)
    return (_at_the_call(site, new),)


def _touched(found: Difference) -> tuple[Fitted, ...]:
    return found.old or ((found.before,) if found.before else ())


def _may_change_literal(bundle: Bundle, site: CallSite, single: OneValue) -> bool:
    """Nobody else uses the constants that lead to it."""
    constants = [one for one in single.value.through if one.via != "parameter"]
    return not any(True for one in constants for _ in uses(bundle, one, site))


def _literal(single: OneValue) -> Splice:
    literal = single.value.literal
    if literal is None:
        raise CannotEdit("The text of the locator does not stand in the source.")
    source = literal.source
    return Splice(source, source.span(literal.node), quoted(single.text, literal.code[-1:]))


def _may_change(bundle: Bundle, site: CallSite, segment: Segment, found: Difference, evidence: Evidence) -> bool:
    """Raises CannotEdit when it may not, and there is no other way either."""
    touched = _touched(found)
    inner = site.chain.segments[site.chain.segments.index(segment) + 1 :]
    if depends_on_caller(touched) and _callers(bundle, touched[0].link.source, touched[0].link.node) > 1:
        if not inner:
            raise CannotEdit(SHARED)
        return False
    meaning = segment.meaning
    if meaning is None:
        outer = [one.meaning for one in site.chain.segments if one.meaning is not None]
        given = any(one.via == "parameter" for one in outer)
        if given and _callers(bundle, site.source, site.call) > 1:
            raise CannotEdit(SHARED)
        return True
    if meaning.via == "parameter":
        return True
    upto = site.chain.segments[: site.chain.segments.index(segment) + 1]
    said = in_playwrights_words([link for one in upto for link in one.links])
    if meaning.via == "constant":
        return next(uses(bundle, meaning, site), None) is None
    others = uses(bundle, meaning, site, lambda file: may_matter(bundle, evidence, file))
    return not any(matters(parsed, node, evidence, said) for parsed, node in others)


def _callers(bundle: Bundle, source: Parsed, node: cst.CSTNode) -> int:
    function = source.function_of(node)
    name = function.name.value if function is not None else ""
    return sum(called_name(call) == name for parsed in bundle.files(name) for call in parsed.calls)


def _in_place(site: CallSite, found: Difference) -> tuple[Splice, ...]:
    first = _touched(found)[0]
    source = first.link.source
    if first.link.selector is not None:
        return restructured(site, first, found.new)
    if found.before is not None:
        start = found.before.link.span.start
        return (Splice(source, Span(start, start), f"{_written(source, (), found.new)}."),)
    if not found.new:
        _written(source, found.old, ())
        owner = source.span(owner_of(first.link.node) or first.link.node)
        return (Splice(source, Span(owner.end, source.span(found.old[-1].link.node).end), ""),)
    if len(found.old) == len(found.new):
        return tuple(
            Splice(source, old.link.span, _written(source, (old,), (new,), found.old))
            for old, new in zip(found.old, found.new, strict=True)
            if old.calls != new.calls
        )
    span = Span(first.link.span.start, found.old[-1].link.span.end)
    return (Splice(source, span, _written(source, found.old, found.new)),)


def _written(
    source: Parsed, old: Sequence[Fitted], new: Sequence[Wanted], anywhere: Sequence[Fitted] | None = None
) -> str:
    """`anywhere`: variable parts of these may be written, those of `old` must be."""
    required = list(must_be_kept(old))
    optional = list(must_be_kept(anywhere or ()))
    quote = quote_of(source.code(old[0].link.node) if old else source.text)
    writer = Writer(quote, [*required, *optional], list(may_be_kept(old)))
    text = writer.chain(new)
    lost = next((hole.code for hole, was in required if was and hole.code not in writer.kept), "")
    if lost:
        raise CannotEdit(VARIES.format(part=lost.strip("{}")))
    return text


def _at_the_call(site: CallSite, new: Sequence[Wanted]) -> Splice:
    """The whole locator in the place of the variable that held it: others that use that keep it as it is."""
    root = root_at_call(site)
    links = site.chain.links
    here = [one for one in links if _stands_here(site, one.link.source, one.link.node)]
    if any(one not in here and not _is_given_here(site, one) for one in links):
        raise CannotEdit(SHARED)
    owner = site.call.func.value if isinstance(site.call.func, cst.Attribute) else None
    if owner is None:
        raise CannotEdit("What the call is made on cannot be told.")
    text = _written(site.source, here, new)
    return Splice(site.source, site.source.span(owner), f"{root}.{text}")


def _stands_here(site: CallSite, source: Parsed, node: cst.CSTNode) -> bool:
    return source is site.source and source.function_of(node) is site.source.function_of(site.call)


def _is_given_here(site: CallSite, fitted: Fitted) -> bool:
    """Nothing in it varies but texts that the function of the failed call gave it."""
    given = [one for one in fitted.given.values() if any(through.via == "parameter" for through in one.through)]
    literals = [one.literal for one in given]
    return not fitted.holes and all(one is not None and _stands_here(site, one.source, one.node) for one in literals)
