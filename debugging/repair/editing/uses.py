"""Other places in the bundle that use a name or a locator."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

import libcst as cst

from debugging.agent.locators import Call, read_locator
from debugging.evidence import Evidence, Step
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import READS, CallSite
from debugging.repair.editing.entries import key_of
from debugging.repair.editing.links import owner_of
from debugging.repair.editing.meanings import Meaning
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.wanted import same
from debugging.repair.editing.written import called_name

Use = tuple[Parsed, cst.CSTNode]


def uses(
    bundle: Bundle,
    meaning: Meaning,
    site: CallSite,
    only: Callable[[str], bool] = lambda _: True,
    apart: Collection[cst.CSTNode] = (),
) -> Iterator[Use]:
    """Of a name, but for where it is set and for `apart`; of what no caller gives, but for the statement that failed.
    `only`: in which files."""
    name, *keys = meaning.name.split("[")
    failed = site.source.statement_of(site.call)
    of_caller = meaning.via in ("parameter", "loop")
    of_function = of_caller or meaning.via == "variable"
    source = meaning.used_in or meaning.value.source
    function = meaning.scope or (source.function_of(meaning.value.node) if of_function else None)
    for parsed in [source] if of_function else bundle.files(name, only=only):
        for node in parsed.nodes if function is None else parsed.inside(function):
            if not _names(node, name, meaning) or _sets(parsed, node) or any(node is one for one in apart):
                continue
            is_apart = not of_caller and parsed.statement_of(node) is failed
            if not is_apart and not _is_of_another_key(parsed, node, keys, apart):
                yield parsed, node


def _is_of_another_key(parsed: Parsed, node: cst.CSTNode, keys: Sequence[str], apart: Collection[cst.CSTNode]) -> bool:
    """SELECTORS["back"] is no use of SELECTORS["pay"]."""
    for key in keys:
        above = parsed.parent(node)
        if isinstance(above, cst.Attribute) and above.attr is not node:  # SELECTORS.get("back")
            above = parsed.parent(above)
        item = key_of(above) if above is not None else None
        if above is None or item is None:
            return False
        if f"{item.key!r}]" != key or any(above is one for one in apart):
            return True
        node = above
    return False


def _names(node: cst.CSTNode, name: str, meaning: Meaning) -> bool:
    if isinstance(node, cst.Attribute):
        return meaning.via != "variable" and node.attr.value == name
    return isinstance(node, cst.Name) and node.value == name and meaning.via != "attribute"


def _sets(parsed: Parsed, node: cst.CSTNode) -> bool:
    """It is where the name is given its value, imported or defined; or the last part of an attribute."""
    above = next(parsed.above(node), None)
    if isinstance(above, cst.Attribute):
        return above.attr is node
    if isinstance(above, cst.Element):  # for label, value in …
        above = next((one for one in parsed.above(above) if not isinstance(one, cst.Tuple | cst.Element)), None)
    if isinstance(above, cst.For):
        return any(one is node for one in parsed.inside(above.target))
    kinds = (cst.AssignTarget, cst.ImportAlias, cst.FunctionDef, cst.ClassDef, cst.Param, cst.Arg)
    if isinstance(above, cst.Arg):
        return above.keyword is node
    return isinstance(above, kinds) or (isinstance(above, cst.AnnAssign | cst.NamedExpr) and above.target is node)


def may_matter(bundle: Bundle, evidence: Evidence, file: str) -> bool:
    """Told by its words: to look at each use takes long."""
    text = bundle.sources[file]
    return any(step.file == file for step in evidence.steps) or any(
        word in text for word in ("expect", "assert", *READS)
    )


def matters(parsed: Parsed, node: cst.CSTNode, evidence: Evidence, before: tuple[Call, ...]) -> bool:
    """An assertion or a value depends on it, or it went well in this run: the old locator is right there."""
    for above in parsed.above(node):
        if isinstance(above, cst.Assert) or (isinstance(above, cst.Call) and called_name(above) == "expect"):
            return True
        if isinstance(above, cst.Call) and owner_of(above) is not None and called_name(above) in READS:
            return True
        if isinstance(above, cst.BaseSmallStatement | cst.BaseCompoundStatement):
            break
    first, last = parsed.lines(parsed.statement_of(node))
    return any(went_well(step, parsed.file, first, last, before) for step in evidence.steps)


def went_well(step: Step, file: str, first: int, last: int, locator: tuple[Call, ...]) -> bool:
    if step.outcome != "ok" or step.file != file or step.line is None or not first <= step.line <= last:
        return False
    return same(read_locator(step.selector)[: len(locator)], locator)
