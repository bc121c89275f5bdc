"""A part of the page that would become the whole page for all who look for something in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Final

from debugging.repair.editing.banning.left_over import Pair
from debugging.repair.editing.banning.located import looked_for
from debugging.repair.editing.banning.statements import Statement, head_of

WIDENED: Final = "It makes all of the page of the part in which other calls look for something."
_FRAMES: Final = frozenset({"frame_locator", "content_frame"})


def widened(pairs: Sequence[Pair], after: Sequence[Statement]) -> Iterator[str]:
    """`form = page.locator("form")` that becomes `form = page`, where more than one statement uses `form`."""
    for pair in pairs:
        name = _name_set(pair.new.node)
        if name and _narrows(pair.old.node) and not looked_for(pair.new.node):
            users = [one for one in after if one is not pair.new and _uses(one.node, name)]
            if len(users) > 1:
                yield WIDENED


def _name_set(node: ast.stmt) -> str:
    return ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) and len(node.targets) == 1 else ""


def _narrows(node: ast.stmt) -> bool:
    """Not to a frame: what was in that may be in the page itself now."""
    chains = [ast.walk(one.chain) for one in looked_for(node)]
    named = ({one.attr for one in chain if isinstance(one, ast.Attribute)} for chain in chains)
    return any(not names & _FRAMES for names in named)


def _uses(node: ast.stmt, name: str) -> bool:
    return any(isinstance(one, ast.expr) and ast.unparse(one) == name for one in ast.walk(head_of(node)))
