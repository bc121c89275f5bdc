"""Rows that the tests of this room need, with as little as each must have."""

from __future__ import annotations

from typing import Any

from accounts.models import Team
from deployments.models import Deployment, DeploymentStatus, Workflow, WorkflowVersion
from jobs.models import Job
from tests.factories import make_team


def make_version(team: Team, name: str = "search", **fields: Any) -> WorkflowVersion:
    deployment = Deployment.objects.create(
        team=team,
        status=DeploymentStatus.READY,
        entry_point="workflows.py",
        source_path="bundles/none",
        source_digest="0" * 64,
    )
    workflow, _ = Workflow.objects.get_or_create(team=team, name=name)
    version = WorkflowVersion.objects.create(
        workflow=workflow, deployment=deployment, source_file="workflows.py", **fields
    )
    workflow.current = version
    workflow.save()
    return version


def make_job(team: Team | None = None, **fields: Any) -> Job:
    team = team or make_team()
    version = fields.pop("version", None) or make_version(team)
    name = version.workflow.name
    return Job.objects.create(
        **{"team": team, "version": version, "workflow_name": name, "timeout_seconds": 60} | fields
    )
