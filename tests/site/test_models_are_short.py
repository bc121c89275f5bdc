"""The models of these apps are in a file for each noun, none longer than a house rule allows."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps

MOST_LINES = 160


@pytest.mark.parametrize("app", ["debugging", "deployments", "logs"])
def test_models_are_in_a_short_file_for_each_noun(app: str) -> None:
    files = list(Path(apps.get_app_config(app).path, "models").glob("*.py"))

    assert len(files) > 2
    assert [file.name for file in files if _lines(file) > MOST_LINES] == []


def _lines(file: Path) -> int:
    return len(file.read_text().splitlines())
