"""`libretto cloud deploy`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from libretto.api_errors import BuildFailed
from libretto.cli.connecting import connect
from libretto.cli.exits import FAILED, INTERRUPTED
from libretto.cli.output import Progress, json_option, note, print_json, say

if TYPE_CHECKING:
    from libretto.client import Client, Deployment


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--description", default="", help="A line about this version, for the list of deployments.")
@click.option("--entry-point", default="workflows.py", show_default=True, help="The file that defines the workflows.")
@click.option("--auto-repair", is_flag=True, help="Let the server publish repaired versions of these workflows.")
@json_option
def deploy(folder: Path, description: str, entry_point: str, auto_repair: bool, as_json: bool) -> None:
    """Deploy the workflows in DIR (default: this folder) and wait for the build.

    Uploads the folder without dotfiles, virtual environments, node_modules, var, compiled Python, and
    what .librettoignore names. Prints the id of the deployment alone on the last line.
    """
    progress = Progress()
    client = connect(progress)
    progress("Packing")
    deployment_id = client.upload(
        folder, entry_point, description=description, auto_repair=auto_repair, on_progress=progress
    )
    progress.clear()
    if not as_json:
        say(f"Deployment created: {deployment_id}")
    deployment = _wait(client, deployment_id, progress, as_json)
    if as_json:
        print_json(deployment)
        return
    say("Build complete.")
    say(f"Workflows: {', '.join(deployment['workflows']) or 'none'}")
    say(deployment_id)


def _wait(client: Client, deployment_id: str, progress: Progress, as_json: bool) -> Deployment:
    try:
        return client.wait_for_build(deployment_id, on_progress=progress)
    except BuildFailed as error:
        progress.clear()
        note(str(error))
        if as_json:
            print_json(error.deployment)
    except KeyboardInterrupt:
        progress.clear()
        note(f"The build of {deployment_id} goes on. See what became of it: libretto cloud deployments list")
        click.get_current_context().exit(INTERRUPTED)
    finally:
        progress.clear()
    click.get_current_context().exit(FAILED)
