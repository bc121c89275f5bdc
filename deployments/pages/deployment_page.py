"""What the page of one deployment shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from accounts.models import Team
from deployments.build_log import shortened
from deployments.models import Deployment, DeploymentStatus, Workflow, WorkflowVersion
from deployments.pages.history import HistoryLine, history_of
from runtime.durations import spoken

LOG_SHOWN_CHARACTERS = 20_000
CHILDREN_SHOWN = 10


@dataclass(frozen=True)
class VersionRow:
    """A workflow of the deployment, and the deployment that it runs: this one, another, or none."""

    version: WorkflowVersion
    runs: Deployment | None
    is_current: bool
    is_deleted: bool


@dataclass(frozen=True)
class DeploymentPage:
    deployment: Deployment
    versions: Sequence[VersionRow]
    history: Sequence[HistoryLine]
    children: Sequence[Deployment]

    @property
    def running(self) -> int:
        return sum(row.is_current for row in self.versions)

    @property
    def can_roll_back(self) -> bool:
        return self.deployment.status == DeploymentStatus.READY and any(
            not row.is_current and not row.is_deleted for row in self.versions
        )

    @property
    def waits(self) -> bool:
        """Ready, and not (any longer) allowed to run by itself."""
        return self.deployment.held and self.deployment.status == DeploymentStatus.READY

    @property
    def log_shown(self) -> str:
        return shortened(self.deployment.build_log, LOG_SHOWN_CHARACTERS)

    @property
    def log_is_cut(self) -> bool:
        return len(self.deployment.build_log) > LOG_SHOWN_CHARACTERS

    @property
    def built_after(self) -> str:
        """From the upload to the end of the build: '12 s'."""
        deployment = self.deployment
        if deployment.built_at is None:
            return ""
        return spoken(max(timedelta(), deployment.built_at - deployment.created_at) / timedelta(milliseconds=1))

    @property
    def is_behind(self) -> bool:
        """Whether a newer version runs in its place."""
        created_at = self.deployment.created_at
        return any(row.runs is not None and row.runs.created_at > created_at for row in self.versions)


def find_deployment(*, team: Team, deployment_id: UUID) -> Deployment | None:
    found: Deployment | None = Deployment.objects.of(team).with_makers().filter(pk=deployment_id).first()
    return found


def deployment_page(*, team: Team, deployment: Deployment) -> DeploymentPage:
    versions = deployment.workflow_versions.select_related("workflow__current__deployment")
    children = Deployment.objects.of(team).filter(parent=deployment).defer("build_log").newest_first()
    return DeploymentPage(
        deployment=deployment,
        versions=[
            _row(version)
            for version in versions.defer("workflow__current__deployment__build_log").order_by("workflow__name")
        ],
        history=history_of(team=team, deployment=deployment),
        children=list(children[:CHILDREN_SHOWN]),
    )


def _row(version: WorkflowVersion) -> VersionRow:
    workflow: Workflow = version.workflow
    current = workflow.current
    return VersionRow(
        version=version,
        runs=current.deployment if current else None,
        is_current=current is not None and current.pk == version.pk,
        is_deleted=workflow.deleted_at is not None,
    )
