"""Every command against a fake server: what is sent, what is printed where, and the exit code."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from libretto.cli.main import libretto
from tests.libretto.fake_server import DEPLOYMENT, JOB, FakeServer, Raw, error

Cli = Callable[..., Result]

CREDENTIAL = {"credential_id": JOB, "name": "portal_user", "created_at": "2026-03-02T10:00:00.000Z", "updated_at": None}


def test_help_documents_environment_and_exit_codes(cli: Cli) -> None:
    shown = cli("cloud", "--help").stdout
    for words in ("LIBRETTO_API_URL", "LIBRETTO_API_KEY", "0    done", "3    the server cannot be reached", "130"):
        assert words in shown


def test_help_needs_no_http_client_and_no_pydantic() -> None:
    program = (
        "import sys; sys.argv = ['libretto', 'cloud', 'jobs', 'create', '--help']; "
        "from libretto.cli.main import main\n"
        "try: main()\n"
        "finally: print(sorted({'httpx', 'pydantic', 'playwright', 'asyncio'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("jobs", "status", JOB), "jobs/get"),
        (("jobs", "list"), "jobs/list"),
        (("jobs", "cancel", JOB), "jobs/cancel"),
        (("jobs", "create", "read-orders"), "jobs/create"),
        (("logs", JOB), "logs/list"),
        (("recordings", JOB), "recordings/get"),
        (("credentials", "list"), "credentials/list"),
        (("workflows", "list"), "workflows/list"),
        (("workflows", "get", "read-orders"), "workflows/get"),
        (("workflows", "delete", "read-orders"), "workflows/delete"),
        (("deployments", "list"), "deployments/list"),
    ],
)
def test_every_command_shows_the_servers_error(cli: Cli, server: FakeServer, words: tuple[str, ...], path: str) -> None:
    issues = [{"message": "Too odd", "path": ["params", 0], "code": "custom"}]
    server.answers[path] = [error(400, "BAD_REQUEST", "Input validation failed", issues=issues)]
    plain = cli("cloud", *words)
    assert plain.exit_code == 1
    assert plain.stdout == ""
    assert plain.stderr == "Error: Input validation failed (400 BAD_REQUEST)\n- params.0: Too odd\n"
    as_json = cli("cloud", *words, "--json")
    assert as_json.exit_code == 1
    assert as_json.stderr == plain.stderr
    assert json.loads(as_json.stdout) == {
        "error": {
            "status": 400,
            "code": "BAD_REQUEST",
            "message": "Input validation failed",
            "data": {"issues": issues},
        }
    }


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (error(401, "UNAUTHORIZED", "This key is not known."), 4),
        (error(403, "FORBIDDEN", "Only admins may."), 4),
        (error(404, "NOT_FOUND", "No such job."), 1),
        (error(500, "INTERNAL_SERVER_ERROR", "Oh."), 1),
        (error(503, "SERVICE_UNAVAILABLE", "Later."), 3),
        (Raw(b"<h1>Bad gateway</h1>", 502), 3),
        (Raw(b"<h1>Hello</h1>", 200), 1),
    ],
)
def test_exit_codes_of_answers(cli: Cli, server: FakeServer, answer: Raw, code: int) -> None:
    server.answers["jobs/get"] = [answer]
    assert cli("cloud", "jobs", "status", JOB).exit_code == code


def test_no_key_is_not_authorised(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBRETTO_API_KEY", " ")
    refused = cli("cloud", "jobs", "list", "--json")
    assert refused.exit_code == 4
    assert refused.stderr.startswith("Error: LIBRETTO_API_KEY is not set.")
    assert json.loads(refused.stdout)["error"]["code"] == "UNAUTHORIZED"


def test_a_wrong_address_is_wrong_usage(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBRETTO_API_URL", "localhost:8000")
    assert cli("cloud", "jobs", "list").exit_code == 2


def test_no_server_exits_3_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    monkeypatch.setenv("LIBRETTO_API_URL", url)
    monkeypatch.setenv("LIBRETTO_API_KEY", "k")
    refused = CliRunner().invoke(libretto, ["cloud", "jobs", "status", JOB, "--watch", "--json"])
    assert refused.exit_code == 3
    assert refused.stderr.startswith(f"Error: cannot reach {url}: is the server running? Set LIBRETTO_API_URL")
    assert json.loads(refused.stdout)["error"]["code"] == "UNREACHABLE"


def test_ctrl_c_exits_130(cli: Cli, server: FakeServer) -> None:
    asked, over = threading.Event(), threading.Event()

    def never(_: object) -> dict[str, list[object]]:
        asked.set()
        over.wait(20)
        return {"jobs": []}

    server.answers["jobs/list"] = never
    program = "from libretto.cli.main import main; main()"
    command = [sys.executable, "-c", program, "cloud", "jobs", "list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as waiting:
        assert asked.wait(10)
        waiting.send_signal(signal.SIGINT)
        said = waiting.communicate(timeout=10)
    over.set()
    assert waiting.returncode == 130
    assert said == ("", "")


@pytest.mark.parametrize("words", [("jobs", "status"), ("jobs", "cancel"), ("logs",), ("recordings",)])
@pytest.mark.parametrize("wrong", ["1", "read-orders", f"{JOB}0", f"{{{JOB}}}"])
def test_a_mistyped_id_is_caught_before_anything_is_sent(
    cli: Cli, server: FakeServer, words: tuple[str, ...], wrong: str
) -> None:
    refused = cli("cloud", *words, wrong)
    assert refused.exit_code == 2
    assert f"'{wrong}' is not a job id: it is not a UUID. `libretto cloud jobs list`" in refused.stderr
    assert server.asked == []


def test_escape_sequences_of_the_server_do_not_reach_the_terminal(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/cancel"] = [{"success": True, "message": "Cancelled \x1b[2J\x9b31m\rX."}]
    assert cli("cloud", "jobs", "cancel", JOB).stdout == "Cancelled \\x1b[2J\\x9b31m\\x0dX.\n"
    as_json = cli("cloud", "jobs", "cancel", JOB, "--json").stdout
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", as_json)
    assert json.loads(as_json)["message"] == "Cancelled \x1b[2J\x9b31m\rX."


# recordings


def test_recordings_prints_the_link_alone_on_the_last_line(cli: Cli, server: FakeServer) -> None:
    answer = {"recording_url": f"{server.url}/r/x", "recording_url_expires_at": "2026-03-02T11:00:00.000Z"}
    server.answers["recordings/get"] = [answer]
    shown = cli("cloud", "recordings", JOB)
    assert shown.stdout == f"Until: 2026-03-02T11:00:00.000Z\n{server.url}/r/x\n"
    assert json.loads(cli("cloud", "recordings", "--session", "s1", "--json").stdout) == answer
    assert server.inputs("recordings/get") == [{"job_id": JOB}, {"session_id": "s1"}]


def test_recordings_downloads_the_video(cli: Cli, server: FakeServer, tmp_path: Path) -> None:
    server.answers["recordings/get"] = [{"recording_url": f"{server.url}/r/x", "recording_url_expires_at": "later"}]
    server.answers["/r/x"] = [Raw(b"video", 200, {"Content-Type": "video/mp4"})]
    file = tmp_path / "run.mp4"
    shown = cli("cloud", "recordings", JOB, "--download", str(file), "--json")
    assert json.loads(shown.stdout)["bytes"] == 5
    assert file.read_bytes() == b"video"


def test_no_recording_exits_1(cli: Cli, server: FakeServer) -> None:
    server.answers["recordings/get"] = [{"recording_url": None, "recording_url_expires_at": None}]
    missing = cli("cloud", "recordings", JOB)
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert missing.stderr.startswith("There is no recording: no browser was started, nothing was recorded, ")


@pytest.mark.parametrize("words", [(), (JOB, "--session", "s1")])
def test_recordings_wants_a_job_or_a_session(cli: Cli, words: tuple[str, ...]) -> None:
    assert cli("cloud", "recordings", *words).exit_code == 2


# credentials


def test_push_stores_what_the_environment_names(cli: Cli, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ZETA": " z ", "Alpha_Key": "a", "BLANK": " ", "API_KEY": "no", "": "no"}.items():
        monkeypatch.setenv(f"LIBRETTO_CLOUD_{name}", value)
    monkeypatch.setenv("LIBRETTO_CLOUD_SESSION_POLL_INTERVAL_MS", "100")
    server.answers["credentials/upsert"] = [
        {"success": True, "credential_id": JOB, "overwritten": False, "message": ""},
        {"success": True, "credential_id": JOB, "overwritten": True, "message": ""},
    ]
    shown = cli("cloud", "credentials", "push")
    assert server.inputs("credentials/upsert") == [
        {"name": "alpha_key", "value": "a"},
        {"name": "zeta", "value": " z "},
    ]
    assert shown.stdout == (
        "Created cloud credential: alpha_key\n"
        "Updated cloud credential: zeta\n"
        "Pushed 2 cloud credentials (1 created, 1 updated).\n"
    )


def test_push_without_variables_is_wrong_usage(cli: Cli) -> None:
    refused = cli("cloud", "credentials", "push")
    assert refused.exit_code == 2
    assert "No variable with the prefix LIBRETTO_CLOUD_" in refused.stderr


def test_credentials_are_listed_and_deleted_by_name(cli: Cli, server: FakeServer) -> None:
    server.answers["credentials/list"] = [{"credentials": [CREDENTIAL]}]
    server.answers["credentials/delete"] = [{"success": True, "message": "Deleted portal_user."}]
    assert "portal_user" in cli("cloud", "credentials", "list").stdout
    assert cli("cloud", "credentials", "delete", "portal_user").stdout == "Deleted portal_user.\n"
    assert server.inputs("credentials/delete") == [{"id": JOB}]
    assert cli("cloud", "credentials", "delete", "other").exit_code == 2


# workflows and deployments


def test_workflows_get_shows_the_schemas(cli: Cli, server: FakeServer) -> None:
    server.answers["workflows/get"] = [
        {
            "workflow": "read-orders",
            "deployment_id": DEPLOYMENT,
            "deployment_status": "ready",
            "input_schema": {"type": "object"},
            "output_schema": None,
        }
    ]
    assert cli("cloud", "workflows", "get", "read-orders").stdout == (
        f"Workflow: read-orders\nDeployment: {DEPLOYMENT} (ready)\n"
        'Input schema: {\n  "type": "object"\n}\nOutput schema: none\n'
    )


def test_lists_are_tables(cli: Cli, server: FakeServer) -> None:
    server.answers["deployments/list"] = [
        {
            "deployments": [
                {"id": "d1", "status": "ready", "created_at": "now", "workflows": ["a", "b"], "description": "x\ny"},
                {"id": "d2", "status": "building", "created_at": "now", "workflows": None, "description": None},
            ]
        },
        {"deployments": []},
    ]
    assert cli("cloud", "deployments", "list").stdout == (
        "DEPLOYMENT  STATUS    CREATED  WORKFLOWS  DESCRIPTION\n"
        "d1          ready     now      a, b       x y\n"
        "d2          building  now      -          -\n"
    )
    assert cli("cloud", "deployments", "list").stdout == "No deployments.\n"
