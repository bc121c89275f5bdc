"""Whether what the element leads to fits what followed the call in the good run."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from debugging.agent.addresses import same_place
from debugging.agent.page_element import Element
from debugging.agent.wording import address
from debugging.evidence import Evidence, GoodRun
from debugging.repair.locating.words.meaning import acts_of
from debugging.repair.proposal import Proposal

_AFTERWARDS_MS: Final = 2_000
# Found by what it says or is called, exactly: its address may have changed.
_STRONG: Final = frozenset({"text", "mark"})
_NAME: Final = re.compile(r"[^\W\d]{3,}(?:[-_][^\W\d]+)*(?:\.\w+)?")
_START: Final = re.compile(r"(?:index|default|home|main)\b")


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
    proof = proposal.located.proof if proposal.located else ""
    if proof and _is_in_another_folder(leads, led):
        return True, (f"It leads to {address(leads)}, which was {address(led)} in the good run.",)
    said = f"It leads to {address(leads)}; in the good run the call led to {address(led)}."
    return proof in _STRONG and urlsplit(leads).hostname == urlsplit(led).hostname, (said,)


def _is_in_another_folder(one: str, other: str) -> bool:
    """The same page of the site, as far as its address tells: it has a folder more or less. "/account/delete" and
    "/account/users/delete" do something, and not the same; so may addresses with a number or a query."""
    parts, others = urlsplit(one), urlsplit(other)
    name = parts.path.rpartition("/")[2]
    says_what = _NAME.fullmatch(name) is not None and not acts_of(name) and not _START.match(name)
    is_plain = not (parts.query or others.query) and parts.fragment == others.fragment
    if not (says_what and is_plain) or parts.hostname != others.hostname:
        return False
    shorter, longer = sorted((_folders(parts.path, others.path), _folders(others.path, parts.path)), key=len)
    return bool(shorter) and longer[len(longer) - len(shorter) :] == shorter


def _folders(path: str, other: str) -> list[str]:
    """What the path has after the folders that both begin with."""
    mine, theirs = path.split("/"), other.split("/")
    common = next((at for at, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]), len(mine))
    return mine[min(common, len(mine) - 1) :]


def _led_to(good: GoodRun) -> str:
    """Where the first page was that the call opened; "" when it opened none."""
    step = good.step
    if step is None:
        return ""
    until = (step.end_ms if step.end_ms is not None else step.t_ms) + _AFTERWARDS_MS
    opened = (one.url for one in good.navigations if step.t_ms < one.t_ms <= until and one.url != step.url)
    return next(opened, "")
