"""`libretto cloud deployments …`."""

from __future__ import annotations

import click

from libretto.cli.connecting import connect
from libretto.cli.output import json_option, print_json, print_table

COLUMNS = {
    "DEPLOYMENT": "id",
    "STATUS": "status",
    "CREATED": "created_at",
    "WORKFLOWS": "workflows",
    "DESCRIPTION": "description",
}


@click.group()
def deployments() -> None:
    """Uploaded versions of your workflows."""


@deployments.command("list")
@json_option
def list_deployments(as_json: bool) -> None:
    """List the deployments of your team, newest first."""
    answer = connect().call("deployments/list")
    if as_json:
        print_json(answer)
    else:
        print_table(COLUMNS, answer["deployments"], empty="No deployments.")
