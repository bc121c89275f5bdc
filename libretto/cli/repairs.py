"""`libretto cloud repairs …`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from libretto.api_errors import PatchRefused
from libretto.cli.connecting import connect
from libretto.cli.exits import FAILED
from libretto.cli.identifiers import REPAIR_ID
from libretto.cli.output import json_option, note, print_json, print_table, printable, say
from libretto.patches import apply_patch

COLUMNS = {"REPAIR": "id", "WORKFLOW": "workflow", "STATUS": "status", "CREATED": "created_at", "WHAT": "sentence"}
STATUSES = ("pending", "running", "verifying", "waiting", "published", "suggested", "refused", "rejected", "taken_back")


@click.group()
def repairs() -> None:
    """Edits that the server made, or proposes, after a run of yours failed."""


@repairs.command("list")
@click.option("--status", type=click.Choice(STATUSES), help="Only repairs in this state.")
@click.option("--workflow", help="Only repairs of this workflow.")
@click.option("--limit", type=click.IntRange(1, 100), help="Repairs on a page (default 20).")
@click.option("--cursor", help="Where the next page begins; the page before says it.")
@json_option
def list_repairs(
    status: str | None, workflow: str | None, limit: int | None, cursor: str | None, as_json: bool
) -> None:
    """List repairs, newest first, a page at a time."""
    filters = {"status": status, "workflow": workflow, "limit": limit, "cursor": cursor}
    answer = connect().call("repairs/list", {name: value for name, value in filters.items() if value is not None})
    if as_json:
        print_json(answer)
        return
    print_table(COLUMNS, answer["repairs"], empty="No repairs.")
    if answer.get("next_cursor"):
        note(f"More: add --cursor {answer['next_cursor']}")


@repairs.command()
@click.argument("repair_id", metavar="REPAIR", type=REPAIR_ID)
@click.option("--patch", is_flag=True, help="Print only the edit, as `git apply` takes it.")
@json_option
def show(repair_id: str, patch: bool, as_json: bool) -> None:
    """Show a repair: what was wrong, the edit, what was proved of it and what was not."""
    if patch and as_json:
        raise click.UsageError("--patch cannot be used with --json, which has it as diff.")
    repair = connect().call("repairs/get", {"id": repair_id})
    if as_json:
        print_json(repair)
    elif patch:
        _print_patch(repair)
    else:
        _print(repair)


@repairs.command()
@click.argument("repair_id", metavar="REPAIR", type=REPAIR_ID)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only tell whether the edit fits.")
@json_option
def apply(repair_id: str, folder: Path, check: bool, as_json: bool) -> None:
    """Make the edit in the folder that was deployed (default: this one).

    Nothing is changed, and the exit code is 1, when a file differs from the deployed one at the place of the edit.
    """
    repair = connect().call("repairs/get", {"id": repair_id})
    if not repair["diff"]:
        raise PatchRefused(f"This repair has no edit. {repair['title']}: {repair['sentence']}")
    files = apply_patch(repair["diff"], folder, only_check=check)
    if as_json:
        print_json({"id": repair["id"], "status": repair["status"], "files": files, "changed": not check})
        return
    say(f"{'Fits' if check else 'Changed'}: {', '.join(files)}")
    if repair["verified_at"] is None:
        note(f"{repair['title']}: look at the edit before you deploy it.")


@repairs.command()
@click.argument("repair_id", metavar="REPAIR", type=REPAIR_ID)
@json_option
def approve(repair_id: str, as_json: bool) -> None:
    """Publish a verified repair that waits for approval."""
    _decide("repairs/approve", repair_id, as_json)


@repairs.command()
@click.argument("repair_id", metavar="REPAIR", type=REPAIR_ID)
@json_option
def reject(repair_id: str, as_json: bool) -> None:
    """Do not publish a repair that waits for approval."""
    _decide("repairs/reject", repair_id, as_json)


@repairs.command("take-back")
@click.argument("repair_id", metavar="REPAIR", type=REPAIR_ID)
@json_option
def take_back(repair_id: str, as_json: bool) -> None:
    """Take a published repair back: the version before it runs again."""
    _decide("repairs/takeBack", repair_id, as_json)


def _decide(path: str, repair_id: str, as_json: bool) -> None:
    repair = connect().call(path, {"id": repair_id})
    if as_json:
        print_json(repair)
    else:
        say(f"{repair['title']}.")


def _print_patch(repair: dict[str, Any]) -> None:
    """As it is for programs; harmless for terminals."""
    if not repair["diff"]:
        note(f"This repair has no edit. {repair['title']}: {repair['sentence']}")
        click.get_current_context().exit(FAILED)
    click.echo(printable(repair["diff"]) if sys.stdout.isatty() else repair["diff"], nl=False)


def _print(repair: dict[str, Any]) -> None:
    say(f"{repair['title']}: {repair['sentence']}" if repair["sentence"] else repair["title"])
    if repair["model_note"]:
        say(repair["model_note"])
    say(f"Workflow: {repair['workflow']}")
    say(f"Failed job: {repair['job_id']}")
    if repair["deployment_id"]:
        say(f"Edited version: {repair['deployment_id']}")
    for edit in repair["edits"]:
        say(f"\n{edit['file']}:{edit['line']}")
        by_model = f"Proposed by a language model ({edit['model']})." if edit["proposed_by"] == "model" else ""
        for text in filter(None, (edit["was_wrong"], edit["sentence"], by_model)):
            say(f"  {text}")
    _print_list("Proofs", [f"{check['outcome']}: {check['sentence']}" for check in repair["checks"]])
    _print_list("Not checked", repair["not_checked"])
    if repair["diff"]:
        say(f"\n{repair['diff'].rstrip()}")
    say(f"\n{repair['url']}")


def _print_list(heading: str, lines: list[str]) -> None:
    if lines:
        say(f"\n{heading}")
    for line in lines:
        say(f"  {line}")
