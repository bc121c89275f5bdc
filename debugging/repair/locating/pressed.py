"""What a click presses: the link or button around the text that was clicked."""

from __future__ import annotations

from typing import Final

from lxml.html import HtmlElement

from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element
from debugging.evidence import Evidence
from debugging.repair.locating.pages.kept_page import Found, KeptPage

_PRESSES: Final = frozenset({"click", "dblclick", "tap"})


def is_pressed(evidence: Evidence) -> bool:
    step = evidence.failing_step
    return step is not None and step.api.rpartition(".")[2] in _PRESSES


def control_around(one: Element, content: PageContent) -> Element | None:
    """Itself when it is one."""
    if one.is_control:
        return one
    controls = {other.node: other for other in content.controls}
    return next((controls[above] for above in one.node.iterancestors() if above in controls), None)


def control_of(label: Element, content: PageContent) -> HtmlElement | None:
    """What a click on the label ticks, or puts the cursor into."""
    if label.tag != "label":
        return None
    inside = list(label.node.iterdescendants("input", "select", "textarea"))
    named = [one.node for one in content.controls if label.get("for") and one.get("id") == label.get("for")]
    found = named or inside
    return found[0] if len(found) == 1 else None


def is_one_to_press(found: Element, meant: Element, content: PageContent) -> bool:
    """To press `found` is to press `meant`: one is all that can be read in the other, a label and the text in it. Only
    of a label or control it does not matter where: the middle of something else may miss what it holds."""
    if not found.text or found.text != meant.text:
        return False
    if found.node in meant.node.iterancestors():
        outer, inner, is_sure = found, meant, found.is_control or found.tag == "label"
    else:
        outer, inner, is_sure = meant, found, found.node in meant.node.iterdescendants()
    inside = [one for one in content.controls if outer.node in one.node.iterancestors()]
    is_alone = not inside or (outer.tag == "label" and all(one.tag == "input" for one in inside))
    return is_sure and is_alone and not inner.is_control


def pressed(one: Found, page: KeptPage) -> Found:
    """Itself when nothing is known to be around it."""
    control = control_around(one.seen, page.content)
    node = control.node if control is not None else box_in(one.seen)
    return (page.of(node) if node is not None else None) or one


def box_in(one: Element) -> HtmlElement | None:
    """Scripts put what looks like a box around the one that is ticked."""
    inside = list(one.node.iterdescendants("input"))
    is_box = len(inside) == 1 and inside[0].get("type") in ("checkbox", "radio")
    return inside[0] if is_box and not one.text else None
