from __future__ import annotations

import pytest

from recordings.byte_ranges import NotSatisfiable, Span, wanted_span

WHOLE = None


@pytest.mark.parametrize(
    ("header", "span"),
    [
        (None, WHOLE),
        ("bytes=0-0", Span(0, 1)),
        ("bytes=0-99", Span(0, 100)),
        ("bytes=0-", Span(0, 100)),
        ("bytes=10-19", Span(10, 10)),
        ("bytes=99-", Span(99, 1)),
        ("bytes=90-5000", Span(90, 10)),
        ("bytes=-1", Span(99, 1)),
        ("bytes=-100", Span(0, 100)),
        ("bytes=-5000", Span(0, 100)),
        ("BYTES = 1-2 ", Span(1, 2)),
        ("bytes=0-1,5-6", WHOLE),
        ("bytes=", WHOLE),
        ("bytes=-", WHOLE),
        ("bytes=5-4", WHOLE),
        ("bytes=a-b", WHOLE),
        ("bytes=1", WHOLE),
        ("bytes=\u0661-\u0662", WHOLE),
        ("bytes=0-99999999999999999999", WHOLE),
        ("items=0-1", WHOLE),
        ("", WHOLE),
    ],
)
def test_a_range_is_cut_to_the_file(header: str | None, span: Span | None) -> None:
    assert wanted_span(header, size=100) == span


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=5000-", "bytes=-0"])
def test_a_range_behind_the_end_cannot_be_had(header: str) -> None:
    with pytest.raises(NotSatisfiable):
        wanted_span(header, size=100)
