"""Installs what a bundle requires, once for each set of requirements, and keeps it.

A folder that is there is complete: pip fills a draft beside it, which is then renamed.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.conf import settings

from deployments.build_log import BuildLog
from deployments.cache import note_use
from deployments.problems import BundleProblem
from deployments.requirements import Requirements
from runtime import sandbox
from runtime.process_marks import host_marks
from runtime.processes import end_marked, end_tree

OUTPUT_LINES_SHOWN = 20
READ_BYTES = 64 * 1024
DRAIN_SECONDS = 5
PROXIES = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}
PIP_FOLDERS = {"PIP_CACHE_DIR", "PIP_TARGET", "PIP_LOG", "PIP_SRC", "PIP_BUILD_TRACKER"}  # it gets folders of its own
PIP_CONFIGURATIONS = (".config/pip/pip.conf", ".pip/pip.conf")


def installed(requirements: Requirements, log: BuildLog) -> Path | None:
    """The folder that holds them; None if there is nothing to install. Raises BundleProblem."""
    for note in requirements.notes:
        log.line(note)
    if not requirements.lines:
        return None
    folder = settings.HOME.folder("cache/dependencies")
    target: Path = folder / requirements.digest
    with _locked(folder / f"{requirements.digest}.lock"):
        if target.is_dir():
            note_use(target)
            log.line("The requirements are installed already.")
        else:
            _install(requirements, target, log)
    return target


def _install(requirements: Requirements, target: Path, log: BuildLog) -> None:
    log.line(f"Installing {len(requirements.lines)} requirements:")
    draft = target.with_name(f"{target.name}.new")
    shutil.rmtree(draft, ignore_errors=True)  # of a build that was killed: nobody else has the lock
    draft.mkdir()
    try:
        with tempfile.TemporaryDirectory(dir=settings.HOME.folder("tmp"), prefix="pip-") as scratch:
            _pip_into(draft, requirements, Path(scratch), log)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _pip_into(draft: Path, requirements: Requirements, scratch: Path, log: BuildLog) -> None:
    (scratch / "requirements.txt").write_text("\n".join(requirements.lines), encoding="utf-8")
    (scratch / "constraints.txt").write_text("\n".join(requirements.constraints), encoding="utf-8")
    arguments = ["install", "--target", str(draft), "-r", "requirements.txt", "-c", "constraints.txt"]
    if requirements.hashed:
        arguments += ["--require-hashes", "--no-deps"]
    output = BuildLog()
    code = run_pip(arguments, scratch=scratch, target=draft, output=output)
    log.write(output.text)
    if code != 0:
        lines = output.text.strip().splitlines()[-OUTPUT_LINES_SHOWN:]
        raise BundleProblem("\n".join(["The packages in requirements.txt could not be installed. pip says:", *lines]))


def run_pip(arguments: Sequence[str], *, scratch: Path, target: Path, output: BuildLog) -> int:
    """Its exit code. `scratch` is its working, home and temporary folder. Packages may run code of their own while
    they are installed, so it runs as workflow code does. Ends whatever it started."""
    quiet = ["--no-input", "--disable-pip-version-check", "--no-cache-dir", "--progress-bar", "off", "--no-color"]
    pip = [sys.executable, "-I", "-m", "pip", *arguments, *quiet, "--root-user-action", "ignore"]
    configuration = _configuration()
    mark = f"pip-{uuid4()}"
    process = subprocess.Popen(
        sandbox.wrap(
            pip,
            readable=_paths_in(configuration.values()),
            writable=[scratch, target],
            hidden=[settings.HOME.path],
        ),
        cwd=scratch,
        env=sandbox.environment(home=scratch, temporary=scratch, added={**configuration, **host_marks(mark)}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert process.stdout is not None  # noqa: S101
    reader = threading.Thread(target=_copy, args=(process.stdout, output), daemon=True)
    reader.start()
    try:
        return process.wait(settings.BUILD_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        seconds = settings.BUILD_TIMEOUT_SECONDS
        raise BundleProblem(f"Installing the requirements took longer than {seconds} seconds.") from None
    finally:
        _end(process, mark)
        reader.join(DRAIN_SECONDS)


def _configuration() -> dict[str, str]:
    """Where pip finds packages, as whoever runs the server configured it, though pip's home is elsewhere."""
    own = next((file for name in PIP_CONFIGURATIONS if (file := Path.home() / name).is_file()), None)
    found = {} if own is None else {"PIP_CONFIG_FILE": str(own)}
    passed = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in PROXIES or (name.startswith("PIP_") and name not in PIP_FOLDERS)
    }
    return {**found, **passed}


def _paths_in(values: Iterable[str]) -> list[Path]:
    """The local files and folders that pip's configuration names: package folders, certificates."""
    words = (word.removeprefix("file://") for value in values for word in value.split())
    return [path for word in words if (path := Path(word)).is_absolute() and path.exists()]


def _end(process: subprocess.Popen[bytes], mark: str) -> None:
    """And all that it started: what went into the background carries the mark."""
    end_tree(process.pid, grace_seconds=0)
    end_marked(mark)
    process.wait()


def _copy(stream: IO[bytes], output: BuildLog) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with stream:
        while chunk := os.read(stream.fileno(), READ_BYTES):
            output.write(decoder.decode(chunk))


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Between threads and processes. Freed by the kernel when its holder dies."""
    with file.open("ab") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
