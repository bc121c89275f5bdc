"""Whose locator an edit changes, and on what the call is made: the failed one's alone, on the page it was made on."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from debugging.agent.wording import plain
from debugging.repair.editing.banning.failed_call import FailedCall, Place
from debugging.repair.editing.banning.left_over import Pair, other_text
from debugging.repair.editing.banning.located import Looked, looked_for, names_given
from debugging.repair.editing.banning.statements import last_line
from debugging.repair.editing.banning.texts import said_in

OTHER_PARTS = "It changes more than one locator of a statement."


def others(file: str, pairs: list[Pair], failed: FailedCall) -> Iterator[str]:
    """`pairs`: statements of the file that say something else now, though all but their locators is as it was."""
    for pair in pairs:
        old, new = looked_for(pair.old.node), looked_for(pair.new.node)
        if len(old) == 1 and not new:
            new = _held(pair.new.node)
        if len(old) != len(new):
            yield OTHER_PARTS
            continue
        differing = [(one, other) for one, other in zip(old, new, strict=True) if one != other and _differ(one, other)]
        if len(differing) > 1:
            yield OTHER_PARTS
        for one, other in differing:
            yield from _judged(file, pair, one, other, failed)


def _judged(file: str, pair: Pair, old: Looked, new: Looked, failed: FailedCall) -> Iterator[str]:
    here = (file, pair.old.node.lineno, last_line(pair.old.node))
    if not any(_overlap(here, place) for place in failed.places):
        yield f"It changes a locator at {file}:{here[1]}, and the one that failed is another."
        return
    is_the_call = failed.line is not None and _overlap(here, failed.line)
    all_here = {one.method for one in looked_for(pair.old.node)}
    if len(new.selectors) > max(1, len(old.selectors)):
        yield "It gives a call more than one selector."
    if is_the_call and failed.methods & all_here and old.method not in failed.methods:
        yield "It changes a locator of another call than the one that failed."
    if old.root != new.root and not (is_the_call and new.root == failed.root) and not _is_told_to(old, new, failed):
        yield f"It is made on something else: {plain(new.root, 60)} instead of {plain(old.root, 60)}."
    known = names_given(old.given) | failed.names | {old.root, failed.root}
    if more := sorted(names_given(new.given) - known):
        yield f"It puts into the locator what the old one did not have: {plain(more[0], 60)}."


def _is_told_to(old: Looked, new: Looked, failed: FailedCall) -> bool:
    """checkout.field("Card") and checkout.field("Card number"): a text of the failed locator."""
    texts, step = other_text(old.root, new.root), failed.evidence.failing_step
    return texts is not None and step is not None and texts[0] in said_in(step.selector)


def _held(node: ast.stmt) -> tuple[Looked, ...]:
    """`form = page`: the frame that it was in is gone."""
    value = node.value if isinstance(node, ast.Assign) else None
    is_name = isinstance(value, ast.Name | ast.Attribute)
    return (Looked(ast.unparse(value), "", value, ()),) if value is not None and is_name else ()


def _differ(one: Looked, other: Looked) -> bool:
    return (one.root, one.text) != (other.root, other.text)


def _overlap(one: Place, other: Place) -> bool:
    return one[0] == other[0] and one[1] <= other[2] and other[1] <= one[2]
