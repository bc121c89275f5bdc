"""The changes of what runs, as one deployment's page tells them: a line for each, whatever number of workflows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from accounts.models import Team
from deployments.history import Change, DeploymentEvent
from deployments.models import Deployment

EVENTS_READ = 2_000
LINES_SHOWN = 30


@dataclass(frozen=True)
class HistoryLine:
    """`other` is the deployment that ran before this one became current, or has run since it stopped."""

    change: Change
    at: datetime
    by: str
    reason: str
    workflows: Sequence[str]
    came: bool  # whether this deployment became current then
    other: Deployment | None

    @property
    def title(self) -> str:
        if self.change is Change.DELETED:
            return "Deleted"
        if self.came:
            return {Change.ROLLED_BACK: "Rolled back to this", Change.TAKEN_BACK: "Back to this"}.get(
                self.change, "Made current"
            )
        return {Change.ROLLED_BACK: "Rolled back", Change.TAKEN_BACK: "Taken back"}.get(self.change, "Replaced")


def history_of(*, team: Team, deployment: Deployment) -> list[HistoryLine]:
    """Newest first, the last 30."""
    events = DeploymentEvent.objects.of(team).about(deployment).select_related("workflow", "user", "key")
    events = events.select_related("deployment", "before")
    rows = list(events.defer("deployment__build_log", "before__build_log")[:EVENTS_READ])
    changes = groupby(rows, key=lambda event: (event.at, event.change, event.deployment_id, event.before_id))
    return [_line(list(group), deployment) for _, group in changes][:LINES_SHOWN]


def _line(events: Sequence[DeploymentEvent], deployment: Deployment) -> HistoryLine:
    first = events[0]
    came = first.deployment_id == deployment.pk
    return HistoryLine(
        change=Change(first.change),
        at=first.at,
        by=str(first.user or first.key or ""),
        reason=first.reason,
        workflows=sorted(event.workflow.name for event in events),
        came=came,
        other=first.before if came else first.deployment,
    )
