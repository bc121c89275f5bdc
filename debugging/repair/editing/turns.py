"""Turns that the failed call had earlier in the run, in a loop or from other callers: what went well then stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from debugging.agent.locators import read_locator
from debugging.evidence import Step
from debugging.repair.editing.asked import Asked
from debugging.repair.editing.relocating import Edit
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.editing.wanted import same

FITS: Final = "The same call went well earlier in this run, so its locator still fits the site."


def turns_before(asked: Asked) -> list[Step]:
    """The same call, made with other locators, went well. Raises CannotEdit when it was made with the same."""
    step = asked.step
    earlier = [one for one in asked.evidence.steps if one.key != step.key and one.outcome == "ok"]
    turns = [one for one in earlier if one.site == step.site and one.api == step.api]
    if any(one.selector == step.selector for one in turns):
        raise CannotEdit(FITS)
    return turns


def check_others(edit: Edit, earlier: Sequence[Step]) -> None:
    """The locators of earlier turns have nothing of what is changed. Raises CannotEdit."""
    known = [call for step in earlier for call in read_locator(step.selector)]
    if earlier and not (edit.given and not any(same([one], [call]) for one in edit.touched for call in known)):
        raise CannotEdit(FITS)
