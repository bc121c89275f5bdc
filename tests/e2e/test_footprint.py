"""LIBRETTO_HOME is the only folder an installation writes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.installation import CHECKOUT, Installation

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


def test_a_run_leaves_nothing_in_the_checkout(site: Installation) -> None:
    before = files_of_the_engine()
    assert site.finished(site.start_job("tick", params={"seconds": 0.1}))["status"] == "completed"
    assert files_of_the_engine() == before


def files_of_the_engine() -> set[Path]:
    """Bytecode too: what a host compiles must land in LIBRETTO_HOME."""
    return {path for room in ("runtime", "libretto") for path in (CHECKOUT / room).rglob("*")}
