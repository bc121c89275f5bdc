"""What the page of a report shows to people without an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from debugging.diagnosis import Claim, Pointer
from debugging.handoff.more_links import HandoffLinks
from debugging.handoff.run_links import artifacts_of, prompt_with_links, run_links
from debugging.report.chips import WORDS, clock_text
from debugging.report.page import ReportPage
from recordings.links import artifact_path


@dataclass(frozen=True)
class Moment:
    """A place that a claim rests on. `href` leads to that moment of the recording, "" where there is none."""

    word: str
    label: str
    time: str
    href: str


@dataclass(frozen=True)
class SignedClaim:
    text: str
    moments: Sequence[Moment]


@dataclass(frozen=True)
class SignedReport:
    page: ReportPage

    @cached_property
    def links(self) -> HandoffLinks:
        return run_links(self.page.job)

    @property
    def why(self) -> Sequence[SignedClaim]:
        return self._claims(self.page.diagnosis.why if self.page.diagnosis else ())

    @property
    def changed(self) -> Sequence[SignedClaim]:
        return self._claims(self.page.diagnosis.changed if self.page.diagnosis else ())

    @cached_property
    def screenshot_path(self) -> str:
        """On this site: the content policy lets a page show no other pictures."""
        return next((artifact_path(file) for file in artifacts_of(self.page.job) if file.kind == "screenshot"), "")

    @cached_property
    def prompt(self) -> str:
        return prompt_with_links(self.page.report, self.links) if self.page.report else ""

    def _claims(self, claims: Sequence[Claim]) -> Sequence[SignedClaim]:
        return [SignedClaim(claim.text, [self._moment(pointer) for pointer in claim.pointers]) for claim in claims]

    def _moment(self, pointer: Pointer) -> Moment:
        is_in_this_run = pointer.kind != "run" and pointer.job_id in ("", str(self.page.job.pk))
        time = "" if pointer.t_ms is None else clock_text(pointer.t_ms)
        href = ""
        if is_in_this_run and pointer.t_ms is not None and self.links.recording:
            href = f"{self.links.recording}?t={max(0, pointer.t_ms) / 1000}"
        return Moment(WORDS[pointer.kind], pointer.label, time, href)
