"""The page asks before it does what the workflow told it to: the answer is yes, where it asks for just that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import libcst as cst

from debugging.agent.locators import read_locator, target
from debugging.evidence import Happening, Step
from debugging.repair.editing.asked import Asked
from debugging.repair.editing.call_site import find_call
from debugging.repair.editing.inserting import before
from debugging.repair.editing.kinds.dialog_words import ASKING, DOUBTS
from debugging.repair.editing.roots import is_a_page, root_at_call
from debugging.repair.editing.splices import CannotEdit, changes
from debugging.repair.editing.written import called_name
from debugging.repair.proposal import Proposal

_WORDS: Final = re.compile(r"\w+(?:[.,-]\w+)*")
_TEXT_ENGINE: Final = re.compile(r"""text=(["']?)(.*)\1""")
_HAS_TEXT: Final = re.compile(r""".*:(?:has-text|text|text-is)\((["'])([^"']*)\1\)""")  # of what it ends with
_LONGEST: Final = 200
_LEADS: Final = frozenset({"click", "press", "check", "tap"})


def dialog(asked: Asked) -> Proposal:
    happening = _question(asked)
    step = _trigger(asked, happening)
    if not only_asks(happening.message, _name(step), _page_words(asked)):
        raise CannotEdit(
            "The page asks something that the workflow does not answer; what to answer is for a person to say."
        )
    site = find_call(asked.bundle, asked.evidence, step)
    if not is_a_page(asked.bundle, site.chain.root):
        raise CannotEdit("It cannot be told which page asks.")
    line = f'{root_at_call(asked.bundle, site)}.once("dialog", lambda dialog: dialog.accept())'
    splice = before(site.source, site.source.statement_of(site.call), (line,))
    return Proposal(
        kind="dialog",
        changes=changes((splice,)),
        line=step.line or 1,
        sentence=f'The question "{happening.message}" is answered with OK when {step.site} leads to it.',
        was_wrong=asked.diagnosis.summary,
        old_locator=step.selector,
        new_locator=step.selector,
    )


def _question(asked: Asked) -> Happening:
    """The only one, new, and answered by nobody."""
    found = [one for one in asked.evidence.happenings if one.kind == "dialog"]
    if len(found) != 1 or found[0].dialog != "confirm" or found[0].answer != "dismissed":
        raise CannotEdit(
            "Only a question that is answered with yes or no, and that nobody answered, could be answered."
        )
    good = asked.evidence.good
    if good is None or (good.happenings and any(one.kind == "dialog" for one in good.happenings)):
        raise CannotEdit("Good runs had a dialog, too, or none is known.")
    if any(_answers(call) for parsed in asked.bundle.files("dialog") for call in parsed.calls):
        raise CannotEdit("The workflow answers dialogs by itself; what it answers is for a person to say.")
    return found[0]


def _answers(call: cst.Call) -> bool:
    """page.on("dialog", …)"""
    first = call.args[0].value if call.args else None
    is_event = isinstance(first, cst.SimpleString) and first.evaluated_value == "dialog"
    return is_event and called_name(call) in ("on", "once", "expect_event", "wait_for_event", "add_listener")


def _trigger(asked: Asked, happening: Happening) -> Step:
    for step in reversed(asked.evidence.steps):
        meanwhile = step.t_ms <= happening.t_ms <= (step.end_ms or step.t_ms)
        if meanwhile and step.outcome == "ok" and step.site and step.api.rpartition(".")[2] in _LEADS:
            return step
    raise CannotEdit("It is not known which step led to the question.")


def _name(step: Step) -> str:
    """As the workflow calls what it clicks."""
    calls = read_locator(step.selector)
    call = target(calls)
    if call is None:
        return ""
    name = call.options.get("name") if call.name == "get_by_role" else call.text
    said = [name if call.name.startswith("get_by_") else _in_selector(call.text)]
    said += [one.options.get("has_text") for one in (call, *calls[calls.index(call) + 1 :])]
    return " ".join(text for text in said if isinstance(text, str))


def _in_selector(selector: str) -> str:
    """The text by which it finds the element itself, not what that is in."""
    found = _TEXT_ENGINE.fullmatch(selector) or _HAS_TEXT.fullmatch(selector)
    return found[2] if found else ""


def _page_words(asked: Asked) -> set[str]:
    return set(_words(asked.case.page.text))


def only_asks(message: str, clicked: str, on_the_page: set[str]) -> bool:
    """It says what was clicked, and besides only what asks or is on the page; nothing that speaks against it."""
    said, named = list(_words(message)), set(_words(clicked)) - ASKING
    if not said or len(message) > _LONGEST or DOUBTS & set(said) - named:
        return False
    return bool(named & set(said)) and all(word in named | ASKING or word in on_the_page for word in said)


def _words(text: str) -> Iterator[str]:
    yield from _WORDS.findall(text.casefold())
