"""What a receipt shows: on the page of a repair, in the report, behind a signed link, in mails, beside a deployment.

Names of elements and texts of pages are untrusted, and so is what a model wrote: they are only ever shown as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

from pydantic import ValidationError

from debugging.repair.case import proposal_of, rounds_of
from debugging.repair.diff_lines import DiffLine, diff_line
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.proposal import Candidate, Check, Located, Proposal, Round
from debugging.repair.words import BY_MODEL, CHECK_NAMES, OUTCOMES, edits_in_words, title_of
from jobs.models import Job
from recordings.models import Recording

CANDIDATES_MOST: Final = 5
REASONS_MOST: Final = 4


@dataclass(frozen=True)
class ShownCheck:
    name: str
    outcome: str  # "passed", "failed", "not done"
    label: str
    sentence: str
    details: Sequence[str]


@dataclass(frozen=True)
class ShownCandidate:
    element: str
    score: str
    why: str
    taken: bool


@dataclass(frozen=True)
class ShownEdit:
    """One edit, and the elements that could have been meant."""

    proposal: Proposal
    checks: Sequence[ShownCheck]

    @property
    def by_model(self) -> str:
        """ "" unless a language model proposed it."""
        return BY_MODEL.format(self.proposal.model or "name not kept") if self.proposal.by == "model" else ""

    @property
    def candidates(self) -> Sequence[ShownCandidate]:
        return candidates_of(self.proposal.located)

    @property
    def located(self) -> Located | None:
        return self.proposal.located


@dataclass(frozen=True)
class Receipt:
    repair: Repair
    note: str = ""  # why the report shows this one

    @property
    def title(self) -> str:
        return title_of(self.repair)

    @property
    def mark(self) -> str:
        """What its title looks like: the status, but for what was verified and not published."""
        is_verified = self.repair.status == RepairStatus.SUGGESTED and self.repair.verified_at is not None
        return "verified" if is_verified else self.repair.status

    @property
    def sentence(self) -> str:
        """What became of it; "" where that is no more than what the edits say."""
        said = self.repair.sentence
        known = [edits_in_words(number, edit.proposal) for number, edit in enumerate(self.edits, 1)]
        return "" if said in known else said

    @cached_property
    def edits(self) -> Sequence[ShownEdit]:
        """Those of earlier rounds first. None when they were written by another version of this server."""
        try:
            rounds, last = rounds_of(self.repair), proposal_of(self.repair)
            shown = [ShownEdit(one.proposal, _before_the_run(one)) for one in rounds]
            return [*shown, *([ShownEdit(last, self.checks)] if last else [])]
        except ValidationError:
            return []

    @cached_property
    def checks(self) -> Sequence[ShownCheck]:
        try:
            return [shown_check(Check.model_validate(check)) for check in self.repair.checks]
        except ValidationError:
            return []

    @property
    def candidates(self) -> Sequence[ShownCandidate]:
        """Of a refusal."""
        return candidates_of(Located.model_validate(self.repair.located)) if self.repair.located else []

    @cached_property
    def diff(self) -> Sequence[DiffLine]:
        return [diff_line(line) for line in self.repair.diff.splitlines()]

    @property
    def failed_job(self) -> Job:
        return self.repair.report.job

    @property
    def verification(self) -> Job | None:
        return self.repair.verification_job

    @cached_property
    def films(self) -> Sequence[tuple[str, UUID]]:
        """The failing run's recording and that of the run that tried the edit, where both are kept."""
        jobs = [("The run that failed", self.failed_job), ("The run that tried the edit", self.verification)]
        wanted = [(title, job.session_id) for title, job in jobs if job is not None and job.session_id is not None]
        recordings = Recording.objects.of(self.repair.team).playable().filter(session__in=[pk for _, pk in wanted])
        kept = set(recordings.values_list("session_id", flat=True))
        return [(title, pk) for title, pk in wanted if pk in kept] if len(kept) > 1 else []

    @property
    def is_waiting(self) -> bool:
        return self.repair.status == RepairStatus.WAITING

    @property
    def is_published(self) -> bool:
        return self.repair.status == RepairStatus.PUBLISHED


def _before_the_run(one: Round) -> Sequence[ShownCheck]:
    """Of an earlier edit: its run got further, and the next edit says to where."""
    return [shown_check(check) for check in one.checks if check.name != "rerun"]


def shown_check(check: Check) -> ShownCheck:
    return ShownCheck(CHECK_NAMES[check.name], check.outcome, OUTCOMES[check.outcome], check.sentence, check.details)


def candidates_of(located: Located | None) -> Sequence[ShownCandidate]:
    return [_candidate(one) for one in located.candidates[:CANDIDATES_MOST]] if located else []


def _candidate(candidate: Candidate) -> ShownCandidate:
    reasons = sorted(candidate.why.items(), key=lambda reason: -abs(reason[1]))[:REASONS_MOST]
    why = ", ".join(f"{name.replace('_', ' ')} {value:+.2f}" for name, value in reasons)
    return ShownCandidate(candidate.element, f"{candidate.score:.2f}", why, candidate.taken)
