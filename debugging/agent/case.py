"""Evidence with its parts read: what the checks look at. Everything is read once, and only when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from debugging.agent.addresses import good_address, same_place
from debugging.agent.call_log import CallError, log_lines, read_error
from debugging.agent.call_site import site_of, source_line_of
from debugging.agent.locators import Call, frames_in, in_words, noun, read_locator
from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element
from debugging.agent.page_search import find
from debugging.agent.previews import preview_in_words
from debugging.agent.wording import plain
from debugging.evidence import Evidence, Happening, Page, Request, Step
from libretto.protocol import ErrorCode

_RECENT_STEPS: Final = 3
_NOT_OPENED: Final = " could not be opened: "  # after the start URL


@dataclass(frozen=True, eq=False)
class Case:
    evidence: Evidence

    @cached_property
    def error(self) -> CallError:
        """What Playwright said: raised as it was, or else kept with the step that failed."""
        step = self.step
        kept = tuple(log_lines(step.call_log)) if step else ()
        said = self.evidence.failure.message
        read = read_error(said.partition(_NOT_OPENED)[2] if self.code == ErrorCode.START_URL_FAILED else said)
        if read is not None:
            return CallError(read.api or (step.api if step else ""), read.headline, read.log or kept)
        if step is None or step.outcome == "ok":
            return CallError()
        read = read_error(step.error)
        return CallError(step.api, read.headline if read else step.error, kept)

    @property
    def step(self) -> Step | None:
        return self.evidence.failing_step

    @property
    def code(self) -> ErrorCode:
        return self.evidence.failure.code

    @property
    def ran_out_of_time(self) -> bool:
        """A call waited until its time was over, or the whole run did."""
        return self.code == ErrorCode.TIMEOUT or self.error.headline.startswith(("Timeout ", "The run ended"))

    @cached_property
    def locator(self) -> tuple[Call, ...]:
        written = self.step.selector if self.step else ""
        return read_locator(written or self.error.locator)

    @cached_property
    def page(self) -> PageContent:
        return PageContent(self.evidence.page or Page())

    @property
    def has_page(self) -> bool:
        return bool(self.page.documents)

    @cached_property
    def good_page(self) -> PageContent | None:
        """Before the same step of the last good run; None when that is not known."""
        page = self.evidence.good.page if self.evidence.good else None
        return PageContent(page) if page is not None and page.html.strip() else None

    @property
    def target(self) -> Element | None:
        """The element, as it was in the last good run."""
        return self.good_page.target if self.good_page else None

    @cached_property
    def found_now(self) -> list[Element] | None:
        """What the locator finds on the page as the failure left it; None when that cannot be told."""
        return find(self.page, self.locator)

    @cached_property
    def is_elsewhere(self) -> bool:
        """The page is at another address than in the last good run."""
        before = good_address(self.evidence.good) if self.evidence.good else ""
        return bool(before and self.url) and not same_place(before, self.url)

    @property
    def url(self) -> str:
        return (self.evidence.page.url if self.evidence.page else "") or (self.step.url if self.step else "")

    @cached_property
    def status(self) -> int | None:
        if self.evidence.page is not None:
            return self.evidence.page.status
        return self.documents[-1].status if self.documents else None

    @property
    def documents(self) -> tuple[Request, ...]:
        return tuple(request for request in self.evidence.requests if request.document)

    @property
    def is_about_an_element(self) -> bool:
        """A call that acts on, reads or expects something of an element; not of the page as a whole."""
        return bool(self.locator) or self.error.api.startswith(("locator.", "elementhandle."))

    @property
    def found_it(self) -> bool:
        return self.is_about_an_element and bool(self.error.resolved or self.error.obstacle)

    @property
    def met_the_element(self) -> bool:
        """It went on to act on it, so the page is one that has it."""
        return self.found_it and (bool(self.error.obstacle) or self.error.attempted)

    @cached_property
    def element(self) -> str:
        """By its accessible name, for people: 'button "Pay"'."""
        known = self.target or (self.found_now[0] if self.found_now and self.found_it else None)
        if known is not None and known.role and known.name:
            return f'{noun(known.role)} "{plain(known.name, 60)}"'
        words = in_words(self.locator)
        if words and not words.startswith("element"):
            return plain(words, 90)
        return plain(preview_in_words(self.error.resolved) or words, 90)

    @property
    def looks_by_role(self) -> bool:
        """Such locators find only what is shown."""
        return any(call.name == "get_by_role" for call in self.locator)

    @property
    def site(self) -> str:
        """Where the workflow failed: 'workflows.py:21', or ""."""
        return site_of(self.evidence)

    @cached_property
    def source_line(self) -> str:
        """The line of the workflow that failed."""
        return source_line_of(self.evidence)

    @property
    def steps_before(self) -> tuple[Step, ...]:
        return tuple(step for step in self.evidence.steps if step != self.step)

    @property
    def recent_ms(self) -> int:
        """When the last few steps began: what happened since may be why."""
        return next((step.t_ms for step in self.steps_before[-_RECENT_STEPS:]), 0)

    @property
    def dialogs(self) -> tuple[Happening, ...]:
        return tuple(one for one in self.evidence.happenings if one.kind == "dialog")

    @property
    def goes_into_a_frame(self) -> bool:
        return bool(frames_in(self.locator))
