"""page.click("#pay") with another locator: another text, or page.get_by_role(...).click()."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from debugging.repair.editing.call_site import CallSite
from debugging.repair.editing.comparing import constant_parts, must_be_kept
from debugging.repair.editing.links import name_of
from debugging.repair.editing.matching import Fitted
from debugging.repair.editing.parsed import Parsed, Span
from debugging.repair.editing.splices import CannotEdit, Splice
from debugging.repair.editing.wanted import Wanted, Writer, quote_of

_RENAMED = {"wait_for_selector": "wait_for"}


def restructured(site: CallSite, old: Fitted, new: Sequence[Wanted]) -> tuple[Splice, ...]:
    """Raises CannotEdit."""
    argument = old.link.selector
    if argument is None:
        raise CannotEdit("The call has no selector.")
    source = site.source
    holes = list(must_be_kept((old,)))
    writer = Writer(quote_of(source.code(argument.value)), [*holes, *constant_parts((old,))])
    only = new[0].call if len(new) == 1 else None
    if only is not None and only.name == "locator" and not only.options:
        splices: tuple[Splice, ...] = (Splice(source, source.span(argument.value), writer.value(only.args[0])),)
    else:
        splices = _as_locator(site, argument, writer.chain(new))
    lost = next((hole.code for hole, was in holes if was and hole.code not in writer.kept), "")
    if lost:
        raise CannotEdit(f"A part of the old selector depends on the run ({lost.strip('{}')}).")
    return splices


def _as_locator(site: CallSite, argument: cst.Arg, locator: str) -> tuple[Splice, ...]:
    source, method = site.source, site.method
    if any(arg.keyword is not None and arg.keyword.value == "strict" for arg in site.call.args):
        raise CannotEdit("The call says `strict`, which locators do not know.")
    if method in _RENAMED and not site.is_alone:
        raise CannotEdit("The call gives an element handle that is used later; only its selector could be changed.")
    name = source.span(name_of(site.call))
    return (
        Splice(source, name, f"{locator}.{_RENAMED.get(method, method)}"),
        Splice(source, _with_comma(source, site.call, argument), ""),
    )


def _with_comma(source: Parsed, call: cst.Call, argument: cst.Arg) -> Span:
    """The argument and what parts it from the next one, or from the one before."""
    args, own = list(call.args), source.span(argument)
    place = args.index(argument)
    if place + 1 < len(args):
        return Span(own.start, source.span(args[place + 1]).start)
    if place:
        return Span(source.span(args[place - 1]).end, own.end)
    end = source.span(call).end - 1
    return Span(own.start, end) if source.text[own.end : end].strip() in ("", ",") else own
