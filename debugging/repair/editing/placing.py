"""The text of a new locator, and where it goes: in the place of the old one, or at the call itself."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.by_selector import restructured
from debugging.repair.editing.call_site import CallSite
from debugging.repair.editing.comparing import Difference, constant_parts, may_be_kept, must_be_kept
from debugging.repair.editing.links import owner_of
from debugging.repair.editing.matching import Fitted
from debugging.repair.editing.parsed import Parsed, Span
from debugging.repair.editing.roots import root_at_call
from debugging.repair.editing.splices import CannotEdit, Splice
from debugging.repair.editing.wanted import Wanted, Writer, quote_of

VARIES = "A part of the old locator depends on the run ({part}), and the new one does not have it."
SHARED = "The locator stands in a function that is called from several places with different values."
IN_A_LOOP = "The locator is one of several that a loop goes through, and how to say all of them is not known."


def touched_by(found: Difference) -> tuple[Fitted, ...]:
    return found.old or ((found.before,) if found.before else ())


def in_place(site: CallSite, found: Difference) -> tuple[Splice, ...]:
    first = touched_by(found)[0]
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
    writer = Writer(quote, [*required, *constant_parts(old), *optional], list(may_be_kept(old)))
    text = writer.chain(new)
    lost = next((hole.code for hole, was in required if was and hole.code not in writer.kept), "")
    if lost:
        raise CannotEdit(VARIES.format(part=lost.strip("{}")))
    return text


def at_the_call(bundle: Bundle, site: CallSite, new: Sequence[Wanted]) -> Splice:
    """The whole locator in the place of the variable that held it: others that use that keep it as it is."""
    if any(one.meaning is not None and one.meaning.via == "loop" for one in site.chain.segments):
        raise CannotEdit(IN_A_LOOP)
    root = root_at_call(bundle, site)
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
