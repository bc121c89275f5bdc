"""Is this the page that the last good run was on?"""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.wording import address, quoted

_NUMBERS: Final = re.compile(r"\d+")


def is_another_page(case: Case) -> bool:
    """At another address, or with another title and none of the headings."""
    return case.is_elsewhere or _says_something_else(case)


def in_words(case: Case) -> str:
    """'this page, https://…/terms; the last good run was on another one here'."""
    if case.is_elsewhere or case.good_page is None:
        return f"this page, {address(case.url)}; the last good run was on another one here"
    return f"this page, {quoted(case.page.title, 60)}; the last good run was on {quoted(case.good_page.title, 60)} here"


def _says_something_else(case: Case) -> bool:
    good, now = case.good_page, case.page
    if good is None or not good.title or not now.title or _plain(good.title) == _plain(now.title):
        return False
    before, after = ({_plain(text) for text in page.headings} for page in (good, now))
    return not before & after


def _plain(text: str) -> str:
    return _NUMBERS.sub("…", " ".join(text.split()).casefold())
