"""What a model may look at besides the prompt: parts of the stored evidence, read-only and bounded. No network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from cssselect import HTMLTranslator, SelectorError
from lxml import etree, html

from debugging.agent.pointers import to_line, to_request, to_step
from debugging.evidence import Evidence, Page
from debugging.model_agent.fencing import Fence
from debugging.model_agent.references import reference

LOOK_MOST: Final = 6_000  # characters of one look
ELEMENTS_MOST: Final = 5
ELEMENT_MOST: Final = 1_500
ROWS_MOST: Final = 40
WORDS_MOST: Final = 200  # characters of what is looked for

Which = Literal["failed", "good"]


class Looking:
    """At one Evidence. Each answer is fenced: what a page or a log says is data."""

    def __init__(self, evidence: Evidence, fence: Fence) -> None:
        self._evidence, self._fence = evidence, fence

    def tools(self) -> list[Callable[..., str]]:
        pages: list[Callable[..., str]] = [self.page_elements, self.accessibility_tree]
        return [*pages, self.steps, self.log_lines, self.requests, self.source]

    def page_elements(self, page: Which, css: str = "", text: str = "") -> str:
        """HTML of elements of a page, found by a CSS selector or by a text in them.

        page: "failed", as the failure left it, or "good", before the same step of the last good run.
        """
        kept = self._page(page)
        if kept is None or not kept.html:
            return "That page was not kept."
        try:
            found = _elements(kept.html, css[:WORDS_MOST], text[:WORDS_MOST])
        except SelectorError:
            return "That is not a CSS selector."
        except (etree.LxmlError, ValueError):
            return "That page cannot be read."
        parts = [
            etree.tostring(one, encoding="unicode", method="html", with_tail=False)[:ELEMENT_MOST] for one in found
        ]
        return self._answer(f"{len(found)} shown", parts)

    def accessibility_tree(self, page: Which, start: int = 0) -> str:
        """The accessibility tree of a page, from a character on."""
        kept = self._page(page)
        return self._answer("", [kept.aria[max(0, start) :]]) if kept and kept.aria else "That tree was not kept."

    def steps(self, first: int = 0) -> str:
        """The run's steps with their call logs, from a number on; 0 is the oldest."""
        some = self._evidence.steps[max(0, first) : max(0, first) + ROWS_MOST // 4]
        rows = [
            "\n  ".join([f"[{reference(to_step(step))}] {step.outcome} {step.title}", step.error, *step.call_log])
            for step in some
        ]
        return self._answer(f"{len(self._evidence.steps)} steps in all", rows)

    def log_lines(self, text: str = "") -> str:
        """Lines of the run's log that hold a text, in any case of letters; without it the last ones."""
        wanted = text[:WORDS_MOST].lower()
        lines = [line for line in self._evidence.lines if wanted in line.text.lower()][-ROWS_MOST:]
        return self._answer(
            "", [f"[{reference(to_line(line))}] {line.level} {line.source} {line.text}" for line in lines]
        )

    def requests(self, text: str = "") -> str:
        """Failed requests and documents whose address holds a text."""
        some = [one for one in self._evidence.requests if text[:WORDS_MOST] in one.url][-ROWS_MOST:]
        rows = [f"[{reference(to_request(one))}] {one.method} {one.url} {one.status} {one.failure}" for one in some]
        return self._answer("", rows)

    def source(self) -> str:
        """The workflow's source around the failing line, as far as it was kept, and the stack."""
        source = self._evidence.source
        numbered = (
            [f"{source.first_line + number} {line}" for number, line in enumerate(source.text.split("\n"))]
            if source
            else []
        )
        return self._answer("", [*numbered, self._evidence.failure.stack])

    def _page(self, which: Which) -> Page | None:
        good = self._evidence.good
        return self._evidence.page if which == "failed" else good.page if good else None

    def _answer(self, head: str, rows: list[str]) -> str:
        text = "\n".join(row for row in rows if row)
        return "\n".join(
            part for part in (head, self._fence.around(text, LOOK_MOST) if text else "Nothing found.") if part
        )


def _elements(source: str, css: str, text: str) -> list[html.HtmlElement]:
    tree = html.document_fromstring(source)
    if css:
        found = tree.xpath(HTMLTranslator().css_to_xpath(css))
    else:
        found = tree.xpath("//*[text()[contains(., $text)]]", text=text)
    elements = [one for one in found if isinstance(one, html.HtmlElement)] if isinstance(found, list) else []
    return [one for one in elements if not text or text.lower() in one.text_content().lower()][:ELEMENTS_MOST]
