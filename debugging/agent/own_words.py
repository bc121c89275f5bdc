"""What a workflow says when it raises an exception itself: it has looked at the page, and names what it saw."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.login_pages import SIGNED_OUT

_OF_SIGN_INS: Final = re.compile(
    r"(?:NotLoggedIn|LoggedOut|SignedOut|Log[Ii]n\w*(?:Error|Failed|Required|Exception)"
    r"|Session(?:Expired|Timeout|Lost|Ended)|Unauthori[sz]ed|NotAuthenticated|Authentication(?:Error|Failed|Required))"
)
_STATUS: Final = re.compile(  # but not "returned 500 rows"
    r"\b(?:HTTP|status(?: code)?|answered(?: with)?|returned|responded(?: with)?|response)"
    r"(?:: ?| |=)([45]\d\d)\b(?! \w+s\b)",
    re.IGNORECASE,
)
_OF_CLIENTS: Final = frozenset({"HTTPStatusError", "HTTPError", "ClientResponseError"})
_ANY_STATUS: Final = re.compile(r".*\b([45]\d\d)\b", re.DOTALL)


def says_signed_out(case: Case) -> bool:
    failure = case.evidence.failure
    return _raises(case) and bool(_OF_SIGN_INS.match(failure.type) or SIGNED_OUT.search(failure.message))


def status_told(case: Case) -> int | None:
    """Of an answer that the workflow, or an HTTP client that it uses, complains of."""
    failure = case.evidence.failure
    if failure.type in _OF_CLIENTS:
        found = _ANY_STATUS.match(failure.message)
    else:
        found = _STATUS.search(failure.message) if _raises(case) else None
    return int(found[1]) if found else None


def _raises(case: Case) -> bool:
    return case.source_line.startswith("raise") and not case.error.api
