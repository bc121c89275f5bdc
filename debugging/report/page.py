"""What the panel of a report shows: on the page of its run, and as a page of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from pydantic import ValidationError

from debugging.confidence import in_words, per_cent
from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence, GoodRun
from debugging.failure_classes import LABELS, FailureClass
from debugging.groups.host_notices import HostNotice, host_notices
from debugging.models import DebugReport, FailureGroup, Occurrence, ReportStatus
from debugging.repair.models import Repair
from debugging.repair.receipt import Receipt
from debugging.report.chips import Places, ShownClaim, shown_claim
from debugging.report.page_pair import PagePair, page_pair
from debugging.report.status import is_unfinished, model_sentence, note_of, status_of
from jobs.models import Job
from recordings import links
from recordings.models import Artifact


@dataclass(frozen=True)
class ReportPage:
    """Of a run that failed. `report` is None until the debug agent knows of it."""

    job: Job
    report: DebugReport | None

    @property
    def status(self) -> ReportStatus:
        return status_of(self.job, self.report)

    @property
    def is_unfinished(self) -> bool:
        return is_unfinished(self.job, self.report)

    @property
    def note(self) -> str:
        return note_of(self.status, self.report)

    @cached_property
    def diagnosis(self) -> Diagnosis | None:
        stored = self.report.diagnosis if self.report else None
        try:
            return Diagnosis.model_validate(stored) if stored else None
        except ValidationError:  # of a version of this server that wrote it otherwise
            return None

    @cached_property
    def evidence(self) -> Evidence | None:
        stored = self.report.evidence if self.report else None
        try:
            return Evidence.model_validate(stored) if stored else None
        except ValidationError:
            return None

    # --- The diagnosis -------------------------------------------------------------------------------

    @property
    def class_label(self) -> str:
        return LABELS[self.diagnosis.failure_class] if self.diagnosis else ""

    @property
    def is_known(self) -> bool:
        return bool(self.diagnosis and self.diagnosis.failure_class != FailureClass.UNKNOWN)

    @property
    def sure(self) -> str:
        return in_words(self.diagnosis.confidence) if self.diagnosis else ""

    @property
    def per_cent(self) -> int:
        return per_cent(self.diagnosis.confidence) if self.diagnosis else 0

    @cached_property
    def why(self) -> Sequence[ShownClaim]:
        return [shown_claim(claim, self._places) for claim in self.diagnosis.why] if self.diagnosis else []

    @cached_property
    def changed(self) -> Sequence[ShownClaim]:
        return [shown_claim(claim, self._places) for claim in self.diagnosis.changed] if self.diagnosis else []

    @property
    def missing(self) -> Sequence[str]:
        told = (*(self.diagnosis.missing if self.diagnosis else ()), *(self.evidence.missing if self.evidence else ()))
        return list(dict.fromkeys(told))

    @property
    def good(self) -> GoodRun | None:
        return self.evidence.good if self.evidence else None

    @cached_property
    def pages(self) -> PagePair | None:
        return page_pair(team=self.job.team, evidence=self.evidence) if self.evidence else None

    @cached_property
    def _places(self) -> Places:
        failing_step = self.evidence.failing_step if self.evidence else None
        return Places(job_id=self.job.pk, failing_step=failing_step, files=self._files)

    @cached_property
    def _files(self) -> Mapping[str, str]:
        session_id: UUID | None = self.evidence.run.session_id if self.evidence else None
        kept = Artifact.objects.filter(session_id=session_id, session__team=self.job.team) if session_id else []
        return {artifact.kind: links.artifact_path(artifact) for artifact in kept}

    @property
    def model_sentence(self) -> str:
        return model_sentence(self.report) if self.report else ""

    @cached_property
    def receipt(self) -> Receipt | None:
        """Of the repair of its cause."""
        if self.report is None or self.report.repair_id is None:
            return None
        repair = Repair.objects.of(self.job.team).whole().filter(pk=self.report.repair_id).first()
        return Receipt(repair, note=self.report.repair_note) if repair else None

    # --- Its group -----------------------------------------------------------------------------------

    @property
    def group(self) -> FailureGroup | None:
        return self.report.group if self.report else None

    @property
    def occurrence(self) -> str:
        return Occurrence(self.report.occurrence).label if self.report and self.report.occurrence else ""

    @cached_property
    def notice(self) -> HostNotice | None:
        """Where this run is one of those that broke."""
        if self.group is None or not self.group.host:
            return None
        found = host_notices(self.job.team, host=self.group.host)
        return next(filter(self._is_part_of, found), None)

    def _is_part_of(self, notice: HostNotice) -> bool:
        ended = self.job.completed_at or self.job.created_at
        return ended >= notice.since and self.job.workflow_name in notice.workflows


def page_of_report(job: Job) -> ReportPage:
    found = DebugReport.objects.of(job.team).select_related("group", "feedback_by", "repair").filter(job=job).first()
    return ReportPage(job=job, report=found)
