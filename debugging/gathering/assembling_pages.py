"""Pages as part of the evidence: the failed one as it is now, and the one that a good run had at the same step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from debugging.evidence import Navigation, Page, Request, Step
from debugging.gathering.pruning import pruned
from debugging.gathering.recorded_run import RecordedRun

ARIA_MOST: Final = 100_000  # characters
REDIRECTS_MOST: Final = 20


def page_now(run: RecordedRun, navigations: Sequence[Navigation], requests: Sequence[Request]) -> Page | None:
    """None when no page was opened and none was kept."""
    if not navigations and not run.html:
        return None
    last = navigations[-1] if navigations else None
    url = last.url if last else ""
    kept = pruned(run.html)
    document = _document(url, requests)
    status = next((found.status for found in reversed(navigations) if found.url == url and found.status), None)
    return Page(
        url=url,
        title=kept.title,
        status=document.status if document else status,
        response_headers=document.response_headers if document else {},
        redirects=_redirects(url, requests, last),
        html=kept.html,
        html_is_cut=kept.is_cut,
        aria=run.aria[:ARIA_MOST],
    )


def page_of_good_run(good: RecordedRun, step: Step | None) -> Page | None:
    """Before `step`; None when the trace does not keep it."""
    html = good.page_before(step.key) if step and "before" in step.snapshots else ""
    if step is None or not html:
        return None
    kept = pruned(html)
    return Page(url=step.url, title=kept.title, html=kept.html, html_is_cut=kept.is_cut, target_xpath=kept.target_xpath)


def _document(url: str, requests: Sequence[Request]) -> Request | None:
    """The last request that brought the document at `url`. A part of the page (#…) is no address of its own."""
    bare = url.partition("#")[0]
    documents = [request for request in requests if request.document and request.status]
    return next((request for request in reversed(documents) if request.url.partition("#")[0] == bare), None)


def _redirects(url: str, requests: Sequence[Request], last: Navigation | None) -> tuple[str, ...]:
    """What was asked for first comes first."""
    document = _document(url, requests)
    chain: list[str] = []
    while document is not None and document.redirected_from and len(chain) < REDIRECTS_MOST:
        chain.append(document.redirected_from)
        earlier = [request for request in requests if request.t_ms <= document.t_ms and request is not document]
        document = next((found for found in reversed(earlier) if found.url == chain[-1]), None)
    if not chain and last and last.redirected_from:
        chain.append(last.redirected_from)
    return tuple(reversed(chain))
