"""One workflow with all that it needs to run, and what both kinds of it (async and plain) do in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypedDict

from libretto import registry
from libretto.context import Context, Log
from libretto.credentials import Credentials
from libretto.protocol import ErrorCode
from runtime.child_protocol import TRACE_NAME, Prepare
from runtime.masking import Masker
from runtime.python_child.bundle import UnusableEntryPoint, enter, entry_point_path, import_entry_point
from runtime.python_child.channel import Channel
from runtime.python_child.failures import RunFailed
from runtime.python_child.inbox import Inbox
from runtime.python_child.inputs import checked_input, declared_credentials
from runtime.python_child.output import LogHandler, LogWriter
from runtime.python_child.places import Places
from runtime.python_child.whereabouts import Whereabouts

ACTION_MS: Final = 30_000
NAVIGATION_MS: Final = 45_000


class Tracing(TypedDict):
    name: str
    live: bool
    snapshots: bool
    aria_snapshots: bool
    sources: bool
    screenshots: bool


# The recording is the film; screenshots in the trace would be a second one. Accessibility trees before and after each
# action cost ten times the action on a page with a long table: actions would run into their time-outs.
TRACING: Final[Tracing] = {
    "name": TRACE_NAME,
    "live": True,
    "snapshots": True,
    "aria_snapshots": False,
    "sources": True,
    "screenshots": False,
}


@dataclass(frozen=True, kw_only=True)
class Task:
    definition: registry.Definition
    input: Any
    credentials: Credentials
    session_id: str
    start_url: str | None
    channel: Channel
    inbox: Inbox
    log: LogWriter
    whereabouts: Whereabouts

    def wait_until_user_code_may_begin(self) -> None:
        self.channel.send({"event": "started"})
        self.inbox.wait_for_run()

    def context(self, page: Any) -> Context[Any]:
        return Context(page=page, session=self.session_id, credentials=self.credentials, log=Log(self.log))


def prepare(order: Prepare, channel: Channel, inbox: Inbox) -> Task:
    """Imports the bundle and checks the input. Raises RunFailed, or whatever the user's module raises."""
    bundle = Path(order["bundle"]).resolve()
    try:
        path = entry_point_path(bundle, order["entry_point"])
    except UnusableEntryPoint as problem:
        raise RunFailed(ErrorCode.WORKFLOW_NOT_FOUND, str(problem)) from None
    log = LogWriter(channel, order["log_line_bytes"], Masker(order["credentials"].values()).text)
    LogHandler(log).install()
    enter(bundle, Path(order["dependencies"]).resolve() if order["dependencies"] else None)
    whereabouts = inbox.whereabouts = Whereabouts(Places(bundle))
    whereabouts.watch_sync()
    import_entry_point(bundle, path)
    definition = _definition(order)
    credentials = declared_credentials(definition, order["credentials"])
    return Task(
        definition=definition,
        input=checked_input(definition, order["params"], credentials),
        credentials=credentials,
        session_id=order["session_id"],
        start_url=order["start_url"] or definition.start_url,
        channel=channel,
        inbox=inbox,
        log=log,
        whereabouts=whereabouts,
    )


@contextmanager
def failing_as(code: ErrorCode, what: str) -> Iterator[None]:
    """For what the platform does before user code: an error in it is not the workflow's."""
    try:
        yield
    except Exception as error:
        raise RunFailed(code, f"{what}: {error}", error) from error


def connecting() -> AbstractContextManager[None]:
    return failing_as(ErrorCode.BROWSER_NOT_STARTED, "The workflow's process could not connect to the browser")


def opening(start_url: str) -> AbstractContextManager[None]:
    return failing_as(ErrorCode.START_URL_FAILED, f"The start URL {start_url} could not be opened")


def _definition(order: Prepare) -> registry.Definition:
    definition = registry.find(order["workflow"])
    if definition is None:
        names = ", ".join(f'"{known.name}"' for known in registry.all_by_name()) or "none"
        raise RunFailed(
            ErrorCode.WORKFLOW_NOT_FOUND,
            f'{order["entry_point"]} defines no workflow "{order["workflow"]}". It defines: {names}.',
        )
    return definition
