"""The list of a team's deployments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from accounts.models import Team
from api.newest_first import page_of
from deployments.models import Deployment, DeploymentQuerySet, DeploymentStatus, Origin, Workflow

DEPLOYMENTS_SHOWN = 50
NAMES_SHOWN = 3
KINDS = {
    "": "All",
    "current": "Current",
    "building": "Building",
    "failed": "Failed",
    "repairs": "Repairs",
}


@dataclass(frozen=True)
class DeploymentRow:
    deployment: Deployment
    names: Sequence[str]
    running: int  # how many of its workflows run this version

    @property
    def names_shown(self) -> Sequence[str]:
        return self.names if len(self.names) <= NAMES_SHOWN + 1 else self.names[:NAMES_SHOWN]

    @property
    def names_more(self) -> int:
        return len(self.names) - len(self.names_shown)


@dataclass(frozen=True)
class DeploymentList:
    rows: Sequence[DeploymentRow]
    newer: str | None
    older: str | None


def deployments_page(*, team: Team, kind: str, workflow: str, cursor: str | None) -> DeploymentList:
    """Newest first. Raises InvalidInput for a cursor that is not one of ours."""
    wanted = _of_kind(Deployment.objects.of(team), team, kind)
    if workflow:
        # Not a join: a row for each deployment, whatever it holds.
        holding = Deployment.objects.of(team).filter(workflow_versions__workflow__name=workflow)
        wanted = wanted.filter(pk__in=holding.values("pk"))
    found = page_of(
        wanted.with_names().with_makers(),
        by="created_at",
        purpose="deployments",
        limit=DEPLOYMENTS_SHOWN,
        cursor=cursor,
    )
    running = running_counts(team, [deployment.pk for deployment in found.rows])
    rows = [
        DeploymentRow(deployment, names=deployment.workflow_names, running=running.get(deployment.pk, 0))
        for deployment in found.rows
    ]
    return DeploymentList(rows=rows, newer=found.newer, older=found.older)


def running_counts(team: Team, deployment_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many workflows run each of these versions; those that run none are left out."""
    current = Workflow.objects.of(team).filter(current__deployment__in=deployment_ids)
    counts = current.values_list("current__deployment").annotate(count=Count("pk"))
    return dict(counts)


def _of_kind(deployments: DeploymentQuerySet, team: Team, kind: str) -> DeploymentQuerySet:
    match kind:
        case "current":
            current = Workflow.objects.of(team).filter(current__isnull=False)
            return deployments.filter(pk__in=current.values("current__deployment"))
        case "building" | "failed":
            return deployments.filter(status=DeploymentStatus(kind))
        case "repairs":
            return deployments.filter(origin=Origin.REPAIR)
    return deployments
