"""The text beside the only box of a form that can be ticked: it is ticked by a click on that text, too."""

from __future__ import annotations

import re
from typing import Final

from debugging.relocation.elements import word_set
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.neighbours import controls_with
from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.locating.words.meaning import says_the_contrary

WORDS_LEAST: Final = 2
_BOXES: Final = ("checkbox", "radio")


def says_more_of_the_only_box(match: Match) -> bool:
    """ "Remember me" and "Remember me on this device", where nothing else of the form can be ticked."""
    return match.part_of_text and all(_is_of_the_only_box(one, page) for one, page in match.sides)


def is_the_only_box(match: Match) -> bool:
    """Of either page, and its text says all that it said: "remove after drop", "Remove from list after dropping"."""
    if not match.are_the_only(lambda one: one.kind in _BOXES):
        return False
    was, now = (_stems(one.label) for one, _ in match.sides)
    return len(was) >= WORDS_LEAST and was <= now and not says_the_contrary(match.old.label, match.new.label)


def _stems(text: str) -> frozenset[str]:
    words = (re.sub(r"(?:ping|ing|ped|ed|s)$", "", word) for word in word_set(text.lower()))
    return frozenset(word for word in words if word)


def _is_of_the_only_box(one: Found, page: KeptPage) -> bool:
    label = one.node if one.node.tag == "label" else next(one.node.iterancestors("label"), None)
    boxes = [other for other in controls_with(one, page) if other.kind in _BOXES]
    if label is None or len(boxes) != 1 or boxes[0].kind != "checkbox":
        return False
    box = boxes[0].node
    return label in box.iterancestors() or (bool(box.get("id")) and label.get("for") == box.get("id"))
