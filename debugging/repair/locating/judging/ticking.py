"""The text beside the only box of a form that can be ticked: it is ticked by a click on that text, too."""

from __future__ import annotations

from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.neighbours import controls_with
from debugging.repair.locating.pages.kept_page import Found, KeptPage


def says_more_of_the_only_box(match: Match) -> bool:
    """ "Remember me" and "Remember me on this device", where nothing else of the form can be ticked."""
    return match.part_of_text and all(_is_of_the_only_box(one, page) for one, page in match.sides)


def _is_of_the_only_box(one: Found, page: KeptPage) -> bool:
    label = one.node if one.node.tag == "label" else next(one.node.iterancestors("label"), None)
    boxes = [other for other in controls_with(one, page) if other.kind in ("checkbox", "radio")]
    if label is None or len(boxes) != 1 or boxes[0].kind != "checkbox":
        return False
    box = boxes[0].node
    return label in box.iterancestors() or (bool(box.get("id")) and label.get("for") == box.get("id"))
