"""Everything known about one failed run, as one value of plain data.

Gathered once (`debugging/gathering/`), stored with the report, masked. Whatever reads it (checks, models, prompts,
mails) needs nothing else: a diagnosis can be made again from a stored report at any time, offline.

Times are milliseconds on the clock of the run's browser session. Texts are bounded where they are gathered.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from libretto.protocol import ErrorCode, JobState

VERSION = 1


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Run(_Fact):
    """What was asked for, and how it ended."""

    job_id: UUID
    workflow: str
    deployment_id: UUID
    session_id: UUID | None = None  # None: no browser was started
    source_file: str = ""
    params: dict[str, Any] = {}  # masked
    start_url: str = ""
    timeout_seconds: int = 0
    attempt: int = 1
    created_at: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None
    length_ms: int = 0  # of the recording


class Failure(_Fact):
    """What was raised. `code` tells the workflow's failures from the platform's; `type` is "" when nothing was."""

    code: ErrorCode
    type: str = ""
    message: str = ""  # Playwright's, with its call log
    stack: str = ""
    mapped_stack: str = ""  # frames of the workflow's own files, the innermost first


class Step(_Fact):
    """One Playwright call of the workflow. `key` is its id in the timeline."""

    key: str
    title: str
    t_ms: int
    end_ms: int | None = None
    outcome: str = "open"  # "ok", "failed", "open": the run ended meanwhile
    api: str = ""  # "locator.click"
    selector: str = ""  # as the workflow wrote it: 'get_by_role("button", name="Go")'
    file: str = ""
    line: int | None = None
    error: str = ""
    call_log: tuple[str, ...] = ()
    group: str = ""  # title of the workflow's own group it is part of
    url: str = ""  # of the page in front when it began
    snapshots: tuple[str, ...] = ()  # "before", "after": which pages the trace keeps

    @property
    def site(self) -> str:
        """Where the workflow makes the call: 'workflows.py:21', or ""."""
        return f"{self.file}:{self.line}" if self.file and self.line else ""


class Navigation(_Fact):
    key: str
    t_ms: int
    url: str
    title: str = ""
    status: int | None = None
    redirected_from: str = ""
    error: str = ""  # "net::ERR_NAME_NOT_RESOLVED"
    outcome: str = ""


class Request(_Fact):
    key: str
    t_ms: int
    method: str
    url: str
    resource_type: str = ""
    document: bool = False  # of a page, not of a frame in it
    status: int | None = None
    status_text: str = ""
    failure: str = ""
    redirected_from: str = ""
    mime: str = ""
    response_headers: dict[str, str] = {}
    end_ms: int | None = None


class Message(_Fact):
    """Of the page's console, or an error that its scripts did not catch."""

    key: str
    t_ms: int
    kind: Literal["console", "page_error"]
    level: str
    text: str
    url: str = ""


class Happening(_Fact):
    """A dialog, popup, page or download."""

    key: str
    t_ms: int
    kind: Literal["dialog", "popup", "page", "download"]
    title: str
    url: str = ""
    dialog: str = ""  # "alert", "confirm", "prompt", "beforeunload"
    message: str = ""
    answer: str = ""
    name: str = ""  # of a downloaded file
    outcome: str = ""
    error: str = ""
    end_ms: int | None = None


class Line(_Fact):
    sequence: int
    t_ms: int
    level: str
    source: str
    text: str


class SourceExcerpt(_Fact):
    file: str
    line: int
    first_line: int
    text: str


class Page(_Fact):
    """A page as it was: after the failure ("now"), or before a step of an earlier run."""

    url: str = ""
    title: str = ""
    status: int | None = None  # of its document
    response_headers: dict[str, str] = {}
    redirects: tuple[str, ...] = ()  # addresses that led to `url`
    html: str = ""  # without scripts and styles; state of form fields as attributes; bounded
    html_is_cut: bool = False
    aria: str = ""  # the accessibility tree as indented text; "" when it was not kept
    target_xpath: str = ""  # of an earlier run: the element the step acted on, in `html`


class GoodRun(_Fact):
    """The last run of the workflow that completed, and the step of it that was made where this run failed."""

    job_id: UUID
    session_id: UUID
    deployment_id: UUID
    completed_at: datetime | None = None
    same_deployment: bool = True
    step: Step | None = None  # made at the failing call site; None: it was never reached, or the source differs
    page: Page | None = None  # before that step
    steps: tuple[Step, ...] = ()  # without call logs
    navigations: tuple[Navigation, ...] = ()
    happenings: tuple[Happening, ...] | None = None  # None: not gathered
    failed_requests: tuple[Request, ...] | None = None  # it went well in spite of them; None: not gathered


class Remembered(_Fact):
    """What the failing call acted on when it last went well: it outlives the pages of the run it was seen in."""

    site: str  # 'workflows.py:21', in the deployment of that run
    locator: str  # as the workflow wrote it then
    seen_at: datetime
    job_id: UUID
    element: dict[str, Any]  # in the form of debugging/relocation/elements.py, and more: see repair/memory/facts.py
    page: Page | None = None  # with its `target_xpath`; None: no longer kept


class EarlierRun(_Fact):
    job_id: UUID
    state: JobState
    created_at: datetime
    failure_class: str = ""
    duration_ms: int | None = None


class Kept(_Fact):
    """A file of the session: screenshot, screenshot_full, page_html, aria_snapshot, trace."""

    kind: str
    artifact_id: int
    t_ms: int


class Evidence(_Fact):
    version: int = VERSION
    run: Run
    failure: Failure
    failing_step: Step | None = None  # None: no step made it fail
    failed_at_ms: int | None = None
    steps: tuple[Step, ...] = ()  # the last ones up to the failure, oldest first; groups left out
    source: SourceExcerpt | None = None  # around the failing call, or where the error was raised
    page: Page | None = None  # as the failure left it
    navigations: tuple[Navigation, ...] = ()
    requests: tuple[Request, ...] = ()  # failed ones, and the documents of pages
    messages: tuple[Message, ...] = ()  # errors and warnings
    happenings: tuple[Happening, ...] = ()
    lines: tuple[Line, ...] = ()  # the last 200 of the log
    kept: tuple[Kept, ...] = ()
    history: tuple[EarlierRun, ...] = ()  # newest first
    good: GoodRun | None = None
    remembered: Remembered | None = None  # None: nothing is, or `good` has a page that shows the element
    missing: tuple[str, ...] = ()  # sentences: what could not be gathered
