"""What the server, the engine and the SDK tell each other. Standard library only.

The worker starts ``python -m runtime.host``, writes one job spec (JSON, one line) to its standard
input and reads one event (JSON, one line) after the other from its standard output. Then the worker
may write commands, one JSON object a line:

* ``{"command": "start"}``, once, in answer to ``workflow_started``. The host does not call the
  workflow's function before it reads this line: the worker first notes in the database that user code
  begins, so a run that the database calls unstarted can be run again without running user code twice.
* ``{"command": "cancel"}``, at any time, before ``start`` too: the host ends the run and says so in
  ``result`` (``cancelled``, unless the run had already ended in another way) and ``closed``.

End of input means the worker is gone, and the host ends everything it started.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Literal, NotRequired, TypedDict


class JobState(StrEnum):
    QUEUED = "queued"
    STARTING_BROWSER = "starting_browser"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        return self in FINAL_STATES


FINAL_STATES = frozenset({JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED})


class ErrorCode(StrEnum):
    """Why a run failed. The first group is the workflow's, the second the platform's."""

    WORKFLOW_ERROR = "workflow_error"  # user code raised
    INVALID_INPUT = "invalid_input"  # params do not fit the workflow's input model
    MISSING_CREDENTIALS = "missing_credentials"  # a declared credential is not stored
    TIMEOUT = "timeout"  # timeout_seconds ran out
    RESULT_NOT_JSON = "result_not_json"  # the returned value cannot be written as JSON
    RESULT_TOO_LARGE = "result_too_large"
    INVALID_OUTPUT = "invalid_output"  # the returned value does not fit the workflow's output model
    CHILD_DIED = "child_died"  # the workflow's process ended without a word (crash, kill, out of memory)
    WORKFLOW_NOT_FOUND = "workflow_not_found"  # the bundle no longer defines that name

    BROWSER_NOT_STARTED = "browser_not_started"
    BROWSER_DIED = "browser_died"
    START_URL_FAILED = "start_url_failed"  # the start URL could not be opened
    HOST_DIED = "host_died"
    WORKER_LOST = "worker_lost"  # the worker stopped reporting
    WORKER_STOPPED = "worker_stopped"  # the worker was told to stop
    PLATFORM_ERROR = "platform_error"  # ours; the message names the place


LogLevel = Literal["info", "warn", "error"]
LogSource = Literal["workflow", "executor", "browser"]
# "source" is no happening but the lines around a place where steps were made: once per place, with the id
# "source:<file>:<line>" (a digest when that is longer than 100 characters).
TimelineKind = Literal[
    "step", "navigation", "console", "page_error", "network", "dialog", "download", "popup", "page", "source"
]
ArtifactKind = Literal["screenshot", "screenshot_full", "page_html", "aria_snapshot", "trace"]


class Viewport(TypedDict):
    """CSS pixels."""

    width: int
    height: int


DEFAULT_VIEWPORT: Viewport = {"width": 1366, "height": 768}
VIEWPORT_MOST = 4096  # of width and height; beyond that a recording costs more than it shows


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one run may use. Bytes and seconds."""

    log_line_bytes: int = 64 * 1024  # a longer line is cut and says how long it was
    log_lines: int = 0  # that the workflow prints; of more, the last 100 and how many were left out. 0 = no limit
    log_bytes: int = 0  # of all those lines together. 0 = no limit
    log_lines_per_second: int = 0  # to print more has to wait, beyond four seconds' worth at once. 0 = no limit
    result_bytes: int = 1024 * 1024
    child_memory_bytes: int = 4 * 1024**3  # address-space independent: resident size, polled; 0 = none
    child_processes: int = 512
    stop_grace_seconds: float = 3.0  # between asking a process to end and killing it


@dataclass(frozen=True, kw_only=True)
class JobSpec:
    """Everything the host needs to run one workflow once.

    Paths are absolute. ``output`` is an empty folder for this run alone: fragments, artifacts, the
    browser profile and the child's home and temp folder go there, and the worker deletes it afterwards.
    """

    session_id: str
    bundle: str  # the unpacked bundle, read-only for the run
    entry_point: str  # relative to bundle; ends in ".py"
    workflow: str
    params: dict[str, Any]
    credentials: dict[str, str]  # declared names only; every value is masked in all that the host writes
    output: str
    dependencies: str | None = None  # folder for PYTHONPATH, or None
    start_url: str | None = None
    viewport: Viewport = field(default_factory=lambda: DEFAULT_VIEWPORT)
    headless: bool = True
    timeout_seconds: int = 1800
    chromium: str | None = None  # path; None looks it up
    hidden_paths: tuple[str, ...] = ()  # folders the sandbox hides from workflow code, when there is a sandbox
    limits: Limits = field(default_factory=Limits)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> JobSpec:
        return cls(
            **{
                **data,
                "limits": Limits(**data.get("limits", {})),
                "hidden_paths": tuple(data.get("hidden_paths", ())),
            }
        )


class RunError(TypedDict):
    """Why a run failed, in the host's ``result`` event."""

    code: str  # an ErrorCode
    type: str  # exception class name, e.g. "TimeoutError"; "" when nothing was raised
    message: str  # as raised, Playwright's call log included
    stack: str  # the traceback as Python printed it, "" if there is none
    mapped_stack: str  # the bundle's own frames, innermost first: 'workflows.py:21 in search', its source line below


class Event(TypedDict):
    """One line of the host's standard output.

    ``event`` names the kind; ``t_ms`` is milliseconds since the session began (the host's monotonic
    clock; ``session_started`` carries the wall time of zero). The other keys, per kind:

    * ``session_started``: ``wall_time_ms``, ``pid``
    * ``browser_started``: ``pid``, ``version``, ``viewport``
    * ``workflow_started``: all is ready (input valid, browser up; the start URL may be opened now or later). The
      host now waits for the worker's ``start``; user code begins after it, and then the run must not be repeated
    * ``log``: ``source``, ``level``, ``message`` (no NUL, at most ``log_line_bytes`` plus a note)
    * ``fragment``: ``index`` (from 0, without gaps), ``path`` (complete, fsynced; index 0 holds the MP4
      header), ``start_ms``, ``duration_ms``, ``bytes``, ``key`` (begins with a key frame: playing can begin here)
    * ``timeline``: ``kind``, ``data`` (see ``TimelineData``)
    * ``artifact``: ``kind``, ``path``, ``content_type``
    * ``result``: ``outcome`` = ``completed`` with ``value``, ``failed`` with ``error``, or ``cancelled``
    * ``closed``: the last line; everything the host started has ended
    """

    event: str
    t_ms: int
    wall_time_ms: NotRequired[int]
    pid: NotRequired[int]
    version: NotRequired[str]
    viewport: NotRequired[Viewport]
    source: NotRequired[LogSource]
    level: NotRequired[LogLevel]
    message: NotRequired[str]
    index: NotRequired[int]
    path: NotRequired[str]
    start_ms: NotRequired[int]
    duration_ms: NotRequired[int]
    bytes: NotRequired[int]
    key: NotRequired[bool]
    kind: NotRequired[str]
    data: NotRequired[dict[str, Any]]
    content_type: NotRequired[str]
    outcome: NotRequired[Literal["completed", "failed", "cancelled"]]
    value: NotRequired[Any]
    error: NotRequired[RunError]


class TimelineData(TypedDict, total=False):
    """``data`` of a ``timeline`` event. A kind uses the keys that fit it; ``t_ms`` is the start."""

    id: str  # stable within the session; a later event with the same id replaces the earlier one
    parent: str  # id of the step this one is part of
    title: str  # one line for people: 'Click get_by_role("button", name="Go")'
    end_ms: int
    outcome: Literal["ok", "failed", "open"]
    error: str
    selector: str  # of a step, as the workflow wrote it: 'get_by_role("button", name="Go")'
    api: str  # of a step: "locator.click"
    call_log: list[str]  # of a step: what Playwright noted while it worked, the last lines of it
    group: bool  # the step is a group of the workflow's own
    snapshots: list[Literal["before", "after"]]  # of a step: the pages that its trace keeps
    file: str  # relative to the bundle
    line: int
    first_line: int  # of a source: number of the first line of `text`
    text: str  # of a source
    url: str
    method: str
    status: int
    level: LogLevel
    column: int
    document: bool  # network: the document of a page, not of a frame in it
    status_text: str
    resource_type: str  # "document", "xhr", "image", "websocket"…
    mime: str
    bytes: int  # network: as transferred, headers included; download: received
    from_cache: bool
    timing: dict[str, float]  # ms of those phases that are known: queued, dns, connect, tls, send, wait, receive
    request_headers: dict[str, str]  # bounded; what is secret by its name is "[hidden]"
    response_headers: dict[str, str]
    redirected_from: str  # network: the request before; navigation: what was asked for
    failure: str  # network: "cancelled", "blocked by…", "net::ERR_NAME_NOT_RESOLVED"
    dialog: str  # "alert", "confirm", "prompt", "beforeunload"
    message: str
    answer: str  # "accepted", "dismissed"
    typed: str  # into a prompt
    name: str  # of a downloaded file


Rerun = Literal["", "safe"]  # "safe": the workflow may be run again with the same params without harm


class WorkflowInfo(TypedDict):
    """What discovery reports of one workflow in a bundle."""

    name: str
    input_schema: dict[str, Any] | None  # JSON Schema 2020-12
    output_schema: dict[str, Any] | None
    credential_names: list[str]
    start_url: str | None
    viewport: Viewport | None
    source_file: str  # relative to the bundle
    rerun: Rerun
