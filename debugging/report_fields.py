"""What /v1/jobs/debugReport answers: the contract's fifteen fields, then ours."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.fields import IsoDateTime, UuidField
from debugging.failure_classes import FailureClass
from debugging.models import GroupState, ReportStatus
from debugging.repair.fields import RepairView


class EvidencePointer(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="step, log, request, console, dialog, page, popup, download, video, …")
    label = serializers.CharField()  # type: ignore[assignment]  # a field of this name, not the field's own label
    url = serializers.CharField(allow_null=True, help_text="That place on the run's page; for members.")
    t_ms = serializers.IntegerField(allow_null=True, help_text="Moment of the recording.")


class FailureGroupView(serializers.Serializer[Any]):
    id = UuidField()
    first_seen = IsoDateTime()
    occurrences = serializers.IntegerField()
    state = serializers.ChoiceField(GroupState.values)


class DiagnosisView(serializers.Serializer[Any]):
    why = serializers.ListField(child=serializers.CharField(), help_text="Sentences; `evidence` is what they rest on.")
    changed = serializers.ListField(child=serializers.CharField(), help_text="Since the last good run, first first.")
    advice = serializers.CharField(allow_blank=True)
    suggestion = serializers.CharField(allow_blank=True, help_text="A changed line of code, where there is one.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="What it would take to be sure.")


class DebugReportView(serializers.Serializer[Any]):
    job_id = UuidField()
    debug_agent_status = serializers.ChoiceField(ReportStatus.values)
    debug_agent_mode = serializers.ChoiceField(["readonly", "autofix"])
    error = serializers.CharField(allow_null=True, help_text="Why there is no diagnosis. Only when failed or skipped.")
    tldr = serializers.CharField(allow_null=True, help_text="What failed, in a sentence. Null until completed.")
    handoff_prompt = serializers.CharField(
        allow_null=True, help_text="Markdown for a coding agent that has the workflow's repository."
    )
    screenshot_url = serializers.CharField(
        allow_null=True, help_text="Signed, opens without a key until it expires; call again for a fresh one."
    )
    dom_snapshot_url = serializers.CharField(allow_null=True, help_text="The page's HTML. A link of the same sort.")
    autofix_summary = serializers.CharField(
        allow_null=True, help_text="What became of a repair, or why none was begun. Null without `auto_repair`."
    )
    autofix_deployment_id = UuidField(allow_null=True, help_text="The repaired version, while it is published.")
    email_sent_at = IsoDateTime(allow_null=True)
    job_error = serializers.CharField(allow_null=True)
    job_mapped_stack = serializers.CharField(allow_null=True)
    job_params = serializers.DictField(help_text="Without the values that its schema or their names call secret.")
    job_workflow = serializers.CharField()
    failure_class = serializers.ChoiceField([found.value for found in FailureClass], allow_null=True)
    confidence = serializers.FloatField(allow_null=True, help_text="From 0 to 1.")
    diagnosis = DiagnosisView(allow_null=True, help_text="Beside `tldr`, which says what failed. Null until completed.")
    evidence = EvidencePointer(many=True, help_text="What the diagnosis rests on.")
    recording_url = serializers.CharField(allow_null=True, help_text="Signed, as the others.")
    logs_url = serializers.CharField(help_text="The run's log as plain text. Signed, as the others.")
    run_url = serializers.CharField(help_text="The run's page, for members of the team.")
    repair = RepairView(
        allow_null=True, help_text="Of its cause, begun by this or an earlier run. Null: none was begun."
    )
    group = FailureGroupView(allow_null=True, help_text="Failures of the workflow that have this cause.")
