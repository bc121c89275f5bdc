"""How the page of a locator is called where the failed call stands."""

from __future__ import annotations

import re
from itertools import pairwise

import libcst as cst

from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import CallSite
from debugging.repair.editing.keeping import head_of_name, is_name, kept_as
from debugging.repair.editing.meanings import meanings
from debugging.repair.editing.names import parameters
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.editing.written import DEEPEST, Written, argument

OUT_OF_REACH = "The page that the locator begins with has no name at the failed call."


def root_at_call(bundle: Bundle, site: CallSite) -> str:
    """Raises CannotEdit."""
    here = site.source.function_of(site.call)
    root: Written | None = site.chain.root
    tail = ""
    for _ in range(DEEPEST):
        if root is None or not is_name(root.node):
            break
        if root.source is site.source and root.source.function_of(root.node) is here:
            return f"{root.code}{tail}"
        root, rest = _from_outside(bundle, site, root)
        tail = f"{rest}{tail}"
    raise CannotEdit(OUT_OF_REACH)


def _from_outside(bundle: Bundle, site: CallSite, root: Written) -> tuple[Written | None, str]:
    """What it is where its function was called; of what an object holds, where the object is used."""
    head, rest = head_of_name(root.node)
    frame = root.frame
    if frame is not None and head in parameters(frame.function) and (given := argument(frame, head)) is not None:
        return given, rest
    function = root.source.function_of(root.node)
    for segment, further in pairwise(site.chain.segments):
        meaning, use = segment.meaning, further.root
        if meaning is None or meaning.via != "attribute" or not isinstance(use.node, cst.Attribute):
            continue
        if function is None or root.source.function_of(meaning.value.node) is not function:
            continue
        if use.source.function_of(use.node) is function:  # one attribute that is made of another
            continue
        kept = kept_as(bundle, root.source, function, head)
        if kept is not None:
            return use.other(use.node.value), f"{kept}{rest}"
    return None, ""


def is_a_page(bundle: Bundle, root: Written) -> bool:
    """Not a frame: as far as its name and what it was set to tell."""
    for _ in range(DEEPEST):
        if re.search(r"frame", root.code, re.IGNORECASE):
            return False
        found = next(meanings(bundle, root), None) if is_name(root.node) else None
        if found is None:
            return True
        root = found.value
    return False
