"""Two elements of two pages that could be one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from debugging.repair.locating.judging.counterparts import Counterparts
from debugging.repair.locating.judging.fixtures import same_fixture
from debugging.repair.locating.pages.kept_page import Found, KeptPage


@dataclass(frozen=True, eq=False)
class Match:
    """`old`, an element of the page `before`, could be `new` of the page `now`."""

    old: Found
    new: Found
    before: KeptPage
    now: KeptPage
    counterparts: Counterparts
    marks: frozenset[str] = frozenset()  # attributes that its author gave it, and the old one, and nothing else
    told_apart: bool = False  # its row or form tells it from others with its name

    @property
    def sides(self) -> tuple[tuple[Found, KeptPage], tuple[Found, KeptPage]]:
        return (self.old, self.before), (self.new, self.now)

    def are_the_only(self, sort: Callable[[Found], bool]) -> bool:
        """Each the only one of that sort on its page."""
        return all([one for one in page.elements if sort(one)] == [mine] for mine, page in self.sides)

    @property
    def marked(self) -> bool:
        return bool(self.marks)

    @cached_property
    def same_text(self) -> bool:
        one, other = self.old.described, self.new.described
        letters = "".join(one.words) == "".join(other.words)  # "Check out" is "Checkout"
        return bool(one.words) and (letters or one.core == other.core)

    @property
    def part_of_text(self) -> bool:
        """One says all that the other says, and more."""
        one, other = self.old.described.core, self.new.described.core
        return bool(one and other) and (one <= other or other <= one)

    @property
    def both_silent(self) -> bool:
        return not self.old.described.words and not self.new.described.words

    @property
    def same_picture(self) -> bool:
        """Of what had no words: what it is called now says what the picture is of. It may show two by turns now."""
        old, new = self.old.picture, self.new.picture
        return not self.old.described.words and bool(old) and (old == new or (self.told_apart and old < new))

    @cached_property
    def is_fixture(self) -> bool:
        """What each page has one of only, as most sites have."""
        return same_fixture(self.old, self.before, self.now) is self.new

    @cached_property
    def forms(self) -> float | None:
        """How alike the forms are that they are in; None when one of them is in none."""
        return self.counterparts.standing(self.old, self.new)
