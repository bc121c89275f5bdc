"""What workflow code can see and do."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from runtime import bubblewrap, sandbox

pytestmark = pytest.mark.skipif(not sandbox.uses_bubblewrap("auto"), reason="bubblewrap does not work here")


class Box:
    """A home of the server with a secret, and a run in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.bundle = home / "cache" / "bundle"
        self.output = home / "runs" / "1" / "child"
        self.secret = home / "keys" / "secret_key"
        for folder in (self.bundle, self.output, self.secret.parent):
            folder.mkdir(parents=True)
        self.secret.write_text("the key")
        (self.bundle / "workflows.py").write_text("code")

    def run(self, code: str, *arguments: str) -> Any:
        """What `code` prints as JSON."""
        argv = sandbox.wrap(
            [sys.executable, "-c", f"import json, os, sys\n{code}", *arguments],
            readable=[self.bundle],
            writable=[self.output],
            hidden=[self.home],
            mode="bubblewrap",
        )
        done = subprocess.run(
            argv,
            cwd=sandbox.SOURCE_ROOT,
            env=sandbox.environment(home=self.output, temporary=self.output, added={"MARK": "1"}),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path / "home")


def test_the_servers_files_cannot_be_seen(box: Box) -> None:
    code = "print(json.dumps([os.path.exists(sys.argv[1]), sorted(os.listdir(sys.argv[2]))]))"

    assert box.run(code, str(box.secret), str(box.home)) == [False, ["cache", "runs"]]


def test_the_checkout_shows_only_what_the_child_imports(box: Box) -> None:
    # By default Python itself lies in the checkout, in var/venv, and so does this test's own folder, in var/tmp.
    python = Path(sys.prefix)
    inside = python.relative_to(sandbox.SOURCE_ROOT).parts if python.is_relative_to(sandbox.SOURCE_ROOT) else ()
    assert box.run("print(json.dumps(sorted(os.listdir())))") == sorted(["libretto", "runtime", *inside[:1]])
    for depth in range(1, len(inside)):
        folder = str(Path(*inside[:depth]))
        assert set(box.run("print(json.dumps(os.listdir(sys.argv[1])))", folder)) <= {inside[depth], "tmp"}
    assert box.run("import playwright, pydantic, libretto.protocol, runtime.child_protocol; print(1)") == 1


def test_homes_and_passwords_cannot_be_seen(box: Box) -> None:
    code = """
found = []
for path in sys.argv[1:]:
    try:
        found += os.listdir(path) if os.path.isdir(path) else open(path).readlines()
    except OSError:
        pass
print(json.dumps(found))
"""
    assert box.run(code, "/etc/shadow", "/var", "/run", "/srv", "/mnt") == []


def test_the_bundle_can_be_read_and_only_the_output_written(box: Box) -> None:
    code = """
def try_to_write(folder):
    try:
        open(os.path.join(folder, "new"), "w").close()
        return True
    except OSError:
        return False
print(json.dumps([open(sys.argv[1] + "/workflows.py").read(), [try_to_write(f) for f in sys.argv[1:]]]))
"""
    folders = [str(box.bundle), str(box.output), "/usr", "/etc", str(sandbox.SOURCE_ROOT / "runtime"), sys.prefix]

    assert box.run(code, *folders) == ["code", [False, True, False, False, False, False]]
    assert (box.output / "new").exists()


def test_the_environment_is_clean(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setenv("LIBRETTO_SECRET_KEY", "secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("TZ", "Europe/Vienna")

    environment = box.run("print(json.dumps(dict(os.environ)))")

    assert "secret" not in json.dumps(environment)
    assert environment["HOME"] == environment["TMPDIR"] == str(box.output)
    assert environment["MARK"] == environment["LIBRETTO_HOSTED_RUNTIME"] == "1"
    assert environment["TZ"] == "Europe/Vienna"
    assert environment["NODE_ENV"] == "production"


def test_other_processes_cannot_be_seen(box: Box) -> None:
    pids = box.run("print(json.dumps([int(name) for name in os.listdir('/proc') if name.isdigit()]))")

    assert os.getpid() not in pids
    assert len(pids) <= 3


def test_root_has_no_power_in_it(box: Box) -> None:
    capabilities = box.run("print(json.dumps(open('/proc/self/status').read().split('CapEff:')[1].split()[0]))")

    assert int(capabilities, 16) == 0


def test_the_loopback_can_be_reached(box: Box) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = "import socket; print(json.dumps(socket.create_connection(('127.0.0.1', int(sys.argv[1])), 9).fileno()))"
        assert box.run(code, str(port)) > 0  # the kernel accepts for us


def test_limits(box: Box) -> None:
    code = """
import resource
print(json.dumps([resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] for name in ("CORE", "FSIZE", "NOFILE")]))
"""
    core, file_size, files = box.run(code)
    assert core == 0
    assert 0 < file_size <= 2 * 1024**3
    assert 0 < files <= 4096


def test_open_descriptors_are_passed_on(box: Box) -> None:
    reading, writing = os.pipe()
    argv = sandbox.wrap(
        [sys.executable, "-c", f"import os; os.write({writing}, b'hello')"], readable=[], writable=[], hidden=[]
    )
    environment = sandbox.environment(home=box.output, temporary=box.output, added={})
    subprocess.run(argv, cwd=sandbox.SOURCE_ROOT, env=environment, pass_fds=[writing], check=True, timeout=30)
    os.close(writing)

    with os.fdopen(reading, "rb") as stream:
        assert stream.read() == b"hello"


def test_a_demanded_sandbox_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bubblewrap, "usable", lambda: False)

    with pytest.raises(sandbox.SandboxMissing, match="Install the package"):
        sandbox.uses_bubblewrap("bubblewrap")
    assert not sandbox.uses_bubblewrap("auto")
    assert "bwrap" not in sandbox.wrap(["true"], readable=[], writable=[], hidden=[], mode="auto")[0]


def test_an_odd_mode_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBRETTO_SANDBOX", "docker")

    with pytest.raises(sandbox.SandboxMissing, match="auto, bubblewrap, none"):
        sandbox.configured_mode()
