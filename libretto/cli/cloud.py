"""`libretto cloud …`: what a Libretto server does for you."""

from __future__ import annotations

import click

from libretto.cli.credentials import credentials
from libretto.cli.deploy import deploy
from libretto.cli.deployments import deployments
from libretto.cli.jobs import jobs
from libretto.cli.logs import logs
from libretto.cli.recordings import recordings
from libretto.cli.repairs import repairs
from libretto.cli.workflows import workflows


@click.group()
def cloud() -> None:
    """Deploy workflows to a Libretto server, run them, and read what became of the runs.

    \b
    Environment:
      LIBRETTO_API_URL   address of the server (default http://127.0.0.1:8000)
      LIBRETTO_API_KEY   API key of your team

    \b
    Exit codes:
      0    done
      1    failed: the server refused, a build failed, a watched job failed or was cancelled
      2    wrong usage
      3    the server cannot be reached
      4    not authorised: no key, or one that the server does not accept
      130  interrupted with Ctrl-C; what runs on the server goes on

    Data goes to standard output, progress and errors to standard error. With --json, standard output
    holds one JSON document, {"error": {...}} when the command fails without an answer to show.
    """


for command in (deploy, jobs, logs, recordings, credentials, workflows, deployments, repairs):
    cloud.add_command(command)
