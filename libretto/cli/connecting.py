"""The client that a command talks through, closed when the command ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from libretto.cli.output import Progress
    from libretto.client import Client


def connect(progress: Progress | None = None) -> Client:
    from libretto.client import Client  # noqa: PLC0415  # takes longer to import than all help pages together

    client = Client.from_environment(on_retry=progress.retrying if progress else None)
    return click.get_current_context().with_resource(client)
