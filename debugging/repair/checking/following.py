"""Whether what the element leads to fits what followed the call in the good run."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin, urlsplit

from debugging.agent.addresses import same_place
from debugging.agent.page_element import Element
from debugging.agent.wording import address
from debugging.evidence import Evidence, GoodRun
from debugging.repair.proposal import Proposal

_AFTERWARDS_MS: Final = 2_000
# Found by what it says or is called, exactly: its address may have changed.
_STRONG: Final = frozenset({"text", "mark"})


def following(evidence: Evidence, proposal: Proposal, element: Element) -> tuple[bool, tuple[str, ...]]:
    """Whether it fits, as far as that can be told, and what is to be said of it."""
    led = _led_to(evidence.good) if evidence.good else ""
    href = element.get("href")
    if proposal.kind == "dismissal" or not led or element.tag != "a" or not href or href.startswith("#"):
        return True, ()
    base = evidence.page.url if evidence.page else ""
    leads = urljoin(base, href)
    if same_place(leads, led):
        return True, ("It leads to the page that the call led to in the good run.",)
    said = f"It leads to {address(leads)}; in the good run the call led to {address(led)}."
    proof = proposal.located.proof if proposal.located else ""
    return proof in _STRONG and urlsplit(leads).hostname == urlsplit(led).hostname, (said,)


def _led_to(good: GoodRun) -> str:
    """Where the first page was that the call opened; "" when it opened none."""
    step = good.step
    if step is None:
        return ""
    until = (step.end_ms if step.end_ms is not None else step.t_ms) + _AFTERWARDS_MS
    opened = (one.url for one in good.navigations if step.t_ms < one.t_ms <= until and one.url != step.url)
    return next(opened, "")
