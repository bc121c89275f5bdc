"""Forms that a run sent by GET. A GET should change nothing, but what a form asks for is often done all the same: only
a form that looks something up is harmless. (Forms sent in other ways are known by their requests.)"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml.html import HtmlElement

from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element
from debugging.agent.wording import address, quoted
from debugging.evidence import Page, Step
from debugging.gathering.pruning import pruned
from debugging.repair.checking.requests_sent import SentRequest, says_that_it_acts
from debugging.repair.locating.words.meaning import GRAVE, acts_of
from runtime.tracing.page_source import PageSources
from runtime.tracing.snapshot_index import SnapshotMissing

SOON_MS: Final = 3_000  # after a step, the form it sent is on its way
STEPS_MOST: Final = 300
_SENDING: Final = re.compile(r"\.(?:click|dblclick|tap|press|check|dispatch_event)$")
_LOOKS_UP: Final = re.compile(
    r"^(?:q|qs|query|s|search\w*|\w*_search|keywords?|term|find|filter\w*|suche|suchbegriff|recherche|buscar|cerca|zoeken)$",
    re.IGNORECASE,
)


def forms_sent(steps: Sequence[Step], requests: Sequence[SentRequest], pages: PageSources) -> list[str]:
    """A sentence about each that may have changed something. `steps` are all of the run, oldest first."""
    asked = [one for one in requests if one.method == "GET" and one.resource_type == "document"]
    followed = [(step, soon) for step, soon in _followed(steps, asked) if soon and _SENDING.search(step.api)]
    told = [sentence for step, soon in followed[:STEPS_MOST] for sentence in _sent(step, soon, pages)]
    if len(followed) > STEPS_MOST:
        told.append("It went to so many pages that not all of them were looked at for forms.")
    return list(dict.fromkeys(told))


def _followed(steps: Sequence[Step], asked: Sequence[SentRequest]) -> Iterator[tuple[Step, list[str]]]:
    """Each step with the pages that were asked for up to the next one, or soon after its end."""
    starts = [step.t_ms for step in steps[1:]]
    for step, following in zip_longest(steps, starts):
        until = max((step.end_ms or step.t_ms) + SOON_MS, following if following is not None else math.inf)
        yield step, [one.url for one in asked if step.t_ms <= one.t_ms <= until]


def _sent(step: Step, asked: Sequence[str], pages: PageSources) -> Iterator[str]:
    try:
        kept = pruned(pages.html(step.key, "before"))
    except SnapshotMissing:
        yield f"{step.title} led to another page, and whether that sent a form is not kept."
        return
    content = PageContent(Page(html=kept.html, target_xpath=kept.target_xpath))
    form = _form_of(content, step)
    if form is None or str(form.get("method") or "get").lower() != "get":
        return
    went_to = next((url for url in asked if _is_from(form, url, step.url)), None)
    if went_to is not None and not _looks_up(form, content, went_to):
        name = content.target.name if content.target else ""
        yield f"It sent a form to {address(went_to)}" + (f" with {quoted(name)}." if name else ".")


def _is_from(form: HtmlElement, url: str, page_url: str) -> bool:
    """It is the form's address, or has the names of its fields: what is in a frame is relative to another address."""
    if _bare(url) == _bare(urljoin(page_url, str(form.get("action") or ""))):
        return True
    names = {str(field.get("name")) for field in form.iter("input", "select", "textarea") if field.get("name")}
    return any(name in names for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _form_of(content: PageContent, step: Step) -> HtmlElement | None:
    """That the step may have sent."""
    target = content.target
    if target is None:
        return None
    if not step.api.endswith("press") and not any(map(_sends, (target.node, *target.node.iterancestors("button")))):
        return None
    named = target.get("form")
    forms = [one.node for one in content.elements if one.tag == "form"]
    if named:
        return next((form for form in forms if form.get("id") == named), None)
    return next(target.node.iterancestors("form"), None)


def _sends(node: HtmlElement) -> bool:
    kind = str(node.get("type") or "").lower()
    if node.tag == "button":
        return kind not in ("button", "reset")
    return node.tag == "input" and kind in ("submit", "image")


def _looks_up(form: HtmlElement, content: PageContent, url: str) -> bool:
    """It says so, and nothing about it speaks of more."""
    fields = [Element(node) for node in form.iter("input", "select", "textarea", "button")]
    buttons = [one for one in content.elements if one.node in {field.node for field in fields} and _sends(one.node)]
    acts = frozenset(act for one in buttons for act in acts_of(one.name))
    if acts & GRAVE or says_that_it_acts(url) or any(one.get("type").lower() == "password" for one in fields):
        return False
    says_so = form.get("role") == "search" or "search" in acts
    return says_so or any(one.get("type").lower() == "search" or _LOOKS_UP.match(one.get("name")) for one in fields)


def _bare(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc, parts.path or "/"
