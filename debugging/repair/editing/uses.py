"""Other places in the bundle that use a name or a locator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import libcst as cst

from debugging.agent.locators import Call, read_locator
from debugging.evidence import Evidence, Step
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import BY_SELECTOR, READS, CallSite
from debugging.repair.editing.chains import chain_of_selector, chains
from debugging.repair.editing.links import Link, links_of, owner_of
from debugging.repair.editing.meanings import Meaning
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.wanted import same
from debugging.repair.editing.written import Written, called_name

Use = tuple[Parsed, cst.CSTNode]


def uses(
    bundle: Bundle, meaning: Meaning, site: CallSite, only: Callable[[str], bool] = lambda _: True
) -> Iterator[Use]:
    """Of a name, but for where it is set and for the statement that failed. `only`: in which files."""
    name = meaning.name.partition("[")[0]
    failed = site.source.statement_of(site.call)
    where = [meaning.value.source] if meaning.via == "variable" else bundle.files(name, only=only)
    function = meaning.value.source.function_of(meaning.value.node) if meaning.via == "variable" else None
    for parsed in where:
        for node in parsed.nodes if function is None else parsed.inside(function):
            if _names(node, name, meaning) and not _sets(parsed, node) and parsed.statement_of(node) is not failed:
                yield parsed, node


def _names(node: cst.CSTNode, name: str, meaning: Meaning) -> bool:
    if isinstance(node, cst.Attribute):
        return meaning.via != "variable" and node.attr.value == name
    return isinstance(node, cst.Name) and node.value == name and meaning.via != "attribute"


def _sets(parsed: Parsed, node: cst.CSTNode) -> bool:
    """It is where the name is given its value, imported or defined; or the last part of an attribute."""
    above = next(parsed.above(node), None)
    if isinstance(above, cst.Attribute):
        return above.attr is node
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


def other_uses(
    bundle: Bundle, site: CallSite, said: tuple[Call, ...], edited: Sequence[tuple[str, int]]
) -> tuple[str, ...]:
    """Places with the same locator, but for the `edited` lines: 'workflows.py:40'."""
    first, last = site.source.lines(site.call)
    apart = {*edited, *((site.source.file, line) for line in range(first, last + 1))}
    found = {
        (parsed.file, line)
        for parsed in bundle.files(_longest_text(said))
        for node in parsed.nodes
        if (line := _line_of(bundle, parsed, node, said))
    }
    meaning = _meaning_of_all(site)
    if meaning is not None:
        value = meaning.value
        if (value.source.file, value.source.lines(value.node)[0]) not in edited:
            found |= {(parsed.file, parsed.lines(node)[0]) for parsed, node in uses(bundle, meaning, site)}
    return tuple(f"{file}:{line}" for file, line in sorted(found - apart))


def _meaning_of_all(site: CallSite) -> Meaning | None:
    """The name that stands for the whole locator, when there is one."""
    segments = site.chain.segments
    meaning = segments[-2].meaning if len(segments) > 1 and not segments[-1].links else None
    return meaning if meaning is not None and meaning.via != "parameter" else None


def _longest_text(said: tuple[Call, ...]) -> str:
    texts = [text for call in said for text in (*call.args, *call.options.values()) if isinstance(text, str)]
    return max(texts, key=len, default="")


def _line_of(bundle: Bundle, parsed: Parsed, node: cst.CSTNode, said: tuple[Call, ...]) -> int:
    """0 when it is another one, or none."""
    if isinstance(node, cst.Call) and called_name(node) in BY_SELECTOR and node.args and owner_of(node) is not None:
        first, owner = node.args[0], owner_of(node)
        is_text = isinstance(first.value, cst.SimpleString | cst.Name | cst.Attribute)
        if is_text and owner is not None:
            link = Link(parsed, node, "locator", first)
            found = chain_of_selector(bundle, link, Written(parsed, owner), said)
            # What is given to `fill` of a locator is no selector, and not known, as a rule.
            if any(not fitted.holes for chain in found for fitted in chain.segments[0].links):
                return parsed.lines(node)[1]
    if isinstance(node, cst.Call | cst.Attribute):
        _, links = links_of(parsed, node)
        if links and links[-1].node is node and chains(bundle, Written(parsed, node), said):
            return parsed.lines(node)[1]
    return 0
