"""Diagnoses of the recorded faults: no browser, no database."""

from __future__ import annotations

from collections import Counter
from time import process_time

import pytest

from tests.faults.judging import Judged, accuracy, judged, sure, wrong_ones
from tests.faults.recordings import FOLDER, recorded
from tests.faults.seeded import CLASSES, LATE, first_faults, late_faults

EACH_SECONDS = 1.0  # of CPU: whatever else the machine does


@pytest.fixture(scope="module")
def judgements() -> list[Judged]:
    return [judged(fault) for fault in recorded()]


def test_every_fault_is_recorded_with_its_class() -> None:
    written = {fault.name: fault.expected for fault in first_faults()}
    written |= {f"{LATE}{fault.name}": fault.expected for fault in late_faults()}
    assert {fault.name: fault.expected for fault in recorded()} == written


def test_every_class_has_three_faults() -> None:
    counted = Counter(fault.expected for fault in first_faults())
    assert {one: counted[one] for one in CLASSES if counted[one] < 3} == {}


def test_recordings_are_small_and_say_nothing_of_the_machine_that_made_them() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3_000_000
    root = str(FOLDER.parents[2])
    assert [fault.name for fault in recorded() if root in fault.evidence.model_dump_json()] == []


def test_classes_are_right_in_nine_of_ten(judgements: list[Judged]) -> None:
    assert accuracy(judgements) >= 0.9, f"\n{wrong_ones(judgements)}"


def test_who_is_sure_is_right_in_nine_of_ten(judgements: list[Judged]) -> None:
    assert sure(judgements), "no diagnosis is sure of itself"
    assert accuracy(sure(judgements)) >= 0.9, f"\n{wrong_ones(sure(judgements))}"


def test_what_is_shown_instead_of_the_page_is_never_an_element(judgements: list[Judged]) -> None:
    blamed = [one.line() for one in judgements if one.blames_an_element]
    assert not blamed, "\n" + "\n".join(blamed)


def test_each_is_diagnosed_in_less_than_a_second() -> None:
    slow = {}
    for fault in recorded():
        began = process_time()
        judged(fault)
        if (took := process_time() - began) > EACH_SECONDS:
            slow[fault.name] = took
    assert slow == {}


def test_a_wrong_diagnosis_is_told_readably(judgements: list[Judged]) -> None:
    one = next(one for one in judgements if one.right)
    other = next(found for found in judgements if found.expected is not one.expected)
    wrong = Judged(one.name, other.expected, one.misleading, "because", one.evidence, one.diagnosis)
    assert wrong_ones([one, wrong]).startswith(f"{one.name}: expected {other.expected}, got {one.expected} at ")
