"""What the page that compares two versions shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Team
from deployments.bundle_listing import listing_of, unlike, with_texts
from deployments.comparing import FileDifference, differences
from deployments.history import DeploymentEvent
from deployments.models import Deployment

OFFERED_MOST = 50


@dataclass(frozen=True)
class ComparePage:
    """From `old` to `new`. `others` can be compared with `new`."""

    old: Deployment
    new: Deployment
    files: Sequence[FileDifference]
    others: Sequence[Deployment]

    @property
    def added(self) -> int:
        return sum(file.added for file in self.files)

    @property
    def removed(self) -> int:
        return sum(file.removed for file in self.files)


def others_of(*, team: Team, deployment: Deployment) -> list[Deployment]:
    """The newest versions of the same workflows; of whatever there is, when it has none."""
    deployments = Deployment.objects.of(team).defer("build_log").newest_first().exclude(pk=deployment.pk)
    workflows = deployment.workflow_versions.values("workflow")
    sharing = Deployment.objects.of(team).filter(workflow_versions__workflow__in=workflows)
    if workflows.exists():
        deployments = deployments.filter(pk__in=sharing.values("pk"))
    found = list(deployments[:OFFERED_MOST])
    if deployment.parent is not None and deployment.parent not in found:
        found.append(deployment.parent)
    return found


def usual_other(*, deployment: Deployment, others: Sequence[Deployment]) -> Deployment | None:
    """What people want to compare it with: its parent, else what ran before it, else the version before it."""
    if deployment.parent is not None:
        return deployment.parent
    came = DeploymentEvent.objects.filter(deployment=deployment, before__isnull=False).order_by("at").first()
    if came is not None and came.before is not None:
        return came.before
    older = [other for other in others if other.created_at <= deployment.created_at]
    return next(iter(older or others), None)


def chosen_other(others: Sequence[Deployment], *, team: Team, asked: UUID) -> Deployment | None:
    """Among those offered, or any other of the team's."""
    offered = next((other for other in others if other.pk == asked), None)
    found: Deployment | None = offered or Deployment.objects.of(team).filter(pk=asked).first()
    return found


def compare_page(*, old: Deployment, new: Deployment, others: Sequence[Deployment]) -> ComparePage:
    """Raises BundleProblem when one of the bundles cannot be read."""
    before, after = unlike(listing_of(old), listing_of(new))
    files = differences(with_texts(old, before), with_texts(new, after))
    offered = others if old in others else [old, *others]
    return ComparePage(old=old, new=new, files=files, others=offered)
