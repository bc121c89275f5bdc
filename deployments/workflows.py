"""The workflows of a team, by name."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import ApiKey, Team, User
from api.errors import NotFound
from deployments.history import Change, DeploymentEvent
from deployments.models import Deployment, Workflow, WorkflowVersion


def current_version(*, team: Team, name: str) -> WorkflowVersion:
    """What a new run of the name uses; its `deployment` and `workflow` are loaded. NotFound, with the remedy."""
    version = deployed(team=team, name=name).current
    assert version is not None  # noqa: S101  # by `deployed`
    return version


def deployed(*, team: Team, name: str) -> Workflow:
    workflow = (
        Workflow.objects.of(team).deployed().select_related("current__workflow").filter(name=name.strip()).first()
    )
    if workflow is None:
        raise _not_found(team, name)
    found: Workflow = workflow
    return found


def running_deployment(*, team: Team, name: str) -> Deployment | None:
    """What a new run of the name uses, without its log; None where there is no such workflow, or it was deleted."""
    workflow = Workflow.objects.of(team).deployed().filter(name=name).first()
    return workflow.current.deployment if workflow is not None and workflow.current is not None else None


def delete(*, team: Team, name: str, by: User | ApiKey | None = None) -> None:
    """No new runs from now on. Deployments made before do not bring it back, later ones do."""
    now = timezone.now()
    rows = Workflow.objects.of(team).filter(name=name.strip(), current__isnull=False)
    with transaction.atomic():
        found = list(rows.select_for_update())
        if not found:
            raise _not_found(team, name)
        DeploymentEvent.objects.note(Change.DELETED, workflows=found, deployment=None, by=by)
        rows.update(current=None, deleted_at=now, updated_at=now)


def _not_found(team: Team, name: str) -> NotFound:
    row = Workflow.objects.of(team).filter(name=name.strip()).first()
    if row is not None and row.deleted_at is not None:
        return NotFound(f"The workflow {name.strip()!r} was deleted. Deploy it again with `libretto cloud deploy`.")
    others = list(Workflow.objects.of(team).deployed().order_by("name").values_list("name", flat=True)[:10])
    have = f"Deployed are: {', '.join(others)}." if others else "No workflow is deployed yet."
    return NotFound(f"There is no workflow {name.strip()!r}. {have} Deploy it with `libretto cloud deploy`.")
