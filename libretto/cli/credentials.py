"""`libretto cloud credentials …`."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click

from libretto.cli.connecting import connect
from libretto.cli.identifiers import UUID
from libretto.cli.output import json_option, print_json, print_table, say

PREFIX = "LIBRETTO_CLOUD_"
SETTINGS_OF_THE_CLIENT = frozenset({"api_key", "session_poll_interval_ms"})  # have the prefix, are no credentials
COLUMNS = {"CREDENTIAL": "name", "ID": "credential_id", "CREATED": "created_at", "UPDATED": "updated_at"}


@click.group()
def credentials() -> None:
    """Secrets that workflows may ask for by name."""


@credentials.command()
@json_option
def push(as_json: bool) -> None:
    """Store the variables LIBRETTO_CLOUD_<NAME> of this environment as credentials.

    The credential gets the name in lower case. Blank variables and LIBRETTO_CLOUD_API_KEY are skipped.
    """
    found = credentials_in(os.environ)
    if not found:
        raise click.UsageError(f"No variable with the prefix {PREFIX} and a value is set.")
    client = connect()
    pushed = []
    for name, value in sorted(found.items()):
        answer = client.call("credentials/upsert", {"name": name, "value": value})
        pushed.append({"name": name, "credential_id": answer["credential_id"], "overwritten": answer["overwritten"]})
        if not as_json:
            say(f"{'Updated' if answer['overwritten'] else 'Created'} cloud credential: {name}")
    updated = sum(entry["overwritten"] for entry in pushed)
    if as_json:
        print_json({"credentials": pushed})
        return
    noun = "credential" if len(pushed) == 1 else "credentials"
    say(f"Pushed {len(pushed)} cloud {noun} ({len(pushed) - updated} created, {updated} updated).")


def credentials_in(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for variable, value in environment.items()
        if variable.startswith(PREFIX)
        and value.strip()
        and (name := variable.removeprefix(PREFIX).lower())
        and name not in SETTINGS_OF_THE_CLIENT
    }


@credentials.command("list")
@json_option
def list_credentials(as_json: bool) -> None:
    """List the names of the stored credentials. Values are not shown."""
    answer = connect().call("credentials/list")
    if as_json:
        print_json(answer)
    else:
        print_table(COLUMNS, answer["credentials"], empty="No credentials.")


@credentials.command()
@click.argument("credential", metavar="NAME|ID")
@json_option
def delete(credential: str, as_json: bool) -> None:
    """Delete a credential."""
    client = connect()
    if not UUID.fullmatch(credential):
        stored = {entry["name"]: entry["credential_id"] for entry in client.call("credentials/list")["credentials"]}
        if credential not in stored:
            raise click.UsageError(
                f"There is no credential named {credential!r}. `libretto cloud credentials list` shows them."
            )
        credential = stored[credential]
    answer = client.call("credentials/delete", {"id": credential})
    if as_json:
        print_json(answer)
    else:
        say(answer["message"])
