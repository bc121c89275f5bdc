"""What commands print: data on standard output, everything else on standard error."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

import click

from libretto.api_errors import ApiError, LibrettoError

JSON_WANTED = "libretto.json"
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and line feed


def _remember(ctx: click.Context, _: click.Parameter, value: bool) -> bool:
    ctx.meta[JSON_WANTED] = value
    return value


json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    callback=_remember,
    help="Print one JSON document on standard output and nothing else there.",
)


def print_json(document: Any, *, indent: int | None = 2) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    click.echo(CONTROL_CHARACTERS.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def print_error(error: LibrettoError) -> None:
    """The sentence on standard error and, with --json, `{"error": {...}}` on standard output."""
    text = f"Error: {error}"
    if isinstance(error, ApiError):
        text += f" ({error.status} {error.code})"
        text += "".join(f"\n- {line}" for line in _issues(error) if line not in text)
    note(text)
    if click.get_current_context().meta.get(JSON_WANTED):
        print_json({"error": error.to_json()})


def _issues(error: ApiError) -> list[str]:
    issues = error.data.get("issues") if isinstance(error.data, dict) else None
    if not isinstance(issues, list):
        return []
    return [
        f"{'.'.join(map(str, issue.get('path') or []))}: {issue.get('message')}"
        for issue in issues
        if isinstance(issue, dict)
    ]


def say(text: str) -> None:
    """For people, on standard output."""
    click.echo(printable(text))


def note(text: str) -> None:
    """For people, on standard error."""
    click.echo(printable(text), err=True)


def printable(text: str) -> str:
    """Pages and workflows write some of what we print; their escape sequences must not reach the terminal."""
    return CONTROL_CHARACTERS.sub(lambda match: f"\\x{ord(match[0]):02x}", text.replace("\r\n", "\n"))


def print_table(columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], *, empty: str) -> None:
    """`columns` maps a heading to a key of the rows."""
    if not rows:
        say(empty)
        return
    cells = [list(columns), *([_cell(row.get(key)) for key in columns.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        say("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return " ".join(printable("-" if value in (None, "") else str(value)).split())


class Progress:
    """One line on standard error saying what is awaited: redrawn on a terminal, else each text once."""

    def __init__(self) -> None:
        self._redraws = sys.stderr.isatty()
        self._shown = ""
        self._trouble = ""
        self._since = time.monotonic()

    def __call__(self, text: str) -> None:
        if not self._redraws and text != self._shown:
            note(text)
        self._shown = text
        self._draw()

    def retrying(self, reason: str) -> None:
        """Said once, on a line of its own: what is awaited stays the same."""
        if reason == self._trouble:
            return
        self._trouble = reason
        self._erase()
        note(f"{reason.rstrip('.')}. Trying again.")
        self._draw()

    def clear(self) -> None:
        self._erase()
        self._shown = ""

    def _draw(self) -> None:
        if self._redraws and self._shown:
            seconds = time.monotonic() - self._since
            click.echo(f"\r\033[K{printable(self._shown)} ({seconds:.0f} s)", nl=False, err=True)

    def _erase(self) -> None:
        if self._redraws and self._shown:
            click.echo("\r\033[K", nl=False, err=True)
