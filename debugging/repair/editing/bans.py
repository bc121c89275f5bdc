"""What no edit may do, whoever proposed it: read from the old and the new syntax trees, not from what is said of them.

All that is left of a statement when its locators are taken out has to stay as it was. The few exceptions are in
`banning/exceptions.py`, each with the failure that allows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from debugging.evidence import Evidence
from debugging.repair.editing.banning.evading import written_oddly
from debugging.repair.editing.banning.exceptions import excepted
from debugging.repair.editing.banning.failed_call import FailedCall
from debugging.repair.editing.banning.hidden import hidden
from debugging.repair.editing.banning.left_over import LeftOver, changed, sets_what_is_asserted, with_other_locators
from debugging.repair.editing.banning.naming import named
from debugging.repair.editing.banning.nearness import too_far
from debugging.repair.editing.banning.places import by_place, forced
from debugging.repair.editing.banning.receivers import others
from debugging.repair.editing.banning.selectors import loose
from debugging.repair.editing.banning.statements import read, statements
from debugging.repair.editing.banning.widening import widened
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.splices import compiles
from debugging.repair.proposal import FileChange

FILES_MOST: Final = 2
STATEMENTS_MOST: Final = 4  # new or changed ones


def banned(
    changes: Sequence[FileChange], evidence: Evidence, sources: Bundle | Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Sentences; () when the edit keeps to what a repair may do. `sources` are the whole bundle's before the edit:
    without them only the changed files tell what the failed call's locator is made of."""
    if not changes:
        return ("It changes nothing.",)
    bundle = sources if isinstance(sources, Bundle) else Bundle(sources) if sources else None
    failed = FailedCall.of(changes, evidence, bundle)
    found = [said for change in changes for said in _of_file(change, failed)]
    if len(changes) > FILES_MOST:
        found.append(f"It changes {len(changes)} files; a repair is an edit at one place.")
    found += too_far(changes, evidence)
    return tuple(dict.fromkeys(found))


def _of_file(change: FileChange, failed: FailedCall) -> Iterator[str]:
    if said := _name(change):
        yield said
        return
    old, new = read(change.old), read(change.new)
    if old is None or new is None or not compiles(change.new):
        yield f"{change.file} would not be valid Python."
        return
    before, after = statements(old), statements(new)
    yield from by_place(old, new)
    yield from forced(old, new)
    yield from written_oddly(change.old, change.new)
    went, came = changed(before, after, lambda one: one.text)
    yield from hidden(went, came)
    if sets_what_is_asserted(came, after):
        yield "It changes what an assertion looks at."
    if len(came) > STATEMENTS_MOST:
        yield "It changes many statements; a repair is an edit at one place."
        return
    pairs = with_other_locators(before, after)
    yield from others(change.file, pairs, failed)
    yield from loose(pairs, failed.evidence)
    yield from widened(pairs, after)
    removed, added = changed(before, after, lambda one: one.skeleton)
    if (removed or added) and not excepted(LeftOver(removed, added, after, failed)):
        yield from named(removed, added)


def _name(change: FileChange) -> str:
    path = PurePosixPath(change.file)
    if path.is_absolute() or ".." in path.parts or "\\" in change.file or not change.file.strip():
        return f"{change.file} is not a file of the bundle."
    if path.suffix != ".py":
        return f"{change.file} is not Python."
    if not change.old:
        return f"{change.file} is a new file."
    return ""
