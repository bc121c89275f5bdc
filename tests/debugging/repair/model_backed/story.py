"""A repair that the server finds no edit for, and a model that plays what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pytest_django.fixtures import Settings

from debugging.models import DebugReport
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.trying import try_repair
from deployments.models import WorkflowVersion
from tests.debugging.model_agent.endpoint import Endpoint, Play, playing
from tests.debugging.repair.editing.making import diagnosed
from tests.debugging.repair.model_backed.making import evidence
from tests.debugging.repair.rows import make_repair


def pending(version: WorkflowVersion, about: Any = None, diagnosis: Any = None) -> Repair:
    known: dict[str, Any] = {"proposal": None, "diff": "", "checks": [], "not_checked": []}
    repair = make_repair(version.deployment.team, version, status=RepairStatus.PENDING, **known)
    DebugReport.objects.filter(pk=repair.report_id).update(
        evidence=(about or evidence()).model_dump(mode="json"),
        diagnosis=(diagnosis or diagnosed()).model_dump(mode="json"),
    )
    return repair


@contextmanager
def model(settings: Settings, *plays: Play) -> Iterator[Endpoint]:
    with playing(*plays) as endpoint:
        settings.MODEL, settings.MODEL_URL = "small", endpoint.url
        yield endpoint


def tried(version: WorkflowVersion, settings: Settings, *plays: Play, **facts: Any) -> tuple[Repair, Endpoint]:
    repair = pending(version, **facts)
    with model(settings, *plays) as endpoint:
        try_repair(repair.pk)
    return Repair.objects.whole().get(pk=repair.pk), endpoint
