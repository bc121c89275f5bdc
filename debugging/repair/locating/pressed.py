"""What a click presses: the link or button around the text that was clicked."""

from __future__ import annotations

from typing import Final

from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element
from debugging.evidence import Evidence
from debugging.repair.locating.kept_page import Found, KeptPage

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


def pressed(one: Found, page: KeptPage) -> Found:
    """Itself when nothing is known to be around it."""
    control = control_around(one.seen, page.content)
    return (page.of(control.node) if control is not None else None) or one
