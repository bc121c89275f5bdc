"""The page that is waited for has another address, of which the end is the old one's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import libcst as cst

from debugging.agent.locators import Pattern
from debugging.evidence import Evidence
from debugging.repair.editing.asked import AnotherCall, Asked
from debugging.repair.editing.call_site import check_is_same_source
from debugging.repair.editing.kinds.address_parts import at_the_end, in_a_pattern
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.splices import CannotEdit, Splice, changes
from debugging.repair.editing.texts import check_is_its_own, given, with_text
from debugging.repair.editing.written import Written, called_name
from debugging.repair.proposal import Proposal

_CALLS: Final = frozenset({"wait_for_url", "expect_navigation"})
_ENDING: Final = re.compile(r"\.(?:html?|php|aspx?|jsp|do)$")
NO_PROOF: Final = "The page is at another address than was waited for, and nothing shows that it is the same page."


def address(asked: Asked) -> Proposal:
    step = asked.step
    source = asked.bundle.file(step.file)
    if step.api not in ("page.expect_navigation", "page.wait_for_url") or source is None:
        raise AnotherCall("What did not come is no address.")
    check_is_same_source(asked.evidence, source)
    call, node = _pattern(source, step.line or 0)
    old, now = _path(asked.evidence), urlsplit(asked.case.url).path
    if not old or not now or not same_end(old, now):
        raise CannotEdit(NO_PROOF)
    splice, was, pattern = _with_address(asked, call, Written(source, node), (old, now))
    return Proposal(
        kind="address",
        changes=changes((splice,)),
        line=step.line or 1,
        sentence=f"{step.site} waits for {pattern} instead of {was}.",
        was_wrong=asked.diagnosis.summary,
    )


def _with_address(asked: Asked, call: cst.Call, node: Written, paths: tuple[str, str]) -> tuple[Splice, str, str]:
    """The edit, and what is waited for before and after it. Raises CannotEdit."""
    bundle, source = asked.bundle, node.source
    for value in given(bundle, asked.evidence, source, node.node):
        if value.constant:
            pattern = rewritten(value.constant, *paths)
            return with_text(bundle, source, call, value, pattern), value.constant, pattern
        if isinstance(value.other, Pattern):
            check_is_its_own(bundle, source, call, value)
            return in_a_pattern(value, *paths, now=asked.case.url)
        if value.text and isinstance(value.text[-1], str):
            return at_the_end(source, node.node, value.text[-1], *paths)
    raise CannotEdit("The address that is waited for is not written in the source as a text.")


def _pattern(source: Parsed, line: int) -> tuple[cst.Call, cst.BaseExpression]:
    calls = [
        one
        for one in source.calls
        if called_name(one) in _CALLS and source.lines(one)[0] <= line <= source.lines(one)[1]
    ]
    args = (
        [arg for arg in calls[0].args if arg.keyword is None or arg.keyword.value == "url"] if len(calls) == 1 else []
    )
    if not args:
        raise CannotEdit("The source does not show which address is waited for.")
    return calls[0], args[0].value


def _path(evidence: Evidence) -> str:
    """Where the last good run was after the step that this run waited after."""
    good = evidence.good
    before = next((one for one in reversed(evidence.steps) if one.outcome == "ok" and one.site), None)
    if good is None or before is None or evidence.page is None or before.url == evidence.page.url:
        return ""
    after = next(
        (one for one in good.steps if one.site == (evidence.failing_step and evidence.failing_step.site)), None
    )
    url = after.url if after is not None and after.url else good.navigations[-1].url if good.navigations else ""
    same_host = urlsplit(url).netloc == urlsplit(evidence.page.url).netloc
    return urlsplit(url).path if same_host and url != evidence.page.url else ""


def same_end(old: str, now: str) -> bool:
    """'/done' and '/en/done', '/done.html', '/v2/done/'. What is new in it is no number of one order."""
    was, here = list(_segments(old)), list(_segments(now))
    added = [segment for segment in here if segment not in was]
    has_number = any(re.search(r"\d{2,}|^\d+$", segment) for segment in added)
    return bool(was) and bool(here) and was[-1] == here[-1] and not was[-1].isdigit() and not has_number


def _segments(path: str) -> Iterator[str]:
    yield from (_ENDING.sub("", segment) for segment in path.split("/") if segment)


def rewritten(pattern: str, old: str, now: str) -> str:
    """The new path in the place of the old one. Raises CannotEdit."""
    tail = pattern.strip("*").partition("?")[0]
    end = urlsplit(tail).path if "://" in tail else tail
    if (
        not end
        or not (old == end or old.endswith(end if end.startswith("/") else f"/{end}"))
        or pattern.count(end) != 1
    ):
        raise CannotEdit("The pattern of the address is not one that could be changed.")
    return pattern.replace(end, now)
