"""What becomes of a verified repair: the team's policy decides. It becomes current once, and never over a newer one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Team, User
from debugging.groups.services import lock_group, resolve_by_repair
from debugging.models import DebugSettings
from debugging.repair.carrying_over import settle_overtaken
from debugging.repair.models import Repair, RepairPolicy, RepairStatus
from debugging.repair.states import move
from deployments.publishing import publish_held

ONLY_SUGGESTED = "It was verified. The team wants suggestions only, so it was not published."


def policy_of(team: Team) -> RepairPolicy:
    chosen = DebugSettings.objects.filter(team=team).values_list("repair_policy", flat=True).first()
    return RepairPolicy(chosen) if chosen else RepairPolicy.PUBLISH


def settle_verified(repair: Repair, **proofs: Any) -> None:
    match policy_of(repair.team):
        case RepairPolicy.PUBLISH:
            if not publish(repair, before=RepairStatus.VERIFYING, **proofs):
                settle_overtaken(repair, before=RepairStatus.VERIFYING, **proofs)
        case RepairPolicy.APPROVE:
            move(repair.pk, to=RepairStatus.WAITING, from_statuses=[RepairStatus.VERIFYING], **proofs)
        case RepairPolicy.SUGGEST:  # chosen while it was being verified
            to, sentence = RepairStatus.SUGGESTED, ONLY_SUGGESTED
            move(repair.pk, to=to, from_statuses=[RepairStatus.VERIFYING], sentence=sentence, **proofs)


def publish(repair: Repair, *, before: RepairStatus, by: User | None = None, **fields: Any) -> bool:
    """False, and nothing changed, when somebody else did, or when the workflow has moved on: see `settle_overtaken`."""
    now = timezone.now()
    if by is not None:
        fields |= {"decided_by": by, "decided_at": now}
    with transaction.atomic():
        # Locked in the same order by all that changes repairs and what is current. Whoever comes second waits, and
        # then finds it done.
        lock_group(repair.group)
        mine = Repair.objects.filter(pk=repair.pk, status=before).select_for_update(of=("self",)).first()
        if mine is None:
            return False
        is_current = repair.deployment is not None and publish_held(repair.deployment, by=by, reason=repair.sentence)
        if not is_current:
            return False
        move(repair.pk, to=RepairStatus.PUBLISHED, from_statuses=[before], published_at=now, **fields)
        if repair.group is not None:
            resolve_by_repair(group=repair.group)
    return True
