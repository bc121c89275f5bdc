"""Which element of a changed page is taken for the old one, and when none is."""

from __future__ import annotations

from typing import Any

import pytest

from debugging.relocation.deciding import Relocation, relocate
from debugging.relocation.elements import Element, is_nested, words_of
from debugging.relocation.page import Page

BODY = "/html[1]/body[1]"


def element(path: str, text: str = "", **given: Any) -> Element:
    tag = path.rpartition("/")[2].partition("[")[0]
    return Element({"tag": tag, "xpath": f"{BODY}/{path}", "visible_text": text, "width": 80, "height": 20} | given)


def link(number: int, text: str, **given: Any) -> Element:
    return element(f"nav[1]/ul[1]/li[{number}]/a[1]", text, **given)


def found(old: Element, *new: Element) -> Relocation:
    return relocate(old, Page(new))


MENU = [link(number, text) for number, text in enumerate(("Home", "Orders", "Invoices", "Customers", "Sign out"), 1)]


def test_a_label_that_moved_is_found_by_its_text() -> None:
    old = link(3, "Invoices")
    moved = [element(f"aside[1]/div[2]/p[{number}]/a[1]", one.said.title()) for number, one in enumerate(MENU, 7)]
    answer = found(old, *moved)
    assert (answer.answer, answer.proof) == (2, "text")


def test_what_was_removed_is_not_replaced_by_its_neighbour() -> None:
    old = link(3, "Invoices", neighbor_text="orders invoices customers")
    rest = [link(number, text) for number, text in enumerate(("Home", "Orders", "Customers", "Sign out"), 1)]
    answer = found(old, *rest)
    assert answer.answer is None
    assert answer.why_not == "The element most like it says something else."


def test_delete_in_the_place_of_submit_is_not_taken() -> None:
    old = element("form[1]/button[1]", "Submit", type="submit")
    answer = found(old, element("form[1]/button[1]", "Delete", type="submit"), *MENU)
    assert answer.answer is None


@pytest.mark.parametrize("text", ["Sign out (1)", "Sign out", "sign out NEW"])
def test_numbers_and_badges_beside_a_label_make_no_difference(text: str) -> None:
    old = element("header[1]/div[1]/a[1]", text)
    assert found(old, *MENU).answer == 4


def test_of_equals_none_is_taken() -> None:
    old = element("table[1]/tr[2]/td[3]/button[1]", "Open")
    rows = [element(f"div[1]/div[{number}]/span[1]/button[1]", "Open") for number in range(1, 9)]
    answer = found(old, *rows)
    assert answer.answer is None
    assert answer.best is not None
    assert answer.why_not == "Several elements are like it, and nothing tells which one it is."


def test_what_stands_around_tells_equals_apart() -> None:
    around = ["order 4711 of acme", "order 4712 of miller", "order 4713 of smith"]
    old = element("table[1]/tr[2]/td[3]/button[1]", "Open", neighbor_text=around[1])
    rows = [
        element(f"div[1]/div[{number}]/button[1]", "Open", neighbor_text=text) for number, text in enumerate(around, 1)
    ]
    assert (found(old, *rows).answer, found(old, *rows).proof) == (1, "surroundings")


def test_a_placeholder_alone_proves_nothing() -> None:
    old = element("form[1]/div[1]/input[1]", "Enter …", type="text", neighbor_text="first name")
    other = element("form[2]/p[4]/input[1]", "Enter …", type="text", neighbor_text="coupon code")
    assert found(old, other, *MENU).answer is None


def test_nested_twins_are_one_answer() -> None:
    old = element("nav[1]/a[1]", "Orders")
    outer, inner = element("aside[1]/a[1]", "Orders"), element("aside[1]/a[1]/span[1]", "Orders")
    answer = found(old, inner, outer)
    assert answer.answer == 1
    assert len(answer.ranked) == 1


def test_a_part_of_a_label_is_enough_when_nothing_else_comes_near() -> None:
    old = element("ul[1]/li[2]/a[1]", "Form wizard")
    others = [link(number, text) for number, text in enumerate(("Form buttons", "Form upload", "Forms"), 6)]
    answer = found(old, *MENU, element("ul[1]/li[9]/a[1]", "Wizard"), *others)
    assert (answer.answer, answer.proof) == (5, "part of the text")


def test_a_page_without_elements_has_no_answer() -> None:
    answer = found(link(1, "Home"))
    assert (answer.answer, answer.best) == (None, None)
    assert answer.why_not


def test_what_is_odd_in_a_description_does_no_harm() -> None:
    odd = Element({"tag": None, "attributes": ["a"], "x": "left", "visible_text": 7, "xpath": ""})
    assert found(odd, odd, *MENU).best is not None
    assert found(MENU[0], odd).best == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dashboard2", ("dashboard", "2")),
        ("signIn_now", ("sign", "in", "now")),
        ("Über uns: 3 Artikel", ("über", "uns", "3", "artikel")),
        ("", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_holding_is_told_by_whole_steps() -> None:
    assert is_nested(element("div[1]"), element("div[1]/a[1]"))
    assert not is_nested(element("div[1]"), element("div[12]"))
