"""Pages before and after a change, as evidence of a run that failed on the second.

A file of `changes/` says which call failed, and holds both pages. `target` marks the element before, `truth` the same
one after. In `changes/gone` there is no truth: it was removed, or nothing proves which one it is now.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from debugging.agent.locators import read_locator
from debugging.agent.page_content import PageContent
from debugging.agent.page_search import find_shown
from debugging.evidence import Evidence, GoodRun, Page
from debugging.gathering.pruning import pruned
from debugging.repair.proposal import Located
from runtime.tracing.snapshot_attributes import TARGET_ATTRIBUTE
from tests.debugging.agent.making import SHOP, good, not_found

TRUTH = "data-truth"
_FILE = re.compile(
    r"<!-- (?P<api>[\w.]+): (?P<selector>.+) -->\n<!-- before -->\n(?P<before>.+)<!-- now -->\n(?P<now>.+)", re.S
)
_MARKED = re.compile(r" truth(?=[ >]|&gt;)")


class Change(NamedTuple):
    name: str
    api: str
    selector: str
    before: str
    now: str


def changes(folder: str) -> list[Change]:
    return [_read(file) for file in sorted((Path(__file__).parent / "changes" / folder).glob("*.html"))]


def _read(file: Path) -> Change:
    parts = _FILE.fullmatch(file.read_text(encoding="utf-8"))
    assert parts is not None, file
    return Change(file.stem, parts["api"], parts["selector"], parts["before"], parts["now"])


def changed(before: str, now: str, selector: str, *, api: str = "locator.click", url: str = SHOP) -> Evidence:
    return not_found(selector, api, page=page_now(now, url), good=good_run(before))


def good_run(body: str, *, url: str = SHOP) -> GoodRun:
    kept = pruned(_document(body.replace(" target", f" {TARGET_ATTRIBUTE}")))
    run = good(body, url=url)
    assert run.page is not None
    page = run.page.model_copy(update={"html": kept.html, "target_xpath": kept.target_xpath})
    return run.model_copy(update={"page": page})


def page_now(body: str, url: str = SHOP) -> Page:
    return Page(url=url, title="Checkout", status=200, html=pruned(_document(_MARKED.sub("", body))).html)


def _document(body: str) -> str:
    return f"<html><head><title>Checkout</title></head><body>{body}</body></html>"


def is_right(located: Located, now: str) -> bool:
    """Whether what was written finds the marked element, and nothing else."""
    assert _MARKED.search(now)
    page = PageContent(Page(html=pruned(_document(_MARKED.sub(f" {TRUTH}", now))).html))
    chain = f"{located.frame}.{located.locator}" if located.frame else located.locator
    found = find_shown(page, read_locator(chain)) or []
    return len(found) == 1 and found[0].node.get(TRUTH) is not None
