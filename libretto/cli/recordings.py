"""`libretto cloud recordings`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from libretto.cli.connecting import connect
from libretto.cli.exits import FAILED
from libretto.cli.identifiers import JOB_ID
from libretto.cli.output import Progress, json_option, note, print_json, say


@click.command()
@click.argument("job_id", metavar="[JOB]", type=JOB_ID, required=False)
@click.option("--session", help="The recording of a browser session, by the id that `sessions/create` answered.")
@click.option(
    "--download", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write the video (MP4) to this file."
)
@json_option
def recordings(job_id: str | None, session: str | None, file: Path | None, as_json: bool) -> None:
    """Print the link to the recording of a job or a browser session. It opens without a key until it expires.

    Exits with 1 when there is none: no browser was started, nothing was recorded, or it is no longer kept.
    """
    if (job_id is None) == (session is None):
        raise click.UsageError("Name either a job or, with --session, a browser session.")
    query = {"job_id": job_id} if job_id else {"session_id": session}
    answer: dict[str, Any] = connect().call("recordings/get", query)
    url = answer["recording_url"]
    if url and file:
        answer |= {"file": str(file), "bytes": _download(url, file)}
    if as_json:
        print_json(answer)
    elif url:
        say(f"Saved {file} ({answer['bytes']} bytes)" if file else f"Until: {answer['recording_url_expires_at']}")
        say(url)
    if not url:
        note("There is no recording: no browser was started, nothing was recorded, or it is no longer kept.")
        click.get_current_context().exit(FAILED)


def _download(url: str, file: Path) -> int:
    from libretto.download import download  # noqa: PLC0415  # see connect

    progress = Progress()
    try:
        return download(url, file, on_progress=progress)
    finally:
        progress.clear()
