"""What the page of a session shows around its player: head, failure and facts. Not the events: scripts fetch those."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from accounts.models import Team
from jobs.durations import duration_of
from jobs.models import Job
from libretto.protocol import JobState
from recordings import playback
from replay.facts import JobFacts, facts_of
from replay.files import KeptFiles, files_of
from replay.progress import has_ended, length_ms
from replay.video import Video, no_video, video_of
from replay.viewing import Viewing, viewing_of_member


@dataclass(frozen=True)
class ReplayPage:
    """Of a job, of its session, or of both: a waiting job has no session, a session need not have a job."""

    viewing: Viewing | None
    job: Job | None

    @property
    def title(self) -> str:
        return self.job.workflow_name if self.job else "Browser session"

    @property
    def state(self) -> str:
        """The last word of the pill's class."""
        return self.job.state if self.job else self.viewing.session.status if self.viewing else ""

    @property
    def state_label(self) -> str:
        if self.job:
            return self.job.get_state_display()
        return self.viewing.session.get_status_display() if self.viewing else ""

    @property
    def live(self) -> bool:
        """Whether something of it may still change."""
        if self.job and not self.job.is_final:
            return True
        return bool(self.viewing and not has_ended(self.viewing))

    @property
    def may_fail(self) -> bool:
        """Whether it is a run that has failed, or still may: then its page has a place for the report on it."""
        return bool(self.job and (self.job.state == JobState.FAILED or not self.job.is_final))

    @property
    def duration(self) -> str:
        if self.job:
            return duration_of(self.job)
        return playback.readable(length_ms(self.viewing)) if self.viewing else ""

    @property
    def facts_path(self) -> str:
        """Where the parts of the page that change are to be had."""
        if self.job:
            return f"/runs/{self.job.pk}/facts"
        return f"{self.viewing.base}/facts" if self.viewing else ""

    @property
    def source_path(self) -> str:
        """Where members see the files that ran; '' for everybody else."""
        if self.job is None or (self.viewing and not self.viewing.job_page):
            return ""
        return reverse("deployment-source", args=[self.job.version.deployment_id])

    @property
    def log_query(self) -> str:
        """What /logs is asked for; of a job, also for what was said before its session was opened."""
        if self.job:
            return f"job={self.job.pk}"
        return f"session={self.viewing.session.pk}" if self.viewing else ""

    @property
    def file_name(self) -> str:
        recording = self.viewing.recording if self.viewing else None
        return playback.file_name_of(recording) if recording else ""

    @cached_property
    def video(self) -> Video:
        if self.viewing:
            return video_of(self.viewing)
        return no_video(ended=bool(self.job and self.job.is_final))

    @cached_property
    def files(self) -> KeptFiles | None:
        return files_of(self.viewing) if self.viewing and self.viewing.job_page else None

    @cached_property
    def facts(self) -> JobFacts | None:
        return facts_of(self.job) if self.job else None


def page_of(viewing: Viewing) -> ReplayPage:
    """With the job even where little of it may be shown: everybody sees its name and state."""
    job_id = viewing.session.job_id
    job = Job.objects.of(viewing.team).select_related("version").filter(pk=job_id).first() if job_id else None
    return ReplayPage(viewing, job)


def page_of_run(*, team: Team, job: Job) -> ReplayPage:
    return ReplayPage(viewing_of_member(team=team, session_id=job.session_id) if job.session_id else None, job)
