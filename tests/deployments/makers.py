"""Makers of deployments, and a discovery that finds what a test wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import Team
from deployments import building
from deployments.models import Deployment
from deployments.problems import BundleProblem
from libretto.protocol import WorkflowInfo
from runtime.discovery import Discovery
from tests.deployments.bundles import packed

SIMPLE: dict[str, str | bytes] = {"workflows.py": "# discovered by the test\n"}


def make_deployment(
    team: Team, files: dict[str, str | bytes] = SIMPLE, *, seconds_ago: float = 0, **fields: Any
) -> Deployment:
    """As `create_deployment` leaves it, the build not yet begun."""
    deployment = Deployment(id=uuid4(), team=team, **{"entry_point": "workflows.py", **fields})
    deployment.created_at = timezone.now() - timedelta(seconds=seconds_ago)
    deployment.heartbeat_at = fields.get("heartbeat_at", timezone.now())
    deployment.source_path = default_storage.save(f"tests/{deployment.id}.tar.gz", ContentFile(packed(files)))
    deployment.save(force_insert=True)
    return deployment


def info(name: str, **fields: Any) -> WorkflowInfo:
    plain: WorkflowInfo = {
        "name": name,
        "input_schema": {"type": "object"},
        "output_schema": None,
        "credential_names": [],
        "start_url": None,
        "viewport": None,
        "source_file": "workflows.py",
        "rerun": "",
    }
    return {**plain, **fields}  # type: ignore[typeddict-item]


def discover_these(monkeypatch: pytest.MonkeyPatch, *workflows: WorkflowInfo, log: str = "") -> None:
    discover_by(monkeypatch, lambda: Discovery(workflows=list(workflows), error=None, log=log))


def discover_by(monkeypatch: pytest.MonkeyPatch, find: Callable[[], Discovery]) -> None:
    def discover(
        *,
        bundle: Path,
        entry_point: str,
        dependencies: Path | None,
        scratch: Path,
        hidden_paths: Sequence[Path],
        timeout_seconds: float,
    ) -> Discovery:
        if not (bundle / entry_point).is_file() or not scratch.is_dir():
            raise BundleProblem("The test's build came without its files.")
        return find()

    monkeypatch.setattr(building, "discover", discover)


def built(monkeypatch: pytest.MonkeyPatch, team: Team, *names: str, **fields: Any) -> Deployment:
    """A ready deployment that holds workflows of these names."""
    discover_these(monkeypatch, *(info(name) for name in names))
    deployment = make_deployment(team, **fields)
    building.build(deployment_id=deployment.id)
    deployment.refresh_from_db()
    return deployment
