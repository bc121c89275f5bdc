from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result

from libretto import registry
from libretto.cli.main import libretto
from tests.libretto.fake_server import FakeServer, fake_server


@pytest.fixture(autouse=True)
def _no_workflows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_definitions", {})


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as started:
        yield started


@pytest.fixture
def cli(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs `libretto …` against the fake server; what the program would print as a traceback is raised."""
    monkeypatch.setenv("LIBRETTO_API_URL", f" {server.url}/ ")
    monkeypatch.setenv("LIBRETTO_API_KEY", " lk_test\n")

    def run(*words: str, input: str | None = None) -> Result:
        return CliRunner().invoke(libretto, words, input=input, catch_exceptions=False)

    return run
