from __future__ import annotations

import pytest

from runtime.durations import spoken


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "0 s"),
        (49, "0 s"),
        (2_120, "2.1 s"),
        (45_000, "45 s"),
        (59_949, "59.9 s"),
        (59_960, "1 min"),
        (185_000, "3 min 5 s"),
        (1_800_000, "30 min"),
        (3_599_600, "1 h"),
        (7_830_000, "2 h 10 min"),
    ],
)
def test_durations_are_as_exact_as_people_want(milliseconds: float, text: str) -> None:
    assert spoken(milliseconds) == text
