"""`libretto cloud workflows …`."""

from __future__ import annotations

import json

import click

from libretto.cli.connecting import connect
from libretto.cli.output import json_option, print_json, print_table, say

COLUMNS = {
    "WORKFLOW": "name",
    "DEPLOYMENT": "deployment_id",
    "STATUS": "deployment_status",
    "UPDATED": "updated_at",
}


@click.group()
def workflows() -> None:
    """The workflows that your deployments hold."""


@workflows.command("list")
@json_option
def list_workflows(as_json: bool) -> None:
    """List the deployed workflows of your team."""
    answer = connect().call("workflows/list")
    if as_json:
        print_json(answer)
    else:
        print_table(COLUMNS, answer["deployed_workflows"], empty="No workflows.")


@workflows.command()
@click.argument("workflow")
@json_option
def get(workflow: str, as_json: bool) -> None:
    """Show a workflow: its deployment, and the schemas of its input and output."""
    answer = connect().call("workflows/get", {"workflow": workflow})
    if as_json:
        print_json(answer)
        return
    say(f"Workflow: {answer['workflow']}")
    say(f"Deployment: {answer['deployment_id']} ({answer['deployment_status']})")
    for heading, key in (("Input schema", "input_schema"), ("Output schema", "output_schema")):
        schema = answer.get(key)
        say(f"{heading}: {'none' if schema is None else json.dumps(schema, indent=2, ensure_ascii=False)}")


@workflows.command()
@click.argument("workflow")
@json_option
def delete(workflow: str, as_json: bool) -> None:
    """Delete a workflow. Its past runs stay."""
    answer = connect().call("workflows/delete", {"workflow": workflow})
    if as_json:
        print_json(answer)
    else:
        say(answer["message"])
