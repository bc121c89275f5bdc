"""Pages of large bundles read what they show, and no more."""

from __future__ import annotations

import random

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import Team
from deployments import bundle_files
from deployments.bundle_listing import listing_of, unlike, with_texts
from deployments.models import Deployment
from deployments.problems import BundleProblem
from tests.deployments.bundles import packed
from tests.deployments.makers import make_deployment

pytestmark = pytest.mark.django_db

NOISE = random.Random(1).randbytes(200_000)
FILES: dict[str, str | bytes] = {
    "b.py": "b = 1\n",
    "logo.png": b"\x89PNG\0",
    "a.py": "a = 1\n",
    "noise": NOISE,
    "z.py": "",
}


def cut_off(deployment: Deployment) -> None:
    """After the first 1,000 bytes."""
    default_storage.delete(deployment.source_path)
    name = default_storage.save(deployment.source_path, ContentFile(packed(FILES)[:1000]))
    assert name == deployment.source_path


def test_the_files_are_listed_once_and_a_text_is_read_without_what_follows_it(team: Team) -> None:
    deployment = make_deployment(team, FILES)
    listed = listing_of(deployment)
    cut_off(deployment)

    assert listing_of(deployment) is listed
    assert [(file.path, file.size, file.place) for file in listed][:2] == [("a.py", 6, 2), ("b.py", 6, 0)]
    shown = with_texts(deployment, [file for file in listed if file.path in ("a.py", "logo.png")])
    assert {file.path: file.text for file in shown} == {"a.py": "a = 1\n", "logo.png": None}
    with pytest.raises(BundleProblem, match="ends in the middle"):
        with_texts(deployment, [file for file in listed if file.path == "z.py"])


def test_no_more_is_shown_than_a_page_can_hold(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    deployment = make_deployment(team, FILES)
    monkeypatch.setattr(bundle_files, "TEXTS_MOST_BYTES", 8)
    texts = {file.path: file.text for file in with_texts(deployment, listing_of(deployment))}
    assert texts == {"b.py": "b = 1\n", "logo.png": None, "a.py": None, "noise": None, "z.py": ""}


def test_what_is_alike_in_two_bundles_is_not_read(team: Team) -> None:
    old = listing_of(make_deployment(team, FILES | {"old.py": "1"}))
    new = listing_of(make_deployment(team, FILES | {"a.py": "a = 2\n"}))
    before, after = unlike(old, new)
    assert [file.path for file in before] == ["a.py", "old.py"]
    assert [file.path for file in after] == ["a.py"]
