"""How many diagnoses are right, per class and per confidence, as tables and as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from tests.faults.judging import Judged, accuracy, sure
from tests.faults.seeded import CLASSES, LATE

BUCKETS: Final = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01))


def printed(judgements: Sequence[Judged]) -> str:
    """Markdown."""
    return "\n\n".join([_overall(judgements), _by_class(judgements), _by_confidence(judgements)])


def as_json(judgements: Sequence[Judged]) -> dict[str, Any]:
    return {
        "faults": len(judgements),
        "accuracy": accuracy(judgements),
        "accuracy_where_sure": accuracy(sure(judgements)),
        "each": [
            {
                "name": one.name,
                "expected": one.expected,
                "got": one.diagnosis.failure_class,
                "right": one.right,
                "confidence": one.diagnosis.confidence,
                "check": one.diagnosis.check,
                "misleading": one.misleading,
            }
            for one in judgements
        ],
    }


def _overall(judgements: Sequence[Judged]) -> str:
    rows = {
        "all": judgements,
        "first set": [one for one in judgements if not one.name.startswith(LATE)],
        "later set": [one for one in judgements if one.name.startswith(LATE)],
        "the exception misleads": [one for one in judgements if one.misleading],
        "confidence of 0.9 or more": sure(judgements),
        "no good run to compare with": [one for one in judgements if one.evidence.good is None],
    }
    head = ["| | faults | right | |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(_row(name, some) for name, some in rows.items() if some)])


def _row(name: str, judgements: Sequence[Judged]) -> str:
    right = sum(one.right for one in judgements)
    return f"| {name} | {len(judgements)} | {right} | {accuracy(judgements):.1%} |"


def _by_class(judgements: Sequence[Judged]) -> str:
    head = ["| class | faults | right | confidence of the right | others got |", "| --- | --- | --- | --- | --- |"]
    groups = ((one.value, [found for found in judgements if found.expected is one]) for one in CLASSES)
    return "\n".join([*head, *(_class_row(name, some) for name, some in groups if some)])


def _class_row(name: str, judgements: Sequence[Judged]) -> str:
    right = [one for one in judgements if one.right]
    wrong = [f"{one.diagnosis.failure_class} ({one.diagnosis.confidence:.2f})" for one in judgements if not one.right]
    return f"| {name} | {len(judgements)} | {len(right)} | {_mean(right)} | {', '.join(wrong)} |"


def _by_confidence(judgements: Sequence[Judged]) -> str:
    """Said and true should be about the same."""
    head = ["| confidence | diagnoses | said, mean | right |", "| --- | --- | --- | --- |"]
    rows = []
    for low, high in BUCKETS:
        some = [one for one in judgements if low <= one.diagnosis.confidence < high]
        if some:
            rows.append(f"| {low:.2f} to {min(high, 1):.2f} | {len(some)} | {_mean(some)} | {accuracy(some):.1%} |")
    return "\n".join([*head, *rows])


def _mean(judgements: Iterable[Judged]) -> str:
    said = [one.diagnosis.confidence for one in judgements]
    return f"{sum(said) / len(said):.2f}" if said else "-"
