"""A team that has a model, a bundle that can be read, a browser that sees what it is told, a run that does no harm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest

from debugging import queue
from debugging.models import DebugSettings
from debugging.repair import case, proving, trying
from debugging.repair.checking.page import check_page
from debugging.repair.model_backed import services
from deployments.models import Deployment, DeploymentStatus, WorkflowVersion
from runtime.page_check import Seen
from runtime.page_locators import LocatorPart
from tests.debugging.repair.model_backed.making import SOURCES
from tests.debugging.repair.rows import auto_version, child_of
from tests.factories import make_team

BUTTON = Seen(1, visible=True, enabled=True, role="button", name="Settle invoice", tag="button")


@pytest.fixture
def version() -> WorkflowVersion:
    version = auto_version(make_team())
    DebugSettings.objects.create(team=version.deployment.team, model_enabled=True)
    return version


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, version: WorkflowVersion) -> list[Seen]:
    """What the browser sees of the new locator, and of the old one. The bundle can be read, and a run does no harm."""
    found = [BUTTON, Seen(0)]

    async def look(html: str, locators: Sequence[Sequence[LocatorPart]]) -> list[Seen]:
        return found

    def create(*, parent: Deployment, files: dict[str, str], description: str) -> Deployment:
        child = child_of(version, status=DeploymentStatus.BUILDING)
        Deployment.objects.filter(pk=child.pk).update(description=description)
        return child

    monkeypatch.setattr(queue, "_send", lambda task, ids: None)
    monkeypatch.setattr(case, "text_files", lambda deployment: dict(SOURCES))
    monkeypatch.setattr(trying, "create_repaired", create)
    monkeypatch.setattr(trying, "may_rerun", lambda job: None)
    for module in (services, proving):
        monkeypatch.setattr(module, "check_page", partial(check_page, look=look))
    return found
