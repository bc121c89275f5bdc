"""Evidence chips: the places in a run that a claim rests on, as links. What a diagnosis points at is untrusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse

from debugging.diagnosis import Claim, Pointer, PointerKind
from debugging.evidence import Step

WORDS: Final[Mapping[PointerKind, str]] = {
    "step": "Step",
    "log": "Log",
    "request": "Request",
    "console": "Console",
    "dialog": "Dialog",
    "page": "Page",
    "popup": "Popup",
    "download": "Download",
    "video": "Video",
    "screenshot": "Screenshot",
    "source": "Source",
    "run": "Run",
}
_ROWS: Final[Mapping[PointerKind, str]] = {"step": "step", "log": "log"}  # all other events are rows named event-…
_NO_ROWS: Final = ("video", "screenshot", "source", "run")


@dataclass(frozen=True)
class Chip:
    """`href` is "" where there is nothing to open."""

    word: str
    label: str
    time: str
    href: str
    is_of_another_run: bool


@dataclass(frozen=True)
class ShownClaim:
    text: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class Places:
    """What chips of one run's report may lead to. `files`: the address of each file that is kept, by its kind."""

    job_id: UUID
    failing_step: Step | None
    files: Mapping[str, str]


def shown_claim(claim: Claim, places: Places) -> ShownClaim:
    return ShownClaim(claim.text, tuple(chip_of(pointer, places) for pointer in claim.pointers))


def chip_of(pointer: Pointer, places: Places) -> Chip:
    job_id = _job_id(pointer, places)
    is_other = job_id != places.job_id
    return Chip(
        word=WORDS[pointer.kind],
        label=pointer.label,
        time="" if pointer.t_ms is None else clock_text(pointer.t_ms),
        href=_href(pointer, job_id, places) if job_id else "",
        is_of_another_run=is_other,
    )


def clock_text(ms: int) -> str:
    """83456 → '1:23.4', as the list of a run writes it."""
    seconds, tenth = divmod(max(0, ms) // 100, 10)
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}:{seconds:02}.{tenth}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}.{tenth}"


def _job_id(pointer: Pointer, places: Places) -> UUID | None:
    """None: it names no run."""
    named = pointer.job_id or (pointer.ref if pointer.kind == "run" else "")
    try:
        return UUID(named) if named else places.job_id
    except ValueError:
        return None


def _href(pointer: Pointer, job_id: UUID, places: Places) -> str:
    run = reverse("run", args=[job_id])
    if pointer.kind == "run":
        return run
    if pointer.kind == "screenshot":
        return places.files.get(pointer.ref or "screenshot", "") if job_id == places.job_id else ""
    if pointer.kind == "source":
        step = places.failing_step
        return _row(run, "step", step.key) if step and step.site == pointer.ref else ""
    if pointer.ref and pointer.kind not in _NO_ROWS:
        return _row(run, _ROWS.get(pointer.kind, "event"), pointer.ref)
    return "" if pointer.t_ms is None else f"{run}?t={max(0, pointer.t_ms) / 1000}"


def _row(run: str, kind: str, ref: str) -> str:
    return f"{run}#{quote(f'{kind}-{ref}', safe='')}"
