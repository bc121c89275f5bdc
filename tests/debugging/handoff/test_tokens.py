from __future__ import annotations

import pytest

from debugging.handoff.parts import fitted, part
from debugging.handoff.tokens import bounded, tokens_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("the", 1),
        ("button", 2),
        ("the button", 3),
        ("12345", 2),
        ("a1b2", 4),
        ("({[", 3),
        ("one\n\ntwo", 3),
        ("  a", 2),
        ("é", 1),
        ("語", 2),
        ("😀", 3),
    ],
)
def test_counting(text: str, count: int) -> None:
    assert tokens_in(text) == count


@pytest.mark.parametrize("text", ["word " * 50, "!" * 50, "日本語" * 20, "a1" * 40, "\n" * 9 + "x"])
@pytest.mark.parametrize("most", [5, 10, 19])
def test_a_longer_text_is_cut_and_says_so(text: str, most: int) -> None:
    cut = bounded(text, most)
    assert tokens_in(cut) <= most
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))
    assert bounded(text, tokens_in(text)) == text


def test_parts_become_shorter_from_the_end() -> None:
    parts = (part("a b c d", "a b"), part("e f g", "e", ""), part("h"))
    seen = []
    for most in range(15, 5, -1):
        text = fitted(parts, most=most)
        if text not in seen:
            seen.append(text)
    assert seen == ["a b c d\n\ne f g\n\nh\n", "a b c d\n\ne\n\nh\n", "a b c d\n\nh\n", "a b\n\nh\n"]


def test_parts_that_cannot_fit_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="more than 3 tokens"):
        fitted((part("a b c d"),), most=3)
