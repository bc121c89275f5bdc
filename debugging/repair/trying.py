"""Finds an edit and proves what can be proved without a run; then an edited version is built, to be run once."""

from __future__ import annotations

import logging
from typing import Any, Final
from uuid import UUID

from debugging.queue import ring
from debugging.repair.case import NothingKept, RepairCase, case_of, changes_of, diff_of, failed_again, rounds_of, up_to
from debugging.repair.checking.rerun import may_rerun
from debugging.repair.model_backed.services import NotYet, second_try
from debugging.repair.models import TRIES_MOST, ProposedBy, Repair, RepairPolicy, RepairStatus
from debugging.repair.proposal import Check, Proposal, Refusal, Round
from debugging.repair.proposing import propose
from debugging.repair.proving import bans_check, failed, outcome_of, static_checks, stored
from debugging.repair.publishing import policy_of
from debugging.repair.states import move
from debugging.repair.words import GIVEN_UP, GONE, SAME_PLACE, edits_in_words, not_checked, suggested
from deployments.models import Deployment, Origin
from deployments.problems import BundleProblem
from deployments.repaired import create_repaired

logger = logging.getLogger(__name__)

RERUN_POLICY: Final = "Not re-run: the team wants suggestions only."


def try_repair(repair_id: UUID) -> None:
    """Unless somebody else does or did. Safe to repeat: what a lost worker began is begun again."""
    repair = Repair.objects.claim(repair_id)
    if repair is None:
        return
    try:
        _try(repair)
    except NothingKept:
        _refuse(repair, GONE)
    except NotYet:  # the sweep rings again
        _move(repair, RepairStatus.PENDING, tries=repair.tries - 1)
    except BundleProblem as problem:
        _refuse(repair, f"The source could not be read. {problem}")
    except Exception as error:
        logger.exception("Repair %s failed on our side", repair_id)
        _give_up(repair, error)


def _try(repair: Repair) -> None:
    case = case_of(repair)
    if failed_again(case, rounds_of(repair)):
        _refuse(repair, SAME_PLACE)
        return
    found = propose(case.evidence, case.diagnosis, case.sources)
    if isinstance(found, Refusal):
        found = _by_model(repair, case, found)
    if isinstance(found, Refusal):
        _refuse(repair, found.reason, located=found.located.model_dump(mode="json") if found.located else None)
        return
    bans = bans_check(case, found)
    if bans.outcome == "failed":
        _refuse(repair, f"{bans.sentence} {' '.join(bans.details)}")
        return
    checks = [bans]
    for check in static_checks(case, found):
        checks.append(check)
        if not repair.beat():
            return  # somebody took it for lost
    _go_on(repair, case, found, checks)


def _by_model(repair: Repair, case: RepairCase, refusal: Refusal) -> Proposal | Refusal:
    """What a model did, and what it cost, is kept whatever becomes of the repair."""
    second = second_try(repair, case, refusal)
    if second.note:
        repair.model_note = f"{repair.model_note} {second.note}".strip()
        Repair.objects.filter(pk=repair.pk).update(model_note=repair.model_note)
    return second.found


def _go_on(repair: Repair, case: RepairCase, proposal: Proposal, checks: list[Check]) -> None:
    broken = failed(checks)
    if broken is None and outcome_of(checks, "page") == "passed":
        rerun = _rerun_refused(repair, case)
        if rerun is None:
            _verify(repair, proposal, checks)
            return
        checks.append(rerun)
    _move(repair, RepairStatus.SUGGESTED, sentence=suggested(checks), **_found(repair, proposal, checks))


def _rerun_refused(repair: Repair, case: RepairCase) -> Check | None:
    """Why the edited workflow is not run; None when it may be."""
    if policy_of(repair.team) == RepairPolicy.SUGGEST:
        return Check(name="rerun", outcome="not done", sentence=RERUN_POLICY)
    told = may_rerun(case.job)
    return None if told is None or told.outcome == "passed" else told


def _verify(repair: Repair, proposal: Proposal, checks: list[Check]) -> None:
    """The edited version is made outside of any transaction: its files may be large."""
    deployment = _edited_version(repair, proposal)
    fields = {**_found(repair, proposal, checks), "deployment": deployment, "verification_job": None}
    if _move(repair, RepairStatus.VERIFYING, sentence=edits_in_words(len(rounds_of(repair)) + 1, proposal), **fields):
        ring("verify_repair", repair.pk)  # it may have been built already


def _edited_version(repair: Repair, proposal: Proposal) -> Deployment:
    """Made once, though a worker may be lost right after that: its description names the round."""
    number = len(rounds_of(repair)) + 1
    name = f"Repair {repair.pk.hex[:8]}{f', edit {number}' if number > 1 else ''}: {proposal.sentence}"
    made = Deployment.objects.of(repair.team).filter(origin=Origin.REPAIR, parent=repair.parent, description=name)
    if (found := made.first()) is not None:
        return found
    files = {change.file: change.new for change in changes_of(repair, proposal)}
    return create_repaired(parent=repair.parent, files=files, description=name)


def _refuse(repair: Repair, reason: str, **fields: Any) -> None:
    """With edits of earlier rounds that got further there is something to suggest all the same."""
    rounds = rounds_of(repair)
    if rounds:
        sentence = f"The run of the edited version failed, and there is no further edit. {reason}"
        _move(repair, RepairStatus.SUGGESTED, sentence=sentence, **up_to(rounds), **fields)
    else:
        _move(repair, RepairStatus.REFUSED, sentence=reason, **fields)


def _found(repair: Repair, proposal: Proposal, checks: list[Check]) -> dict[str, Any]:
    is_by_model = any(one.by == "model" for one in (proposal, *(earlier.proposal for earlier in rounds_of(repair))))
    return {
        "proposed_by": ProposedBy.MODEL if is_by_model else ProposedBy.DETERMINISTIC,
        "proposal": proposal.model_dump(mode="json"),
        "diff": diff_of(changes_of(repair, proposal)),
        "checks": stored(checks),
        "not_checked": not_checked([*rounds_of(repair), Round(proposal=proposal, checks=tuple(checks))]),
    }


def _give_up(repair: Repair, error: Exception) -> None:
    """For now; the sweep tries again, a few times."""
    if repair.tries >= TRIES_MOST:
        _refuse(repair, GIVEN_UP.format(type(error).__name__))
    else:
        _move(repair, RepairStatus.PENDING)


def _move(repair: Repair, to: RepairStatus, **fields: Any) -> bool:
    return move(repair.pk, to=to, from_statuses=[RepairStatus.RUNNING], held_by=repair.claim, **fields)
