"""A few faults provoked again, from the site to the diagnosis."""

from __future__ import annotations

from pathlib import Path

import pytest

from debugging.agent.diagnosing import diagnose
from tests.faults.fault import Fault
from tests.faults.running import provoked
from tests.faults.seeded import first_faults

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

CHOSEN = (
    "redirected_to_sign_in",
    "select_became_a_listbox",
    "confirm_is_dismissed",
    "credential_is_not_stored",
)


@pytest.mark.parametrize("fault", [fault for fault in first_faults() if fault.name in CHOSEN], ids=lambda one: one.name)
def test_fault(fault: Fault, tmp_path: Path) -> None:
    evidence = provoked(fault, tmp_path)
    assert (evidence.good is not None) == fault.ran_before
    said = diagnose(evidence)
    assert (said.failure_class, said.confidence >= 0.5) == (fault.expected, True), said


def test_the_chosen_ones_are_there() -> None:
    assert len({fault.name for fault in first_faults()} & set(CHOSEN)) == len(CHOSEN)
