"""Reading what is in a bundle, and making the same bundle with other texts."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage

from accounts.models import Team
from deployments import building, bundle_files
from deployments.bundle_files import text_files
from deployments.bundle_listing import listing_of, with_texts
from deployments.checkout import checkout
from deployments.models import Deployment, Origin
from deployments.problems import BundleProblem
from deployments.repaired import create_repaired
from tests.deployments.makers import discover_these, info, make_deployment

FILES: dict[str, str | bytes] = {
    "workflows.py": "# ä\r\npage.click('#old')\r\n",
    "./pages/portal.py": "",
    "logo.png": b"\x89PNG\0\xff",
    "long/" + "x" * 120 + "/data.bin": b"\0" * 2_000_000,
}


def test_the_texts_of_a_bundle(team: Team) -> None:
    deployment = make_deployment(team, FILES)
    assert text_files(deployment) == {"pages/portal.py": "", "workflows.py": "# ä\r\npage.click('#old')\r\n"}
    found = {file.path: (file.size, file.text is None) for file in with_texts(deployment, listing_of(deployment))}
    assert found["logo.png"] == (6, True)
    assert len(found) == len(FILES)


def test_the_texts_are_bounded(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, str | bytes] = {f"{name}.py": name * 10 for name in "abcd"}
    deployment = make_deployment(team, files)
    monkeypatch.setattr(bundle_files, "TEXT_MOST_BYTES", 9)
    assert text_files(deployment) == {}
    monkeypatch.setattr(bundle_files, "TEXT_MOST_BYTES", 10)
    monkeypatch.setattr(bundle_files, "TEXTS_MOST_BYTES", 25)
    assert list(text_files(deployment)) == ["a.py", "b.py"]
    monkeypatch.setattr(bundle_files, "FILES_MOST", 1)
    assert len(listing_of(deployment)) == 1


def test_a_bundle_that_is_gone_is_said(team: Team) -> None:
    deployment = make_deployment(team)
    default_storage.delete(deployment.source_path)
    with pytest.raises(BundleProblem, match="no longer in the server's storage"):
        text_files(deployment)
    with pytest.raises(BundleProblem, match="no longer in the server's storage"):
        create_repaired(parent=deployment, files={}, description="")


def test_a_repaired_deployment_differs_in_these_files_only(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = make_deployment(team, FILES, auto_repair=True)
    edited = "# ä\r\npage.click('#new')\r\n"
    made = create_repaired(parent=parent, files={"workflows.py": edited}, description="Repaired: the button.")
    assert (made.team, made.parent, made.origin, made.held) == (team, parent, Origin.REPAIR, True)
    assert (made.auto_repair, made.entry_point, made.description) == (True, "workflows.py", "Repaired: the button.")
    assert made.source_path != parent.source_path
    discover_these(monkeypatch, info("search"))
    building.build(deployment_id=made.id)
    made.refresh_from_db()
    assert (made.status, made.build_error) == ("ready", "")
    folder = checkout(made).bundle
    kept = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    texts = {path.removeprefix("./"): data for path, data in FILES.items()} | {"workflows.py": edited}
    assert kept == {path: data.encode() if isinstance(data, str) else data for path, data in texts.items()}


def test_a_file_that_is_not_there_cannot_be_repaired(team: Team) -> None:
    parent = make_deployment(team)
    with pytest.raises(ValueError, match=r"has no other\.py"):
        create_repaired(parent=parent, files={"other.py": ""}, description="")
    assert Deployment.objects.get() == parent
