"""Installing requirements: once, apart from the server's secrets, and never for ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
from pytest_django.fixtures import Settings

from deployments import dependencies
from deployments.build_log import BuildLog
from deployments.dependencies import installed, run_pip
from deployments.problems import BundleProblem
from deployments.requirements import parse
from libretto_site.home import Home
from runtime import sandbox


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.HOME = Home(tmp_path / "home")
    return tmp_path / "home"


class FakePip:
    """Writes one module into the target, slowly enough to be raced."""

    def __init__(self, code: int = 0, said: str = "Successfully installed") -> None:
        self.code, self.said = code, said
        self.calls: list[list[str]] = []
        self.requirements: list[str] = []

    def __call__(self, arguments: list[str], *, scratch: Path, target: Path, output: BuildLog) -> int:
        self.calls.append(arguments)
        self.requirements.append((scratch / "requirements.txt").read_text())
        (target / "thing.py").write_text("x = 1")
        output.line(self.said)
        return self.code


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> FakePip:
    fake = FakePip()
    monkeypatch.setattr(dependencies, "run_pip", fake)
    return fake


def test_nothing_to_install_is_no_folder(pip: FakePip) -> None:
    log = BuildLog()
    assert installed(parse(b"libretto\n# nothing else"), log) is None
    assert (pip.calls, log.text) == ([], "libretto is the server's own; the bundle's line is not used.\n")


def test_installs_once_for_each_set_of_requirements(pip: FakePip) -> None:
    log = BuildLog()
    folder = installed(parse(b"thing==1\nother"), log)
    assert folder is not None
    assert (folder / "thing.py").read_text() == "x = 1"
    assert installed(parse(b"other\nthing==1"), log) == folder
    assert installed(parse(b"thing==2"), log) != folder
    assert pip.requirements == ["other\nthing==1", "thing==2"]
    assert "Successfully installed" in log.text
    assert "installed already" in log.text


def test_hashed_requirements_bring_nothing_else(pip: FakePip) -> None:
    installed(parse(b"thing==1 --hash=sha256:" + b"0" * 64), BuildLog())
    assert pip.calls[0][-2:] == ["--require-hashes", "--no-deps"]


def test_builds_that_race_install_once(pip: FakePip) -> None:
    found: list[Path | None] = []
    wanted = parse(b"thing==1")
    threads = [threading.Thread(target=lambda: found.append(installed(wanted, BuildLog()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pip.calls) == 1
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_failed_installation_says_what_pip_said_and_leaves_nothing(pip: FakePip, home: Path) -> None:
    pip.code, pip.said = 1, "\n".join([*(f"line {number}" for number in range(100)), "ERROR: No matching distribution"])
    log = BuildLog()
    with pytest.raises(BundleProblem) as caught:
        installed(parse(b"thing==1"), log)
    assert str(caught.value).startswith("The packages in requirements.txt could not be installed. pip says:\n")
    assert str(caught.value).endswith("line 99\nERROR: No matching distribution")
    assert "line 0\n" in log.text
    assert [path.suffix for path in (home / "cache/dependencies").iterdir()] == [".lock"]
    pip.code = 0
    assert installed(parse(b"thing==1"), log) is not None


def test_what_a_killed_build_left_is_replaced(pip: FakePip, home: Path) -> None:
    wanted = parse(b"thing==1")
    draft = home / "cache/dependencies" / f"{wanted.digest}.new"
    draft.mkdir(parents=True)
    (draft / "half.py").write_text("")
    folder = installed(wanted, BuildLog())
    assert folder is not None
    assert [path.name for path in folder.iterdir()] == ["thing.py"]


def test_pip_installs_from_where_the_server_is_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    make_wheel(wheels, "tiny")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    log = BuildLog()
    folder = installed(parse(b"tiny>=1"), log)
    assert folder is not None, log.text
    assert "Successfully installed tiny-1.0" in log.text
    shown = subprocess.run(
        [sys.executable, "-c", "import tiny; print(tiny.ANSWER)"],
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == "42\n"
    with pytest.raises(BundleProblem, match="No matching distribution found for absent"):
        installed(parse(b"absent"), log)


def test_pip_sees_no_secret_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://hush")
    monkeypatch.setenv("LIBRETTO_SECRET_KEY", "hush")
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example/simple")
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    seen = json.loads(_said_by_a_pip_that(tmp_path, monkeypatch, "import json; print(json.dumps(dict(os.environ)))"))
    assert not any("hush" in value for value in seen.values())
    assert seen["PIP_INDEX_URL"] == "https://packages.example/simple"
    assert seen["https_proxy"] == "http://proxy.example:3128"
    assert seen["HOME"] == str(tmp_path / "scratch")


def test_pip_is_ended_with_all_it_started_when_time_is_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.BUILD_TIMEOUT_SECONDS = 1
    sleep = ["sleep", f"{os.getpid()}000"]
    program = f"import subprocess; subprocess.Popen({sleep}, start_new_session=True); subprocess.run({sleep})"
    with pytest.raises(BundleProblem, match="took longer than 1 seconds"):
        _said_by_a_pip_that(tmp_path, monkeypatch, program)
    assert [process for process in psutil.process_iter(["cmdline"]) if process.info["cmdline"] == sleep] == []


def _said_by_a_pip_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> str:
    """Runs a program in pip's place, as pip is run."""
    scratch, target, package = tmp_path / "scratch", tmp_path / "target", tmp_path / "package"
    for folder in (scratch, target, package):
        folder.mkdir()
    wrap = sandbox.wrap

    def wrapped(argv: Sequence[str], **options: Any) -> list[str]:
        return wrap([sys.executable, "-I", "-c", f"import os; {program}"], **options)

    monkeypatch.setattr(sandbox, "wrap", wrapped)
    output = BuildLog()
    run_pip([], scratch=scratch, target=target, output=output)
    return output.text


def make_wheel(folder: Path, name: str) -> None:
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "ANSWER = 42\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
