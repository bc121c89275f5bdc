"""Whether a call can do what it does to the element that the edited locator finds."""

from __future__ import annotations

from typing import Final

from debugging.agent.element_roles import CONTROLS
from debugging.agent.page_element import Element
from runtime.page_check import Seen

_PRESSES: Final = frozenset({"click", "dblclick", "tap", "press", "drag_to", "hover", "focus"})
_WRITES: Final = frozenset({"fill", "type", "press_sequentially", "clear"})
_CHECKS: Final = frozenset({"check", "uncheck", "set_checked"})
_CHECKED: Final = frozenset({"checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio"})
_ALIKE: Final = (frozenset({"textbox", "searchbox", "combobox", "spinbutton"}), frozenset({"combobox", "listbox"}))


def misfit(method: str, seen: Seen, kept: Element) -> str:
    """A sentence, or ""."""
    acts = method in _PRESSES | _WRITES | _CHECKS | {"select_option"}
    is_file = seen.tag == "input" and seen.type == "file"
    is_checked = seen.role in _CHECKED or seen.tag == "label"
    problems = {
        f"is a {seen.role or seen.tag}, not a {kept.role or kept.tag}": not _is_alike(kept.role, seen.role),
        "takes no files": method == "set_input_files" and not is_file,
        "is not visible": acts and not seen.visible,
        "is disabled": acts and not seen.enabled,
        "cannot be written into": method in _WRITES and not seen.editable,
        "cannot be checked": method in _CHECKS and not is_checked,
        "is not a list of options": method == "select_option" and seen.tag != "select",
    }
    said = next((problem for problem, is_so in problems.items() if is_so), "")
    return f"The element that the new locator finds {said}." if said else ""


def _is_alike(one: str, other: str) -> bool:
    """Only of controls, or of what is hidden from people, the role can be told for certain."""
    if one == other or not (one and other) or not {one, other} & CONTROLS:
        return True
    return any({one, other} <= group for group in _ALIKE)
