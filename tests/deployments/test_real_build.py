"""Builds with nothing replaced: the bundle's code is imported in its own process."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.models import Team
from deployments.building import build
from deployments.models import Deployment
from deployments.workflows import current_version
from tests.deployments.makers import make_deployment
from tests.deployments.test_dependencies import make_wheel

WORKFLOWS = """
from libretto import workflow
from pydantic import BaseModel

from words import GREETING


class Search(BaseModel):
    query: str


@workflow("search", input=Search, credentials=["Portal_Password"], start_url="https://example.com/")
async def search(ctx, input):
    return GREETING


print("imported")
"""


def built(team: Team, files: dict[str, str | bytes]) -> Deployment:
    deployment = make_deployment(team, files)
    build(deployment_id=deployment.id)
    deployment.refresh_from_db()
    return deployment


def test_a_python_bundle(team: Team) -> None:
    deployment = built(team, {"workflows.py": WORKFLOWS, "words.py": "GREETING = 'hello'\n"})
    assert deployment.status == "ready", deployment.build_log
    assert "imported" in deployment.build_log
    version = current_version(team=team, name="search")
    assert version.credential_names == ["portal_password"]
    assert version.start_url == "https://example.com/"
    assert version.source_file == "workflows.py"
    assert version.input_schema is not None
    assert version.input_schema["properties"] == {"query": {"title": "Query", "type": "string"}}


def test_the_error_of_the_users_code_with_its_traceback(team: Team) -> None:
    deployment = built(team, {"workflows.py": "import lib.deep\n", "lib/deep.py": "x = 1\nx = {}['missing']\n"})
    assert deployment.status == "failed"
    assert "KeyError: 'missing'" in deployment.build_error
    assert "lib/deep.py" in deployment.build_error
    assert "line 2" in deployment.build_error
    assert "{}['missing']" in deployment.build_error


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def broken(:\n", "SyntaxError"),
        ("import a_package_that_is_nowhere", "No module named 'a_package_that_is_nowhere'"),
        ("import sys; sys.exit(3)", "workflows.py"),
        ("import os; os.kill(os.getpid(), 9)", "workflows.py"),
        ("x = 1", "workflows"),
    ],
)
def test_what_goes_wrong_on_import_is_said(team: Team, code: str, said: str) -> None:
    deployment = built(team, {"workflows.py": code})
    assert deployment.status == "failed"
    assert said in deployment.build_error


def test_the_bundles_requirements_can_be_imported(team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_wheel(tmp_path, "tiny_for_a_build")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    code = WORKFLOWS.replace(
        "from words import GREETING", "import tiny_for_a_build; GREETING = tiny_for_a_build.ANSWER"
    )
    deployment = built(team, {"workflows.py": code, "requirements.txt": "tiny-for-a-build==1.0\nlibretto\n"})
    assert deployment.status == "ready", deployment.build_log
    assert "Successfully installed tiny" in deployment.build_log
