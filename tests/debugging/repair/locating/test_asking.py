"""What fields ask for, in whatever words; and which form of a new page an old one became."""

from __future__ import annotations

import pytest

from debugging.agent.page_content import PageContent
from debugging.repair.locating.judging.counterparts import Counterparts
from debugging.repair.locating.pages.kept_page import KeptPage
from debugging.repair.locating.words.asking import asked, asks_for_another
from tests.debugging.repair.locating.making import page_now

USER = "<input placeholder=User><input type=password placeholder=Password>"
SIGN_IN = f"<form><h2>Sign in</h2>{USER}<button>Go</button></form>"
REGISTER = f"<form><h2>Register</h2>{USER}<input placeholder=E-mail></form>"
NEWS = "<form><h2>News</h2><input placeholder=E-mail><button>Subscribe</button></form>"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Repeat password", "Confirm Password *"),
        ("Telephone", "Your phone number"),
        ("E-Mail-Adresse", "Please enter your email"),
        ("Username", "User name (required)"),
        ("Date of birth", "Birthday"),
        ("Postcode", "ZIP code"),
        ("Vorname", "First name"),
    ],
)
def test_other_words_ask_for_the_same(one: str, other: str) -> None:
    assert asked(one) == asked(other)
    assert not asks_for_another(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("First name", "Last name"),
        ("Password", "Confirm password"),
        ("Password", "New password"),
        ("Phone", "Mobile phone"),
        ("Name", "Company name"),
    ],
)
def test_like_words_ask_for_another_thing(one: str, other: str) -> None:
    assert asks_for_another(one, other)


def test_what_may_be_either_asks_for_both() -> None:
    assert not asks_for_another("E-mail", "E-mail or user name")
    assert asks_for_another("Phone", "E-mail or user name")


def test_a_form_that_another_became_is_no_rival() -> None:
    assert became(SIGN_IN + REGISTER, REGISTER + SIGN_IN) == [1, 0]


def test_of_equal_forms_none_became_one() -> None:
    assert became(NEWS + NEWS, NEWS + NEWS) == [None, None]


def test_a_form_that_is_gone_became_none() -> None:
    assert became(SIGN_IN, NEWS) == [None]


def became(before: str, now: str) -> list[int | None]:
    forms = Counterparts(*(KeptPage(PageContent(page_now(body))) for body in (before, now)))
    news = list(forms.news)
    found = [forms.of(old) for old in forms.olds]
    return [news.index(one) if one is not None else None for one in found]
