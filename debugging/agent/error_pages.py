"""Tells pages that say they are not there, or out of order, from others."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.other_languages import OUT_OF_ORDER
from debugging.agent.page_content import PageContent

SAYS: Final = re.compile(
    r"\b(?:error )?(?:404|410|429|50[0234])\b|not found|can(?:no|')t be found"
    r"|(?:page|site) (?:does not|doesn't|no longer) exists?"
    r"|internal server error|bad gateway|gateway time-?out|service (?:is )?(?:temporarily )?unavailable"
    r"|(?:under|scheduled|planned|down for|undergoing|in) maintenance|maintenance mode"
    r"|temporarily (?:unavailable|down|offline)"
    r"|(?:we'll|we will) be (?:right |back )|something went wrong|unexpected error|application error"
    r"|an error (?:has )?occurred"
    r"|too many requests|rate limit|server error|forbidden|access denied|page (?:is )?gone"
    rf"|could(?: not|n't) (?:find|load) (?:the|that|this|what) page|out of order|{OUT_OF_ORDER}",
    re.IGNORECASE,
)


def says(page: PageContent) -> str:
    """In the title or a heading; a text anywhere may be about something else."""
    places = [page.title, *page.headings[:3]]
    if len(page.text) < 200:
        places.append(page.text)
    return next((text for text in places if SAYS.search(text)), "")
