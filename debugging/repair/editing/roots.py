"""How the page of a locator is called where the failed call stands."""

from __future__ import annotations

import re

import libcst as cst

from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import CallSite
from debugging.repair.editing.meanings import meanings
from debugging.repair.editing.names import parameters
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.editing.written import DEEPEST, Written, argument

OUT_OF_REACH = "The locator is used elsewhere too, and the page it begins with has no name at the failed call."


def root_at_call(site: CallSite) -> str:
    """Raises CannotEdit."""
    here = site.source.function_of(site.call)
    root: Written | None = site.chain.root
    tail = ""
    for _ in range(DEEPEST):
        if root is None or not _is_name(root.node):
            break
        if root.source is site.source and root.source.function_of(root.node) is here:
            return f"{root.code}{tail}"
        head, rest = _head(root.node)
        frame = root.frame
        if frame is None or head not in parameters(frame.function):
            break
        tail = f"{rest}{tail}"
        root = argument(frame, head)
    raise CannotEdit(OUT_OF_REACH)


def _is_name(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) or (isinstance(node, cst.Attribute) and _is_name(node.value))


def _head(node: cst.BaseExpression) -> tuple[str, str]:
    """'self' and '.page' of self.page."""
    if isinstance(node, cst.Attribute):
        head, rest = _head(node.value)
        return head, f"{rest}.{node.attr.value}"
    return (node.value, "") if isinstance(node, cst.Name) else ("", "")


def is_a_page(bundle: Bundle, root: Written) -> bool:
    """Not a frame: as far as its name and what it was set to tell."""
    for _ in range(DEEPEST):
        if re.search(r"frame", root.code, re.IGNORECASE):
            return False
        found = next(meanings(bundle, root), None) if _is_name(root.node) else None
        if found is None:
            return True
        root = found.value
    return False
