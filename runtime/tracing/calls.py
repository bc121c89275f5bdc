"""The calls of a trace, as they begin, note what they do, and end: the steps of a run."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from libretto.protocol import TimelineData
from runtime.redaction import names
from runtime.redaction.fields import without_typed
from runtime.shortening import shortened
from runtime.tracing.api_names import api_name
from runtime.tracing.stacks import Place
from runtime.tracing.steps import is_step, title_and_selector

_LONGEST_ID: Final = 200
_LONGEST_ERROR: Final = 4000  # characters
_LONGEST_NOTE: Final = 500
_MOST_NOTES: Final = 60  # the last ones
_TOLD_AT_ONCE: Final = 10  # notes of an open call; an action that is tried again and again makes six each time
_TOLD_TOGETHER: Final = 20  # of the later ones; all of them are told at the end
_MOST_OPEN: Final = 5_000  # no workflow has as many calls at work at once
_KEPT_AFTER_END: Final = 200  # calls that the page after them may still come for
_ENDED_WITH_RUN: Final = "The run ended during this step."
_MOMENTS: Final[dict[str, Literal["before", "after"]]] = {"before": "before", "action": "before", "after": "after"}


@dataclass(eq=False)
class Call:
    start_ms: int
    data: TimelineData
    notes: deque[str] = field(default_factory=lambda: deque(maxlen=_MOST_NOTES))
    noted: int = 0
    pages: set[Literal["before", "after"]] = field(default_factory=set)
    a_part_failed: bool = False  # of a group

    @property
    def id(self) -> str:
        return self.data["id"]

    @property
    def is_group(self) -> bool:
        return self.data.get("group", False)

    def place(self, place: Place) -> None:
        self.data = {**self.data, "file": place.file, "line": place.line}

    def end(self, end_ms: int, error: str | None) -> None:
        self.data = {**self.data, "end_ms": end_ms, "outcome": "failed" if error or self.a_part_failed else "ok"}
        if error:
            self.data["error"] = error

    def told(self) -> tuple[int, TimelineData]:
        data = self.data.copy()
        if self.notes:
            data["call_log"] = list(self.notes)
        if self.pages:
            data["snapshots"] = sorted(self.pages, reverse=True)
        return self.start_ms, data


class Calls:
    """Takes the entries of a trace; `changed` holds the calls that there is news of."""

    def __init__(self) -> None:
        self.changed: dict[str, Call] = {}
        self._open: dict[str, Call] = {}
        self._ended: dict[str, Call] = {}

    def take(self, entry: dict[str, Any], on_clock: Callable[[object], int]) -> None:
        """`on_clock` tells where a time of the entry lies on the session's clock."""
        call_id = entry.get("callId")
        if not isinstance(call_id, str) or len(call_id) > _LONGEST_ID:
            return
        match entry.get("type"):
            case "before":
                if is_step(entry) and len(self._open) < _MOST_OPEN:
                    self._open[call_id] = self.changed[call_id] = _begun(
                        call_id, entry, on_clock(entry.get("startTime"))
                    )
            case "after":
                if call_id in self._open:
                    self._end(self._open.pop(call_id), on_clock(entry.get("endTime")), _error(entry))
            case "log":
                self._note(call_id, entry.get("message"))
            case "frame-snapshot":
                self._add_page(call_id, str(entry.get("phase")))

    def without_place(self) -> Iterable[Call]:
        return [call for call in {**self._open, **self.changed}.values() if "file" not in call.data]

    def end_all(self, end_ms: int) -> None:
        """Nothing more will come. A group ends as its parts did; every other call that is open has failed."""
        for call in reversed(self._open.values()):  # parts before their group
            self._end(call, end_ms, None if call.is_group else _ENDED_WITH_RUN)
        self._open.clear()

    def _end(self, call: Call, end_ms: int, error: str | None) -> None:
        call.end(end_ms, error)
        parent = self._open.get(call.data.get("parent", ""))
        if parent is not None and call.data["outcome"] == "failed":
            parent.a_part_failed = True
        self.changed[call.id] = self._ended[call.id] = call
        if len(self._ended) > _KEPT_AFTER_END:
            del self._ended[next(iter(self._ended))]

    def _note(self, call_id: str, message: object) -> None:
        call = self._open.get(call_id)
        if call is not None and isinstance(message, str):
            if names.are_in(call.data.get("selector", "")):
                message = without_typed(message)
            call.notes.append(shortened(message, _LONGEST_NOTE))
            call.noted += 1
            if call.noted <= _TOLD_AT_ONCE or call.noted % _TOLD_TOGETHER == 0:
                self.changed[call_id] = call

    def _add_page(self, call_id: str, phase: str) -> None:
        call, moment = self._open.get(call_id) or self._ended.get(call_id), _MOMENTS.get(phase)
        if call is not None and moment is not None and moment not in call.pages:
            call.pages.add(moment)
            self.changed[call_id] = call


def _begun(call_id: str, entry: dict[str, Any], start_ms: int) -> Call:
    title, selector = title_and_selector(entry)
    data: TimelineData = {"id": call_id, "title": title, "outcome": "open"}
    if entry.get("method") == "tracingGroup":
        data["group"] = True
    else:
        data["api"] = api_name(entry)
    if selector:
        data["selector"] = selector
    if isinstance(entry.get("parentId"), str):
        data["parent"] = entry["parentId"]
    return Call(start_ms, data)


def _error(entry: dict[str, Any]) -> str | None:
    error, result = entry.get("error"), entry.get("result")
    if isinstance(error, dict):
        return str(error.get("message") or error.get("name") or "It failed.")[:_LONGEST_ERROR]
    if isinstance(result, dict) and result.get("matches") is False:
        return "The expectation was not met."
    return None
