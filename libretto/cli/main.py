"""The `libretto` program. Commands import the HTTP client only when they run: help must be instant."""

from __future__ import annotations

import sys
from typing import Any

import click

from libretto.api_errors import LibrettoError
from libretto.cli.cloud import cloud
from libretto.cli.exits import INTERRUPTED, exit_code_of
from libretto.cli.output import print_error


class Program(click.Group):
    """Turns what the client raises into a sentence and an exit code, Ctrl-C into the exit code alone."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LibrettoError as error:
            print_error(error)
            ctx.exit(exit_code_of(error))
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="libretto-selfhosted", prog_name="libretto")
def libretto() -> None:
    """Runs, records, explains and repairs browser workflows."""


libretto.add_command(cloud)


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a text a terminal cannot show
    libretto(prog_name="libretto")
