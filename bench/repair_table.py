"""What came of the cases: against what must be reached, and why those that were missed were."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any, Final

from bench.repair_cases import TUNED_ON, UNSEEN
from bench.repair_run import REPAIRED, UNFIT, WRONG, Outcome
from bench.table import Row, printed

SHARE_LEAST: Final = 0.8
SECONDS_MOST: Final = 15.0


def tables(outcomes: Sequence[Outcome]) -> str:
    """Markdown: everything, then the cases that were tuned on and those that were not, then every case."""
    parts = [f"**{name}**\n\n{printed(rows(some))}" for name, some in _sets(outcomes) if some]
    return "\n\n".join([*parts, _each(outcomes)])


def as_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    return {
        "sets": {name: [vars(row) | {"verdict": row.verdict} for row in rows(some)] for name, some in _sets(outcomes)},
        "cases": [_told(outcome) for outcome in outcomes],
    }


def _sets(outcomes: Sequence[Outcome]) -> list[tuple[str, list[Outcome]]]:
    return [
        ("All cases", list(outcomes)),
        ("Cases that the code was tuned on", [one for one in outcomes if one.case.name in TUNED_ON]),
        ("Cases that it was not", [one for one in outcomes if one.case.name in UNSEEN]),
    ]


def rows(outcomes: Sequence[Outcome]) -> list[Row]:
    fit = [one for one in outcomes if one.status != UNFIT]
    repairable = [one for one in fit if one.case.kind == "repairable"]
    removed = [one for one in fit if one.case.kind == "removed"]
    repaired = [one for one in repairable if one.status == REPAIRED]
    wrong = [one for one in fit if one.status == WRONG]
    touched = [one for one in removed if one.is_published or one.strangers]
    found: list[Row] = []
    if repairable:
        share = len(repaired) / len(repairable)
        note = f"{len(repaired)} of {len(repairable)}"
        found.append(_row("repairable ones repaired and verified", share, SHARE_LEAST, note=note, more=True))
    found.append(_row("wrong ones published", len(wrong), 0, note=f"of {len(fit)} workflows", form=".0f"))
    if removed:
        note = f"of {len(removed)}"
        found.append(_row("removed targets for which something was touched", len(touched), 0, note=note, form=".0f"))
    found += _times([one for one in fit if one.seconds is not None])
    return found


def _times(published: Sequence[Outcome]) -> list[Row]:
    beyond = sorted(one.beyond for one in published if one.beyond is not None)
    if not beyond:
        return []
    whole = median(one.seconds for one in published if one.seconds is not None)
    note = f"{beyond[0]:.1f} to {beyond[-1]:.1f}; with the runs of the edited workflow {whole:.1f}"
    what = "seconds from failure to published, p50, beyond the workflow's own"
    return [_row(what, median(beyond), SECONDS_MOST, note=note, form=".1f")]


def _row(what: str, measured: float, must: float, *, note: str, form: str = ".0%", more: bool = False) -> Row:
    return Row(what=what, measured=measured, must=must, note=note, form=form, more_is_better=more)


def _each(outcomes: Sequence[Outcome]) -> str:
    head = ["| case | | came to | seconds, beyond | runs | |", "| --- | --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *(_case_row(outcome) for outcome in outcomes)])


def _case_row(outcome: Outcome) -> str:
    name = outcome.case.name + (" (unseen)" if outcome.case.name in UNSEEN else "")
    seconds = f"{outcome.seconds:.1f}, {outcome.beyond:.1f}" if outcome.seconds and outcome.beyond else ""
    sentence = " ".join(outcome.sentence.split()).replace("|", "\\|")[:400]
    return f"| {name} | {outcome.case.kind} | {outcome.status} | {seconds} | {outcome.rounds or ''} | {sentence} |"


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.case.name,
        "kind": outcome.case.kind,
        "unseen": outcome.case.name in UNSEEN,
        "status": outcome.status,
        "sentence": outcome.sentence,
        "seconds": outcome.seconds,
        "beyond_seconds": outcome.beyond,
        "runs_of_edited": outcome.rounds,
        "diff": outcome.diff,
        "touched_strangers": [touch.element for touch in outcome.strangers],
    }
