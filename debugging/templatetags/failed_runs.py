"""Lets the list of runs, which stands below this room, say what its failed runs failed of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import template

from debugging.models import DebugReport, ReportStatus
from jobs.models import Job
from libretto.protocol import JobState

register = template.Library()


@register.simple_tag(takes_context=True)
def reports_of(context: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[UUID, DebugReport]:
    """By run, of the list's rows ({"job": …}), by one query. Only those that have a diagnosis."""
    jobs: list[Job] = [row["job"] for row in rows]
    failed = [job.pk for job in jobs if job.state == JobState.FAILED]
    if not failed:
        return {}
    reports = DebugReport.objects.of(context["current_team"]).filter(job__in=failed, status=ReportStatus.COMPLETED)
    return {report.job_id: report for report in reports.without_texts()}


@register.simple_tag
def report_of(reports: Mapping[UUID, DebugReport], job: Job) -> DebugReport | None:
    return reports.get(job.pk)
