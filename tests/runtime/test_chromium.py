from __future__ import annotations

from pathlib import Path

import pytest

from libretto.protocol import DEFAULT_VIEWPORT
from runtime import chromium
from runtime.chromium import ChromiumMissing, chromium_arguments, find_chromium


@pytest.fixture(autouse=True)
def empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return path


def test_none_names_the_remedy() -> None:
    with pytest.raises(ChromiumMissing, match=r"Install it with `playwright install chromium`.*LIBRETTO_CHROMIUM"):
        find_chromium()


def test_the_one_that_is_named(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium")
    named = program(tmp_path / "mine")
    assert find_chromium(str(named)) == named


def test_a_named_one_that_is_missing_is_not_replaced(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium")
    with pytest.raises(ChromiumMissing, match=r"LIBRETTO_CHROMIUM is '/nowhere/chrome'.*unset it"):
        find_chromium("/nowhere/chrome")


def test_a_named_file_that_is_no_program(tmp_path: Path) -> None:
    (tmp_path / "text").touch(mode=0o644)
    with pytest.raises(ChromiumMissing):
        find_chromium(str(tmp_path / "text"))


def test_the_newest_of_playwright_before_the_systems(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium")
    downloads = tmp_path / ".cache" / "ms-playwright"
    program(downloads / "chromium-999" / "chrome-linux" / "chrome")
    newest = program(downloads / "chromium-1200" / "chrome-linux64" / "chrome")
    program(downloads / "chromium_headless_shell-1300" / "chrome-linux" / "chrome")
    assert find_chromium() == newest


def test_playwrights_other_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "elsewhere"))
    found = program(tmp_path / "elsewhere" / "chromium-1200" / "chrome-linux" / "chrome")
    assert find_chromium() == found


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
def test_the_systems(tmp_path: Path, name: str) -> None:
    found = program(tmp_path / "bin" / name)
    assert find_chromium() == found


@pytest.mark.parametrize(("megabytes", "expected"), [(64, True), (1024, False)])
def test_little_shared_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, megabytes: int, expected: bool) -> None:
    monkeypatch.setattr(chromium, "_shared_memory", lambda: megabytes * 1024**2)
    arguments = chromium_arguments(profile=tmp_path, viewport=DEFAULT_VIEWPORT, headless=True, own_sandbox=True)
    assert ("--disable-dev-shm-usage" in arguments) is expected


@pytest.mark.parametrize("own_sandbox", [True, False])
def test_the_sandbox_is_left_out_only_when_asked(tmp_path: Path, own_sandbox: bool) -> None:
    arguments = chromium_arguments(profile=tmp_path, viewport=DEFAULT_VIEWPORT, headless=True, own_sandbox=own_sandbox)
    assert ("--no-sandbox" in arguments) is not own_sandbox
