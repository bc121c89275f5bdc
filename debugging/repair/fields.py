"""What /v1/repairs/* takes and answers; debugReport's `repair` is a RepairView, too."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.fields import IsoDateTime, NoNulCharField, UuidField, WholeNumber
from debugging.repair.models import ProposedBy, RepairStatus

LIMIT_DEFAULT = 20
LIMIT_MOST = 100


class RepairRef(serializers.Serializer[Any]):
    id = UuidField(help_text="The repair's id.")


class RepairQuery(serializers.Serializer[Any]):
    status = serializers.ChoiceField(RepairStatus.values, required=False)
    workflow = NoNulCharField(required=False, max_length=200)
    limit = WholeNumber(required=False, default=LIMIT_DEFAULT, min_value=1, max_value=LIMIT_MOST)
    cursor = NoNulCharField(required=False, help_text="`next_cursor` of the answer before.")


class RepairEntry(serializers.Serializer[Any]):
    id = UuidField()
    status = serializers.ChoiceField(RepairStatus.values)
    title = serializers.CharField(help_text="The status in words: 'Repaired and verified'.")
    sentence = serializers.CharField(allow_blank=True, help_text="What became of it, for people.")
    proposed_by = serializers.ChoiceField(ProposedBy.values, help_text="model: a language model made one of its edits.")
    workflow = serializers.CharField()
    job_id = UuidField(help_text="The run that failed.")
    parent_deployment_id = UuidField(help_text="The version that failed.")
    deployment_id = UuidField(allow_null=True, help_text="The version with the edit; null while there is none.")
    verification_job_id = UuidField(allow_null=True, help_text="The run that tried the edit.")
    created_at = IsoDateTime()
    finished_at = IsoDateTime(allow_null=True)
    verified_at = IsoDateTime(allow_null=True)
    published_at = IsoDateTime(allow_null=True)


class RepairList(serializers.Serializer[Any]):
    repairs = RepairEntry(many=True)
    next_cursor = serializers.CharField(allow_null=True, help_text="Null on the last page.")


class CheckView(serializers.Serializer[Any]):
    name = serializers.ChoiceField(["bans", "page", "backtest", "rerun"])
    outcome = serializers.ChoiceField(["passed", "failed", "not done"])
    sentence = serializers.CharField()
    details = serializers.ListField(child=serializers.CharField())


class CandidateView(serializers.Serializer[Any]):
    element = serializers.CharField()
    score = serializers.FloatField()
    why = serializers.DictField(child=serializers.FloatField(), help_text="What agrees, and what each counts.")
    taken = serializers.BooleanField()


class EditView(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="locator, narrowed, dismissal, option, frame, …")
    file = serializers.CharField()
    line = serializers.IntegerField(help_text="Of the failing call, before the edit.")
    sentence = serializers.CharField()
    was_wrong = serializers.CharField(allow_blank=True)
    old_locator = serializers.CharField(allow_blank=True)
    new_locator = serializers.CharField(allow_blank=True)
    other_uses = serializers.ListField(child=serializers.CharField(), help_text="Same locator, left alone.")
    proposed_by = serializers.ChoiceField(ProposedBy.values)
    model = serializers.CharField(allow_blank=True, help_text="Name of the language model that proposed it.")
    model_says = serializers.CharField(allow_blank=True, help_text="Why, in its own words, which nobody checked.")
    candidates = CandidateView(many=True, help_text="Elements that could have been meant, the best first.")


class VerificationView(serializers.Serializer[Any]):
    job_id = UuidField()
    status = serializers.CharField(help_text="Of that run.")
    run_url = serializers.CharField()
    recording_url = serializers.CharField(allow_null=True, help_text="Signed, opens without a key until it expires.")


class RepairView(RepairEntry):
    model_note = serializers.CharField(allow_blank=True, help_text="What a language model did for it; what that cost.")
    diff = serializers.CharField(allow_blank=True, help_text="Unified, as `git apply` takes it; '' without an edit.")
    edits = EditView(many=True)
    candidates = CandidateView(many=True, help_text="Of a refusal: what was looked at. Edits have their own.")
    checks = CheckView(many=True)
    not_checked = serializers.ListField(child=serializers.CharField())
    verification = VerificationView(allow_null=True)
    url = serializers.CharField(help_text="The repair's page, for members of the team.")
