from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.libretto.fake_server import DEPLOYMENT, FakeServer, error

Cli = Callable[..., Result]

CREATED = {"deployment_id": DEPLOYMENT, "status": "building", "created_at": "2026-03-02T10:00:00.000Z"}
READY = {"id": DEPLOYMENT, "status": "ready", "workflows": ["find-invoice", "read-orders"], "build_error": None}


@pytest.fixture
def bundle(tmp_path: Path) -> str:
    (tmp_path / "workflows.py").write_text("")
    return str(tmp_path)


def test_deploy_ends_with_the_id_alone(cli: Cli, server: FakeServer, bundle: str) -> None:
    server.answers |= {"deployments/create": [CREATED], "deployments/sync": [READY]}
    shown = cli("cloud", "deploy", bundle, "--description", "First", "--auto-repair")
    assert shown.exit_code == 0
    assert shown.stdout == (
        f"Deployment created: {DEPLOYMENT}\nBuild complete.\nWorkflows: find-invoice, read-orders\n{DEPLOYMENT}\n"
    )
    assert shown.stderr == "Packing\nUploading 1 file (1 KiB)\n"
    assert server.inputs("deployments/create")[0]["auto_repair"] is True


def test_deploy_says_that_it_waits(cli: Cli, server: FakeServer, bundle: str) -> None:
    building = {"id": DEPLOYMENT, "status": "building", "workflows": None}
    server.answers |= {"deployments/create": [CREATED], "deployments/sync": [building, READY]}
    shown = cli("cloud", "deploy", bundle, "--json")
    assert shown.stderr.splitlines()[-1] == "Waiting for build"
    assert json.loads(shown.stdout) == READY


def test_a_failed_build_prints_its_error_and_exits_1(cli: Cli, server: FakeServer, bundle: str) -> None:
    failed = {"id": DEPLOYMENT, "status": "failed", "workflows": None, "build_error": "Traceback …\nNameError: x"}
    server.answers |= {"deployments/create": [CREATED], "deployments/sync": [failed]}
    shown = cli("cloud", "deploy", bundle)
    assert shown.exit_code == 1
    assert shown.stdout == f"Deployment created: {DEPLOYMENT}\n"
    assert shown.stderr.endswith("Build failed: Traceback …\nNameError: x\n")
    as_json = cli("cloud", "deploy", bundle, "--json")
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout) == failed


def test_nothing_is_sent_without_an_entry_point(cli: Cli, server: FakeServer, bundle: str) -> None:
    refused = cli("cloud", "deploy", bundle, "--entry-point", "main.py")
    assert refused.exit_code == 1
    assert "The entry point main.py is not in" in refused.stderr
    assert server.asked == []


def test_a_refused_upload_is_said_once(cli: Cli, server: FakeServer, bundle: str) -> None:
    server.answers["deployments/create"] = [error(413, "PAYLOAD_TOO_LARGE", "The bundle is larger than 1 MiB.")]
    refused = cli("cloud", "deploy", bundle)
    assert refused.exit_code == 1
    assert refused.stderr.endswith("Error: The bundle is larger than 1 MiB. (413 PAYLOAD_TOO_LARGE)\n")
    assert len(server.asked) == 1


def test_ctrl_c_says_that_the_build_goes_on(cli: Cli, server: FakeServer, bundle: str) -> None:
    server.answers |= {
        "deployments/create": [CREATED],
        "deployments/sync": [{"id": DEPLOYMENT, "status": "building"}],
    }
    program = "from libretto.cli.main import main; main()"
    command = [sys.executable, "-c", program, "cloud", "deploy", bundle]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watch:
        assert watch.stderr
        for line in watch.stderr:
            if line == "Waiting for build\n":
                break
        watch.send_signal(signal.SIGINT)
        assert watch.wait(10) == 130
        assert watch.stderr.read() == (
            f"The build of {DEPLOYMENT} goes on. See what became of it: libretto cloud deployments list\n"
        )
