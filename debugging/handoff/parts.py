"""Parts of a prompt, the most useful first, made to fit.

When they are too much, the last part that can be is made shorter, again and again, until it is as short as it gets (or
gone); then the one before it. A part's shortest form is bounded, and those of all parts together fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from debugging.handoff.tokens import tokens_in


@dataclass(frozen=True)
class Part:
    """`forms`: from the longest to the shortest; "" is none at all."""

    forms: tuple[str, ...]


def part(*forms: str) -> Part:
    return Part(forms)


def fitted(parts: Sequence[Part], *, most: int) -> str:
    """Not more than `most` tokens. Raises ValueError when the shortest forms are more: those are ours to bound."""
    chosen = [0] * len(parts)
    counts = [[tokens_in(form) + 1 for form in one.forms] for one in parts]  # and the blank line behind it
    while sum(counts[place][form] for place, form in enumerate(chosen)) > most:
        place = next((at for at in reversed(range(len(parts))) if chosen[at] + 1 < len(parts[at].forms)), None)
        if place is None:
            raise ValueError(f"The shortest prompt has more than {most} tokens.")
        chosen[place] += 1
    shown = [one.forms[form] for one, form in zip(parts, chosen, strict=True)]
    return "\n\n".join(text.strip("\n") for text in shown if text) + "\n"
