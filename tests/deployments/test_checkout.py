from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from accounts.models import Team
from deployments import dependencies
from deployments.checkout import Checkout, checkout
from deployments.problems import BundleProblem
from tests.deployments.makers import make_deployment
from tests.deployments.test_dependencies import FakePip


def test_gives_the_files_of_the_bundle(team: Team) -> None:
    deployment = make_deployment(team, {"workflows.py": "x = 1", "lib/a.py": "y = 2"})
    made = checkout(deployment)
    assert made.dependencies is None
    assert (made.bundle / "workflows.py").read_text() == "x = 1"
    assert (made.bundle / "lib/a.py").read_text() == "y = 2"
    default_storage.delete(deployment.source_path)
    assert checkout(deployment) == made  # it is there already


def test_installs_what_the_bundle_requires(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    pip = FakePip()
    monkeypatch.setattr(dependencies, "run_pip", pip)
    first = checkout(make_deployment(team, {"workflows.py": "", "requirements.txt": "a-thing-for-this-test"}))
    second = checkout(make_deployment(team, {"workflows.py": "#", "requirements.txt": "a_thing_for_this_test"}))
    assert first.dependencies is not None
    assert (first.dependencies / "thing.py").is_file()
    assert second.dependencies == first.dependencies
    assert second.bundle != first.bundle
    assert len(pip.calls) == 1


def test_comes_back_after_the_cache_was_emptied(team: Team) -> None:
    deployment = make_deployment(team)
    bundle = checkout(deployment).bundle
    shutil.rmtree(bundle)
    assert checkout(deployment).bundle == bundle
    assert (bundle / "workflows.py").is_file()


def test_says_when_the_bundle_is_gone(team: Team) -> None:
    deployment = make_deployment(team)
    default_storage.delete(deployment.source_path)
    with pytest.raises(BundleProblem, match="no longer in the server's storage"):
        checkout(deployment)


def test_runs_that_start_together_share_one_checkout(team: Team) -> None:
    deployment = make_deployment(team, {f"{number}.py": "x" for number in range(50)})
    made: list[Checkout] = []
    threads = [threading.Thread(target=lambda: made.append(checkout(deployment))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6
    assert len(set(made)) == 1
    assert len(list(made[0].bundle.iterdir())) == 50
    left: list[Path] = list(made[0].bundle.parent.glob(f"{deployment.id}.*"))
    assert left == []
