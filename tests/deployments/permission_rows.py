"""What the rows of the permission table ask for."""

from __future__ import annotations

from itertools import count
from typing import Any

from accounts.models import Team
from deployments import credentials
from deployments.models import Workflow, WorkflowVersion
from deployments.stored_credentials import Credential
from tests.deployments.bundles import source
from tests.deployments.makers import SIMPLE, make_deployment

_number = count(1)


def new_deployment(team: Team) -> dict[str, Any]:
    return {"source": source(SIMPLE), "entry_point": "workflows.py"}


def deployment_id(team: Team) -> dict[str, Any]:
    return {"id": make_deployment(team).id}


def deployment_page(team: Team) -> dict[str, Any]:
    return {"deployment_id": make_deployment(team).id}


def deployment_file(team: Team) -> dict[str, Any]:
    return {**deployment_page(team), "path": "workflows.py"}


def two_deployments(team: Team) -> dict[str, Any]:
    """One of them, so that there is something to compare it with."""
    make_deployment(team)
    return deployment_page(team)


def workflow_name(team: Team) -> dict[str, Any]:
    workflow = Workflow.objects.create(team=team, name=f"workflow {next(_number)}")
    version = WorkflowVersion.objects.create(workflow=workflow, deployment=make_deployment(team))
    Workflow.objects.filter(pk=workflow.pk).update(current=version)
    return {"workflow": workflow.name}


def new_credential(team: Team) -> dict[str, Any]:
    return {"name": f"credential {next(_number)}", "value": "x"}


def credential_name(team: Team) -> dict[str, Any]:
    return {"name": _credential(team).name}


def credential_id(team: Team) -> dict[str, Any]:
    return {"id": _credential(team).id}


def credential_change(team: Team) -> dict[str, Any]:
    return {"id": _credential(team).id, "value": "y"}


def _credential(team: Team) -> Credential:
    return credentials.create(team=team, name=f"credential {next(_number)}", value="x")
