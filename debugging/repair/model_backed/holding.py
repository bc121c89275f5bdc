"""Whether a model's edit holds: it is read from the source and the page, not from what the model says of it.

It has to pass all that a deterministic edit passes, and more: it says which element it means, that is what the edited
source looks for, the page of the failure has it once, and nothing of it speaks of another act.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from debugging.agent.locators import Call, noun, read_locator
from debugging.agent.page_element import Element
from debugging.agent.page_search import find
from debugging.agent.wording import noun_and_name, plain
from debugging.model_agent.checking import check_text, shown
from debugging.model_agent.conversation import Unusable
from debugging.repair.case import RepairCase
from debugging.repair.editing.asked import Asked
from debugging.repair.editing.banning.failed_call import FailedCall
from debugging.repair.editing.bans import banned
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.kinds.locator import check_site
from debugging.repair.editing.other_places import other_uses
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.editing.wanted import wanted
from debugging.repair.locating.pages.kept_page import KeptPage
from debugging.repair.locating.words.meaning import opposed
from debugging.repair.model_backed.answer import SaidEdit
from debugging.repair.model_backed.applying import applied
from debugging.repair.model_backed.varying import check_is_not_shared, check_keeps_what_varies
from debugging.repair.model_backed.written_now import edited_site
from debugging.repair.proposal import Check, FileChange, Located, Proposal, Refusal

_TAG: Final = re.compile(r"(?:css=)?[a-zA-Z*][\w-]*")
_FOR_ONE_THING: Final = frozenset({"password", "file", "checkbox", "radio", "submit", "reset", "hidden"})


@dataclass(frozen=True, eq=False)
class Holding:
    case: RepairCase
    refusal: Refusal
    model: str
    on_page: Callable[[Proposal], Check]  # in a browser

    def proposal(self, edit: SaidEdit) -> Proposal:
        """Raises Unusable."""
        try:
            proposal = self._proposal(edit)
        except CannotEdit as error:
            raise Unusable(str(error)) from error
        seen = self.on_page(proposal)
        if seen.outcome == "failed":
            raise Unusable(seen.sentence)
        return proposal

    @cached_property
    def _asked(self) -> Asked:
        located = self.refusal.located or Located()
        return Asked(self.case.evidence, self.case.diagnosis, Bundle(self.case.sources), lambda _: located)

    def _proposal(self, edit: SaidEdit) -> Proposal:
        asked, step = self._asked, self._asked.step
        check_text(edit.why, self.case.evidence)
        _check_begins_well(edit.target)
        wanted(edit.target)
        change = applied(edit, asked)
        if breaches := banned((change,), self.case.evidence, asked.bundle):
            raise Unusable(f"The edit does what no repair may. {breaches[0]}")
        self._check_source(edit, change)
        located = self._meant(edit.target)
        return Proposal(
            kind=edit.kind,
            changes=(change,),
            line=step.line or 1,
            sentence=f"{step.site} looks for {edit.target} instead of {step.selector}.",
            was_wrong=self.case.diagnosis.summary,
            old_locator=step.selector,
            new_locator=edit.target,
            located=located,
            other_uses=self._other_uses(step.line or 1),
            by="model",
            model=self.model,
            model_says=shown(edit.why),
        )

    @cached_property
    def _failed(self) -> FailedCall:
        return FailedCall(self.case.evidence, self._asked.bundle)

    def _check_source(self, edit: SaidEdit, change: FileChange) -> None:
        if (site := self._failed.site) is not None:
            check_site(self._asked, site, edit.target)
            check_is_not_shared(self._asked.bundle, site)
        check_keeps_what_varies(self._failed, change, edited_site(edit.target, change, self._asked))

    def _meant(self, target: str) -> Located | None:
        """Raises Unusable."""
        case, calls = self._asked.case, read_locator(target)
        found = find(case.page, calls)
        if found is None:
            raise Unusable("What its target finds on the failed page cannot be told.")
        if len(found) != 1:
            raise Unusable(f"Its target finds {len(found) or 'no'} elements on the failed page.")
        if _says_only_a_kind(calls[-1]):
            raise Unusable("Its target tells the element by nothing but its kind.")
        if said := _contradiction(case.target, self._said(), found[0]):
            raise Unusable(said)
        return self._among_candidates(found[0])

    def _among_candidates(self, new: Element) -> Located | None:
        """Where it is known what it was, only what is most like it may be meant. Raises Unusable."""
        located = self.refusal.located
        if located is None or not located.candidates:
            return located
        kept = KeptPage(self._asked.case.page)
        around = (new.node, *new.node.iterancestors(), *new.node.iterdescendants())
        paths = {one.described.path for node in around if (one := kept.of(node)) is not None}
        chosen = next((one for one in located.candidates if one.xpath in paths), None)
        if chosen is None:
            raise Unusable(f"{_element(new)} is not among the elements that are most like the old one.")
        marked = (one.model_copy(update={"taken": one is chosen}) for one in located.candidates)
        return located.model_copy(update={"candidates": tuple(marked)})

    def _said(self) -> str:
        """By the old locator, of the element: what it is called."""
        texts = [text for call in self._asked.said for text in (*call.options.values(), *call.args[:1])]
        return " ".join(text for text in texts if isinstance(text, str))

    def _other_uses(self, line: int) -> tuple[str, ...]:
        site = self._failed.site
        return other_uses(self._asked.bundle, site, self._asked.said, [(self._asked.step.file, line)]) if site else ()


def _check_begins_well(target: str) -> None:
    if not target.startswith(("get_by_", "locator(", "frame_locator(")):
        raise Unusable("Its target does not begin with what finds an element, such as get_by_role.")


def _says_only_a_kind(last: Call) -> bool:
    """It is the only button of the page today."""
    if last.name == "get_by_role":
        return not last.options.get("name")
    if last.name == "filter":
        return not any(isinstance(value, str) and value for value in last.options.values())
    return not last.text.strip() or (last.name == "locator" and _TAG.fullmatch(last.text.strip()) is not None)


def _contradiction(old: Element | None, said: str, new: Element) -> str:
    """It does something else than the old one did, as far as both say."""
    before = (old.name or old.text) if old is not None else ""
    now = new.name or new.text
    if opposed(before or said, now):
        return f"{_element(new)} does something else than what was meant."
    types = {one.get("type").lower() for one in (old, new) if one is not None and one.tag == "input"}
    if old is not None and (old.tag == "input") and new.tag == "input" and len(types) > 1 and types & _FOR_ONE_THING:
        return f"{_element(new)} is a field for something else."
    return ""


def _element(one: Element) -> str:
    return plain(noun_and_name(noun(one.role or one.tag), one.name or one.text), 90)
