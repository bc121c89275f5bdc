"""The option of a list has another name, or another value under the same name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import libcst as cst

from debugging.agent.page_element import Element
from debugging.repair.editing.asked import Asked
from debugging.repair.editing.call_site import CallSite, find_call
from debugging.repair.editing.splices import CannotEdit, changes
from debugging.repair.editing.texts import given, with_text
from debugging.repair.editing.values import Value
from debugging.repair.proposal import Proposal

_ASKED: Final = re.compile(r'Select "((?:[^"\\]|\\.)*)" in ')
_WORDS: Final = re.compile(r"\w+")
NO_PROOF: Final = "No option of the list is told to be the old one by its value, its name or its place."


class Choice(NamedTuple):
    value: str
    label: str


def option(asked: Asked) -> Proposal:
    wanted = _ASKED.match(asked.step.title)
    if wanted is None or asked.method != "select_option":
        raise CannotEdit("It is not known which option was to be chosen.")
    before, now = _lists(asked)
    old = [one for one in before if wanted[1] in one]
    if len(old) != 1 or any(wanted[1] in one for one in now):
        raise CannotEdit("The list of the last good run does not tell which option was meant.")
    new = renamed(old[0], before, now)
    site = find_call(asked.bundle, asked.evidence, asked.step)
    by, value = _argument(asked, site, wanted[1])
    text = new.value if by == "value" or (by == "" and wanted[1] != old[0].label) else new.label
    splice = with_text(asked.bundle, site.source, site.call, value, text)
    return Proposal(
        kind="option",
        changes=changes((splice,)),
        line=asked.step.line or 1,
        sentence=f'{asked.step.site} chooses "{text}" instead of "{wanted[1]}".',
        was_wrong=asked.diagnosis.summary,
        old_locator=asked.step.selector,
        new_locator=asked.step.selector,
    )


def _lists(asked: Asked) -> tuple[list[Choice], list[Choice]]:
    found, target = asked.case.found_now, asked.case.target
    if found is None or len(found) != 1 or found[0].tag != "select" or target is None or target.tag != "select":
        raise CannotEdit("The list is not known as it was, and as it is now.")
    return choices(target), choices(found[0])


def choices(element: Element) -> list[Choice]:
    """Those that can be chosen."""
    found: list[Choice] = []
    for node in element.node.iter("option"):
        label = str(node.get("label") or Element(node).text)
        if node.get("disabled") is None:
            found.append(Choice(str(node.get("value")) if node.get("value") is not None else label, label))
    return found


def renamed(old: Choice, before: Sequence[Choice], now: Sequence[Choice]) -> Choice:
    """Raises CannotEdit."""
    for proof in (_same_name(old, now), _same_value(old, before, now), _longer_name(old, before, now)):
        if len(proof) == 1:
            return proof[0]
    raise CannotEdit(NO_PROOF)


def _same_name(old: Choice, now: Sequence[Choice]) -> list[Choice]:
    return [one for one in now if one.label == old.label]


def _same_value(old: Choice, before: Sequence[Choice], now: Sequence[Choice]) -> list[Choice]:
    """A value that is no mere number, or a name with a word in common."""
    if old.value == old.label or sum(one.value == old.value for one in before) != 1:
        return []
    same = [one for one in now if one.value == old.value]
    return [one for one in same if not old.value.isdigit() or _words(one.label) & _words(old.label)]


def _longer_name(old: Choice, before: Sequence[Choice], now: Sequence[Choice]) -> list[Choice]:
    """Something was added to its name; it is in its old place, and all others are as they were."""
    others = [one for one in before if one != old]
    if [one for one in now if one in others] != others or len(now) != len(before):
        return []
    here = now[list(before).index(old)]
    begins = re.match(rf"{re.escape(old.label)}\W", here.label)
    return [here] if begins and len(_WORDS.findall(old.label)) and not re.search(r"\d", old.label) else []


def _words(text: str) -> set[str]:
    return {word for word in _WORDS.findall(text.casefold()) if len(word) > 2 and not word.isdigit()}


def _only_one(node: cst.BaseExpression) -> cst.BaseExpression:
    """Of ["Germany"] what is in it. Raises CannotEdit when several are to be chosen."""
    if not isinstance(node, cst.List | cst.Tuple):
        return node
    if len(node.elements) != 1:
        raise CannotEdit("The call chooses several options.")
    return node.elements[0].value


def _argument(asked: Asked, site: CallSite, text: str) -> tuple[str, Value]:
    """`value`, `label` or "" when Playwright tries both; and what was given for it."""
    for arg in site.call.args:
        name = arg.keyword.value if arg.keyword is not None else ""
        if name not in ("", "value", "label") or arg is site.chain.links[-1].link.selector:
            continue
        for value in given(asked.bundle, asked.evidence, site.source, _only_one(arg.value)):
            if value.constant == text:
                return name, value
    raise CannotEdit("Which option is chosen is not written in the source: it depends on the run.")
