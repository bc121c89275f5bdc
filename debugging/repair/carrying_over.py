"""A repair of a version that another repair replaced meanwhile is tried again on that one: two causes, two repairs.

It is a new try in all: an edit is looked for in the files that run now, and proved anew, so that what is published was
run as it is. Only the failed run is the same: so the call that failed must be where it was, and what the edit changes
must be as it was. A version that a person deployed, or rolled back to, is never edited in this way.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any, Final

from django.db import transaction

from debugging.groups.services import lock_group
from debugging.queue import ring
from debugging.repair.case import changes_of, proposal_of, rounds_of
from debugging.repair.checking.rerun import may_rerun
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.proposal import FileChange
from debugging.repair.states import move
from debugging.repair.words import NEWER
from deployments.bundle_files import text_files
from deployments.models import Deployment, Origin
from deployments.problems import BundleProblem
from deployments.workflows import running_deployment

REPAIRS_MOST: Final = 20  # one upon the other
OTHER_REPAIR: Final = (
    "It was verified. Another repair of the same version was published first, and this one is not carried over to it: "
    "{} The next run that fails in this way begins a repair of the version that runs now."
)
SAME_LINES: Final = "that one moved or changed the lines of this edit."
TRIED_THERE: Final = "a repair of this failure was begun for that one already."
RAN: Final = "the run that verified it cannot be made again."
GONE: Final = "the source cannot be read any more."


def successor_of(repair: Repair) -> Deployment | None:
    """What runs now, if that is the repair's version with other repairs in it and nothing else. No file is read."""
    current = running_deployment(team=repair.team, name=repair.workflow_name)
    if current is None or current.pk == repair.parent_id:
        return None
    older: Deployment | None = current
    for _ in range(REPAIRS_MOST):
        if older is None or older.origin != Origin.REPAIR:
            return None
        if older.parent_id == repair.parent_id:
            return current
        older = older.parent
    return None


def why_not(repair: Repair, onto: Deployment) -> str:
    """ "" when it can be carried over. Reads both bundles: not to be called in a transaction."""
    if repair.verification_job is not None and (told := may_rerun(repair.verification_job)) is not None:
        return f"{RAN} {told.sentence}"
    try:
        sources = text_files(onto)
    except BundleProblem:
        return GONE
    changes = changes_of(repair, proposal_of(repair))
    first = next(iter([*(one.proposal for one in rounds_of(repair)), proposal_of(repair)]), None)
    if first is None or not changes:
        return SAME_LINES
    line_of_call = {first.changes[0].file: first.line - 1}
    stands = all(_stands(change, sources.get(change.file), line_of_call.get(change.file)) for change in changes)
    return "" if stands else SAME_LINES


def carry_over(repair: Repair, onto: Deployment, *, before: RepairStatus) -> bool:
    """False when it is carried over already, or was tried there, or something else runs by now."""
    with transaction.atomic():
        lock_group(repair.group)
        there = Repair.objects.of(repair.team).filter(group=repair.group, parent=onto)
        if there.exists() or successor_of(repair) != onto:
            return False
        fresh: dict[str, Any] = {"proposal": None, "located": None, "earlier": [], "checks": [], "not_checked": []}
        fresh |= {"diff": "", "sentence": "", "deployment": None, "verification_job": None, "verified_at": None}
        moved = move(repair.pk, to=RepairStatus.PENDING, from_statuses=[before], parent=onto, tries=0, **fresh)
        if moved:
            ring("repair", repair.pk)
    return moved


def settle_overtaken(repair: Repair, *, before: RepairStatus, **fields: Any) -> str:
    """Verified, when another version runs by now: carried over to it, or left as a suggestion that says why. Returns
    what it says; "" when it is carried over, or was settled by somebody else."""
    sentence = NEWER
    if (onto := successor_of(repair)) is not None:
        why = why_not(repair, onto)
        if not why and carry_over(repair, onto, before=before):
            return ""
        sentence = OTHER_REPAIR.format(why or TRIED_THERE)
    is_mine = move(repair.pk, to=RepairStatus.SUGGESTED, from_statuses=[before], sentence=sentence, **fields)
    return sentence if is_mine else ""


def _stands(change: FileChange, text: str | None, line_of_call: int | None) -> bool:
    """Whether the lines that are changed, and the one of the failed call, are the same lines in that text."""
    if text is None:
        return False
    old = change.old.split("\n")
    kept = _blocks(old, text.split("\n"))
    edited = [(begin, max(end, begin + 1)) for begin, end in _changed(old, change.new.split("\n"))]
    if line_of_call is not None:
        edited.append((line_of_call, line_of_call + 1))
    return all(any(block[0] <= begin and end <= block[1] for block in kept) for begin, end in edited)


def _blocks(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Lines that are equal and were not moved."""
    blocks = SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks()
    return [(block.a, block.a + block.size) for block in blocks if block.a == block.b]


def _changed(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    opcodes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return [(begin, end) for tag, begin, end, _, _ in opcodes if tag != "equal"]
