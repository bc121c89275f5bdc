"""What the page itself asked for since the last steps, and did not get: lists stay empty then."""

from __future__ import annotations

from typing import Final

from debugging.agent.case import Case
from debugging.agent.replacement import replacement_of
from debugging.agent.wording import host_of
from debugging.evidence import Request

_BY_SCRIPT: Final = frozenset({"xhr", "fetch"})


def failed_behind(case: Case) -> tuple[Request, ...]:
    """Answers to scripts of the page that were errors, of the page's own site, the last one last."""
    if replacement_of(case) is not None:  # the page is complete, and the element called otherwise
        return ()
    opened = [one.t_ms for one in case.documents if one.t_ms <= (case.evidence.failed_at_ms or one.t_ms)]
    since = min(opened[-1] if opened else 0, case.recent_ms) if case.steps_before else 0
    return tuple(
        one
        for one in case.evidence.requests
        if one.resource_type.lower() in _BY_SCRIPT
        and one.t_ms >= since
        and (one.status or 0) >= 400
        and same_site(one.url, case.url)
    )


def same_site(one: str, other: str) -> bool:
    return _site(one) == _site(other)


def _site(url: str) -> str:
    """The last two parts of the host's name: 'api.shop.example' and 'www.shop.example' are one site."""
    return ".".join(host_of(url).partition(":")[0].split(".")[-2:])
