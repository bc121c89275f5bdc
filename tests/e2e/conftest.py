"""One installation for all end-to-end tests, with the tests' own workflows deployed."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.installation import Installation, installation, logs_of


@pytest.fixture(scope="session")
def site() -> Iterator[Installation]:
    home = Path(tempfile.mkdtemp(prefix="libretto-e2e-"))
    try:
        with installation(home) as made:
            made.call("credentials/upsert", {"name": "e2e_secret", "value": "hunter2-&-<correct> horse"})
            with made.client() as client:
                client.deploy(Path(__file__).parent / "workflows")
            yield made
            sys.stdout.write(logs_of(home))  # pytest shows it when a test failed
    finally:
        shutil.rmtree(home, ignore_errors=True)
