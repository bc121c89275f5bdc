"""Puts together what is known of a failed run and of the last good one. Pure: no database, no files, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, TypeVar

from debugging.evidence import (
    EarlierRun,
    Evidence,
    Failure,
    GoodRun,
    Happening,
    Message,
    Navigation,
    Request,
    SourceExcerpt,
    Step,
)
from debugging.gathering.assembling_pages import page_now, page_of_good_run
from debugging.gathering.recorded_run import Event, RecordedRun, seen_step, source_of, step_of
from debugging.gathering.same_step import same_step
from replay.failing_step import Raised, SeenStep, failing_step, places_of

Fact = TypeVar("Fact")
STEPS_MOST: Final = 60
GOOD_STEPS_MOST: Final = 300
EACH_MOST: Final = 50  # of navigations, requests, messages, happenings
LINES_MOST: Final = 200
FAILED_FROM: Final = 400


def assemble(run: RecordedRun, *, good: RecordedRun | None = None, history: Sequence[EarlierRun] = ()) -> Evidence:
    """`run` failed. `good` is the last one before it that completed."""
    if run.failure is None:
        raise ValueError("A run that did not fail leaves no evidence of a failure.")
    navigations = navigations_of(run.events)
    steps = steps_of(run.events, navigations)
    failing = _failing(run, steps)
    until = failing.t_ms if failing else run.run.length_ms
    told = [step for step in steps if failing is None or step.t_ms <= until]
    requests = [_request(event) for event in run.events if event.kind == "network" and _is_telling(event)]
    return Evidence(
        run=run.run,
        failure=run.failure,
        failing_step=failing,
        failed_at_ms=min(failing.t_ms, run.run.length_ms) if failing else _moment(run),
        steps=tuple(told[-STEPS_MOST:]),
        source=_source(run, failing),
        page=page_now(run, navigations, requests),
        navigations=tuple(navigations[-EACH_MOST:]),
        requests=tuple(requests[-EACH_MOST:]),
        messages=_last(_message(event) for event in run.events if event.kind in ("console", "page_error")),
        happenings=_last(_happening(event) for event in run.events if event.kind in _HAPPENINGS),
        lines=tuple(run.lines[-LINES_MOST:]),
        kept=tuple(run.kept),
        history=tuple(history),
        good=_good_run(good, run, failing, told) if good else None,
        missing=tuple(run.missing),
    )


def steps_of(events: Sequence[Event], navigations: Sequence[Navigation], *, with_log: bool = True) -> list[Step]:
    """Without the workflow's own groups; those name the group they are in."""
    groups = {event.key: str(event.data.get("title", "")) for event in events if event.data.get("group") is True}
    steps = [event for event in events if event.kind == "step" and event.key not in groups]
    return [
        step_of(
            event,
            group=groups.get(str(event.data.get("parent", "")), ""),
            url=_url_at(navigations, event.t_ms),
            with_log=with_log,
        )
        for event in steps
    ]


def navigations_of(events: Iterable[Event]) -> list[Navigation]:
    return [
        Navigation.model_validate({**event.data, "key": event.key, "t_ms": event.t_ms, "url": _url(event)})
        for event in events
        if event.kind == "navigation"
    ]


def _failing(run: RecordedRun, steps: Sequence[Step]) -> Step | None:
    by_key = {step.key: step for step in steps}
    seen = [event for event in reversed(run.events) if event.key in by_key]

    def with_outcome(outcome: str) -> list[SeenStep]:
        return [seen_step(event) for event in seen if event.data.get("outcome") == outcome]

    found = failing_step(with_outcome, _raised(run.failure), end_ms=run.run.length_ms) if run.failure else None
    return by_key[found.key] if found else None


def _raised(failure: Failure) -> Raised:
    return Raised(failure.code, failure.message, failure.stack, failure.mapped_stack)


def _moment(run: RecordedRun) -> int | None:
    captured = next((kept.t_ms for kept in run.kept if kept.kind == "screenshot"), None)
    return captured if captured is None else min(captured, run.run.length_ms or captured)


def _source(run: RecordedRun, failing: Step | None) -> SourceExcerpt | None:
    """Around the failing call; where no call failed, around the innermost place that is kept."""
    excerpts = [source for event in run.events if event.kind == "source" and (source := source_of(event))]
    kept = {f"{source.file}:{source.line}": source for source in excerpts}
    places = places_of(run.failure.mapped_stack) if run.failure else []
    wanted = [failing.site] if failing and failing.site else places
    exact = next((kept[place] for place in wanted if place in kept), None)
    return exact or next((found for place in wanted if (found := _holding(excerpts, place))), None)


def _holding(excerpts: Sequence[SourceExcerpt], place: str) -> SourceExcerpt | None:
    file, _, number = place.rpartition(":")
    for source in excerpts:
        if source.file == file and 0 <= int(number) - source.first_line < len(source.text.splitlines()):
            return source.model_copy(update={"line": int(number)})
    return None


def _good_run(good: RecordedRun, run: RecordedRun, failing: Step | None, steps: Sequence[Step]) -> GoodRun:
    navigations = navigations_of(good.events)
    theirs = steps_of(good.events, navigations, with_log=False)
    same_source = good.run.deployment_id == run.run.deployment_id
    anchor = failing or (steps[-1] if steps else None)
    step = same_step(anchor, steps, theirs, same_source=same_source) if anchor else None
    if good.run.session_id is None:
        raise ValueError("A run that completed had a browser session.")
    return GoodRun(
        job_id=good.run.job_id,
        session_id=good.run.session_id,
        deployment_id=good.run.deployment_id,
        completed_at=good.run.completed_at,
        same_deployment=same_source,
        step=step,
        page=page_of_good_run(good, step),
        steps=tuple(islice(theirs, GOOD_STEPS_MOST)),
        navigations=tuple(navigations[-EACH_MOST:]),
        happenings=_last(_happening(event) for event in good.events if event.kind in _HAPPENINGS),
        failed_requests=_last(_place(event) for event in good.events if event.kind == "network" and _failed(event)),
    )


_HAPPENINGS: Final = ("dialog", "popup", "page", "download")


def _is_telling(event: Event) -> bool:
    return _failed(event) or bool(event.data.get("document"))


def _failed(event: Event) -> bool:
    status = event.data.get("status")
    return bool((isinstance(status, int) and status >= FAILED_FROM) or event.data.get("failure"))


def _request(event: Event) -> Request:
    return Request.model_validate({**event.data, "key": event.key, "t_ms": event.t_ms, "url": _url(event)})


def _place(event: Event) -> Request:
    """Only what tells whether it is the same: no query, which may hold what was sent, and no headers."""
    request = _request(event)
    return request.model_copy(update={"url": request.url.partition("?")[0], "response_headers": {}})


def _message(event: Event) -> Message:
    text = str(event.data.get("error") or event.data.get("title", ""))
    return Message.model_validate(
        {**event.data, "key": event.key, "t_ms": event.t_ms, "kind": event.kind, "text": text}
        | {"level": event.data.get("level") or "error"}
    )


def _happening(event: Event) -> Happening:
    title = str(event.data.get("title", ""))
    return Happening.model_validate(
        {**event.data, "key": event.key, "t_ms": event.t_ms, "kind": event.kind, "title": title}
    )


def _last(found: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(found)[-EACH_MOST:]


def _url(event: Event) -> str:
    return str(event.data.get("url", ""))


def _url_at(navigations: Sequence[Navigation], t_ms: int) -> str:
    return next((navigation.url for navigation in reversed(navigations) if navigation.t_ms <= t_ms), "")
