"""`libretto cloud repairs`: what became of repairs, and their edits in the local repository."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from debugging.repair.proposal import FileChange
from tests.libretto.fake_server import FakeServer, error

Cli = Callable[..., Result]

ID = "0b6d3f0e-6f3a-4c1b-9a55-4f1a2b3c4d5e"
OLD, NEW = 'page.locator("#go").click()\n', 'page.get_by_role("button", name="Go").click()\n'
EDIT: dict[str, Any] = {
    **{"file": "workflows.py", "line": 1, "sentence": "It is a button.", "was_wrong": "\x1b[31mGone."},
    **{"proposed_by": "deterministic", "model": ""},
}
REPAIR: dict[str, Any] = {
    "id": ID,
    "status": "suggested",
    "title": "Suggested, not verified",
    "sentence": "Not re-run: it had submitted a form.",
    "proposed_by": "deterministic",
    "model_note": "",
    "workflow": "pay",
    "job_id": ID,
    "deployment_id": None,
    "created_at": "2026-03-02T10:00:00.000Z",
    "verified_at": None,
    "diff": FileChange(file="workflows.py", old=OLD, new=NEW).diff,
    "edits": [EDIT],
    "checks": [{"name": "page", "outcome": "passed", "sentence": "It finds one."}],
    "not_checked": ["It was not run to its end."],
    "url": "http://127.0.0.1/repairs/1",
}
WITHOUT_EDIT = REPAIR | {"status": "refused", "title": "No repair", "sentence": "It is gone.", "diff": "", "edits": []}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "workflows.py").write_text(OLD)
    return tmp_path


def test_they_are_listed(cli: Cli, server: FakeServer) -> None:
    server.answers |= {"repairs/list": [{"repairs": [REPAIR], "next_cursor": "more"}]}
    shown = cli("cloud", "repairs", "list", "--status", "suggested", "--workflow", "pay")
    assert server.inputs("repairs/list") == [{"status": "suggested", "workflow": "pay"}]
    assert shown.stdout.splitlines()[1].split()[:3] == [ID, "pay", "suggested"]
    assert shown.stderr == "More: add --cursor more\n"
    server.answers |= {"repairs/list": [{"repairs": [], "next_cursor": None}]}
    assert cli("cloud", "repairs", "list").stdout == "No repairs.\n"


def test_one_is_shown_without_what_would_move_the_cursor(cli: Cli, server: FakeServer) -> None:
    server.answers |= {"repairs/get": [REPAIR]}
    shown = cli("cloud", "repairs", "show", ID)
    for words in ("Suggested, not verified: Not re-run", "passed: It finds one.", "Not checked", "+page.get_by_role"):
        assert words in shown.stdout
    assert "\x1b" not in shown.stdout
    assert json.loads(cli("cloud", "repairs", "show", ID, "--json").stdout) == REPAIR


def test_a_models_edit_says_so(cli: Cli, server: FakeServer) -> None:
    by_model = {"proposed_by": "model", "model": "anthropic:sonnet"}
    server.answers |= {"repairs/get": [REPAIR | by_model | {"model_note": "2 requests.", "edits": [EDIT | by_model]}]}
    shown = cli("cloud", "repairs", "show", ID)
    assert "Proposed by a language model (anthropic:sonnet)." in shown.stdout
    assert "2 requests." in shown.stdout


def test_the_patch_alone(cli: Cli, server: FakeServer) -> None:
    server.answers |= {"repairs/get": [REPAIR, WITHOUT_EDIT]}
    assert cli("cloud", "repairs", "show", ID, "--patch").stdout == REPAIR["diff"]
    none = cli("cloud", "repairs", "show", ID, "--patch")
    assert (none.exit_code, none.stdout) == (1, "")
    assert "No repair: It is gone." in none.stderr
    assert cli("cloud", "repairs", "show", ID, "--patch", "--json").exit_code == 2


def test_the_edit_is_made(cli: Cli, server: FakeServer, folder: Path) -> None:
    server.answers |= {"repairs/get": [REPAIR]}
    assert cli("cloud", "repairs", "apply", ID, str(folder), "--check").stdout == "Fits: workflows.py\n"
    assert (folder / "workflows.py").read_text() == OLD
    done = cli("cloud", "repairs", "apply", ID, str(folder))
    assert done.stdout == "Changed: workflows.py\n"
    assert "look at the edit before you deploy it" in done.stderr
    assert (folder / "workflows.py").read_text() == NEW


def test_or_refused(cli: Cli, server: FakeServer, folder: Path) -> None:
    server.answers |= {"repairs/get": [REPAIR, REPAIR, WITHOUT_EDIT]}
    (folder / "workflows.py").write_text("mine\n")
    refused = cli("cloud", "repairs", "apply", ID, str(folder))
    assert refused.exit_code == 1
    assert "does not fit" in refused.stderr
    assert (folder / "workflows.py").read_text() == "mine\n"
    as_json = cli("cloud", "repairs", "apply", ID, str(folder), "--json")
    assert json.loads(as_json.stdout)["error"]["code"] == "PATCH_REFUSED"
    assert "This repair has no edit" in cli("cloud", "repairs", "apply", ID, str(folder)).stderr


@pytest.mark.parametrize(("command", "path"), [("approve", "approve"), ("reject", "reject"), ("take-back", "takeBack")])
def test_they_are_decided_on(cli: Cli, server: FakeServer, command: str, path: str) -> None:
    server.answers |= {f"repairs/{path}": [REPAIR]}
    assert cli("cloud", "repairs", command, ID).stdout == "Suggested, not verified.\n"
    server.answers |= {f"repairs/{path}": [error(409, "CONFLICT", "Only a verified repair …")]}
    refused = cli("cloud", "repairs", command, ID)
    assert (refused.exit_code, "Only a verified repair" in refused.stderr) == (1, True)


def test_a_mistyped_id_is_said_before_anything_is_sent(cli: Cli, server: FakeServer) -> None:
    refused = cli("cloud", "repairs", "show", "7")
    assert refused.exit_code == 2
    assert "libretto cloud repairs list" in refused.stderr
    assert server.inputs("repairs/get") == []
