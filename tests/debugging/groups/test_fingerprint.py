"""Failures of one cause have one fingerprint, those of two causes two."""

from __future__ import annotations

from itertools import combinations

import pytest

from debugging.groups.fingerprint import fingerprint_of, varying_out
from tests.debugging.groups.labelled_failures import labelled


def test_pairs_of_the_labelled_set_are_told_right() -> None:
    """Precision and recall of "these two have one cause", over all pairs."""
    found = [(cause, fingerprint_of(evidence, diagnosis)) for cause, evidence, diagnosis in labelled()]
    assert len(found) >= 200
    together = both = alike = 0
    for (cause, mark), (other_cause, other_mark) in combinations(found, 2):
        together += cause == other_cause
        alike += mark == other_mark
        both += cause == other_cause and mark == other_mark
    assert both / alike >= 0.95  # precision
    assert both / together >= 0.95  # recall


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('get_by_text("Order 4711")', 'get_by_text("Order 12")'),
        ("locator('#a1b2c3d4e5')", "locator('#ffee00112233')"),
        ('locator("li", has_text="Acme GmbH")', 'locator("li", has_text="Miller & Sons")'),
        ("row 3f2a41c0-1111-2222-3333-444455556666", "row 9f2a41c0-1111-2222-3333-444455556666"),
        ("sent to a@b.example", "sent to someone.else@mail.example"),
        ("due 2026-03-01", "due 2025-11-24"),
        ("March 3, 2026", "April 14, 2025"),
    ],
)
def test_what_differs_from_run_to_run_is_out(one: str, other: str) -> None:
    assert varying_out(one) == varying_out(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('get_by_role("button", name="Save")', 'get_by_role("button", name="Delete")'),
        ('get_by_label("From")', 'get_by_label("To")'),
        ('locator("#save")', 'locator("#cancel")'),
        ('locator("tr", has_text="1").locator("a.edit")', 'locator("tr", has_text="1").locator("a.remove")'),
        ("facade", "deadbeef4"),
    ],
)
def test_what_tells_two_calls_apart_stays(one: str, other: str) -> None:
    assert varying_out(one) != varying_out(other)
