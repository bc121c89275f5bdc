"""Failure groups: which one a failure belongs to, and what people do with them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Team, User
from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.groups.fingerprint import fingerprint_of, host_of, step_of
from debugging.models import FailureGroup, GroupState, Occurrence


def note_occurrence(
    *, team: Team, evidence: Evidence, diagnosis: Diagnosis, at: datetime
) -> tuple[FailureGroup, Occurrence]:
    """Counts a failure in its group. Call it in the transaction that ends the report, so that each counts once."""
    fingerprint = fingerprint_of(evidence, diagnosis)
    fresh = {
        "workflow_name": evidence.run.workflow,
        "failure_class": diagnosis.failure_class,
        "title": diagnosis.summary[:500],
        "host": host_of(evidence)[:255],
        "step": step_of(evidence),
        "first_seen_at": at,
        "last_seen_at": at,
    }
    with transaction.atomic():
        _, is_new = FailureGroup.objects.get_or_create(team=team, fingerprint=fingerprint, defaults=fresh)
        group = FailureGroup.objects.of(team).select_for_update().get(fingerprint=fingerprint)
        occurrence = Occurrence.NEW if is_new else _seen_again(group, at)
        FailureGroup.objects.filter(pk=group.pk).update(
            occurrences=F("occurrences") + 1,
            title=fresh["title"],
            first_seen_at=min(group.first_seen_at, at),
            last_seen_at=max(group.last_seen_at, at),
        )
        group.refresh_from_db()
    return group, occurrence


def _seen_again(group: FailureGroup, at: datetime) -> Occurrence:
    """Opens the group again where its state says so."""
    match GroupState(group.state):
        case GroupState.OPEN:
            return Occurrence.AGAIN
        case GroupState.RESOLVED if group.resolved_at and at <= group.resolved_at:
            return Occurrence.AGAIN  # it began before somebody resolved the group
        case GroupState.RESOLVED:
            _open(group)
            return Occurrence.BACK
    if not _is_ignored_still(group, at):
        _open(group)
        return Occurrence.BACK
    return Occurrence.IGNORED


def _is_ignored_still(group: FailureGroup, at: datetime) -> bool:
    if group.ignored_until is not None and at >= group.ignored_until:
        return False
    return group.ignored_occurrences is None or group.occurrences < group.ignored_occurrences


def _open(group: FailureGroup) -> None:
    FailureGroup.objects.filter(pk=group.pk).update(
        state=GroupState.OPEN, resolved_at=None, ignored_until=None, ignored_occurrences=None, state_changed_by=None
    )


def resolve(*, group: FailureGroup, user: User) -> bool:
    """False when it is resolved already."""
    open_ones = FailureGroup.objects.filter(pk=group.pk).exclude(state=GroupState.RESOLVED)
    return bool(
        open_ones.update(
            state=GroupState.RESOLVED,
            resolved_at=timezone.now(),
            ignored_until=None,
            ignored_occurrences=None,
            state_changed_by=user,
        )
    )


def ignore(*, group: FailureGroup, user: User, until: datetime | None = None, more: int | None = None) -> bool:
    """Until a moment, until it has occurred `more` times again, or for good."""
    mine = FailureGroup.objects.filter(pk=group.pk)
    return bool(
        mine.update(
            state=GroupState.IGNORED,
            ignored_until=until,
            ignored_occurrences=None if more is None else F("occurrences") + more,
            resolved_at=None,
            state_changed_by=user,
        )
    )


def reopen(*, group: FailureGroup, user: User) -> bool:
    """False when it is open already."""
    closed = FailureGroup.objects.filter(pk=group.pk).exclude(state=GroupState.OPEN)
    return bool(
        closed.update(
            state=GroupState.OPEN,
            resolved_at=None,
            ignored_until=None,
            ignored_occurrences=None,
            state_changed_by=user,
        )
    )


def lock_group(group: FailureGroup | None) -> None:
    """Until the end of the transaction."""
    if group is not None:
        FailureGroup.objects.select_for_update().filter(pk=group.pk).first()


def resolve_by_repair(*, group: FailureGroup) -> None:
    """Its cause was repaired; should it come back, it opens again as after any resolution."""
    open_ones = FailureGroup.objects.filter(pk=group.pk, state=GroupState.OPEN)
    open_ones.update(state=GroupState.RESOLVED, resolved_at=timezone.now(), state_changed_by=None)


def reopen_after_repair(*, group: FailureGroup) -> None:
    """The repair was taken back. What a person has decided meanwhile stays."""
    resolved = FailureGroup.objects.filter(pk=group.pk, state=GroupState.RESOLVED, state_changed_by=None)
    resolved.update(state=GroupState.OPEN, resolved_at=None)
