"""What the page itself asked for since the last steps, and did not get: lists stay empty then."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from debugging.agent.addresses import same_place
from debugging.agent.case import Case
from debugging.agent.locators import frames_in
from debugging.agent.obstacles import Obstacle
from debugging.agent.page_search import find
from debugging.agent.replacement import replacement_of
from debugging.agent.wording import host_of
from debugging.evidence import Request

_BY_SCRIPT: Final = frozenset({"xhr", "fetch"})
_FOR_OTHERS: Final = re.compile(  # of whom sites report to; nobody misses what they answer
    r"google-analytics|telemetry|googletagmanager|doubleclick|/(?:g/)?collect\b|beacon|/metrics\b|sentry|/analytics\b"
    r"|hotjar|segment\.(?:io|com)|/pixel\b|/rum\b|favicon|newrelic|datadog|adserv|/ads?/|matomo|plausible",
    re.IGNORECASE,
)
_NET: Final = re.compile(r"net::(ERR_[A-Z0-9_]+)")
_NO_FAILURE: Final = frozenset({"ERR_ABORTED", "ERR_BLOCKED_BY_CLIENT", "ERR_BLOCKED_BY_ORB"})
_BARE: Final = 200  # characters: what a page says whose scripts never ran
_OPTIONS_OF_EMPTY: Final = 1  # 'Please choose'


def failed_behind(case: Case) -> tuple[Request, ...]:
    """Answers to scripts of the page that were errors, of the page's own site, the last one last."""
    return tuple(one for one in _behind(case) if (one.status or 0) >= 400 and is_its_own(case, one))


def unreached_behind(case: Case) -> tuple[Request, ...]:
    """What scripts of the page asked for, of whatever site, that could not be reached; the last one last."""
    return tuple(one for one in _behind(case) if network_failure(one))


def troubles_behind(case: Case) -> tuple[Request, ...]:
    """Of either kind, of the page's own site: enough to doubt what is said of an element that is not as it was."""
    return (*failed_behind(case), *(one for one in unreached_behind(case) if is_its_own(case, one)))


def lacks_content(case: Case) -> bool:
    """What the call did not get may be what the page would have loaded: nothing there, or a list without options."""
    return not case.met_the_element or _is_empty_list(case)


def failed_frame(case: Case) -> Request | None:
    """The document of the frame that the call looks into, when it was not loaded."""
    if not case.goes_into_a_frame or case.found_it:
        return None
    looked_into = find(case.page, (frames_in(case.locator)[-1],), anywhere=True) or []
    sources = [urljoin(case.url, one.get("src")) for one in looked_into if one.get("src")]
    failed = [one for one in case.evidence.requests if _is_of_a_frame(one) and _failed(one) and not is_usual(case, one)]
    fitting = [one for one in failed if not sources or any(same_place(one.url, source) for source in sources)]
    return fitting[-1] if fitting else None


def network_failure(request: Request) -> str:
    """'ERR_CONNECTION_REFUSED', or "" when it was answered or given up."""
    found = _NET.search(request.failure)
    return found[1] if found and found[1] not in _NO_FAILURE else ""


def is_usual(case: Case, request: Request) -> bool:
    """The last good run lived with the same failure."""
    good = case.evidence.good
    for one in (good.failed_requests if good else None) or ():
        same = one.method == request.method and same_place(one.url, request.url)
        if same and (one.status, network_failure(one)) == (request.status, network_failure(request)):
            return True
    return False


def is_its_own(case: Case, request: Request) -> bool:
    """Of the page's own site; scripts that a blank page has asked for may be kept elsewhere."""
    return is_script(request) or _site(request.url) == _site(case.url)


def is_script(request: Request) -> bool:
    return request.resource_type.lower() == "script"


def _behind(case: Case) -> tuple[Request, ...]:
    if not case.found_it and replacement_of(case) is not None:  # the page is complete, and the element called otherwise
        return ()
    opened = [one.t_ms for one in case.documents if one.t_ms <= (case.evidence.failed_at_ms or one.t_ms)]
    since = min(opened[-1] if opened else 0, case.recent_ms) if case.steps_before else 0
    kinds = _BY_SCRIPT | {"script"} if _is_bare(case) else _BY_SCRIPT
    return tuple(
        one
        for one in case.evidence.requests
        if one.t_ms >= since
        and one.resource_type.lower() in kinds
        and not _FOR_OTHERS.search(one.url.partition("?")[0])
        and not is_usual(case, one)
    )


def _is_bare(case: Case) -> bool:
    return case.has_page and not case.page.controls and len(case.page.text) < _BARE


def _is_empty_list(case: Case) -> bool:
    if case.error.obstacle is not Obstacle.OPTION_MISSING or not case.found_now:
        return False
    return sum(1 for _ in case.found_now[0].node.iter("option")) <= _OPTIONS_OF_EMPTY


def _is_of_a_frame(request: Request) -> bool:
    return request.resource_type.lower() == "document" and not request.document


def _failed(request: Request) -> bool:
    return (request.status or 0) >= 400 or bool(network_failure(request))


def _site(url: str) -> str:
    """The last two parts of the host's name: 'api.shop.example' and 'www.shop.example' are one site."""
    return ".".join(host_of(url).partition(":")[0].split(".")[-2:])
