"""Reports, failure groups, repairs and settings in the Django admin; all but the last to look at: changing them has
services."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from debugging.mail import admin as mail_admin  # noqa: F401 (Django looks for it here)
from debugging.models import DebugReport, DebugSettings, FailureGroup
from debugging.repair.models import Repair


class LookedAt(admin.ModelAdmin):  # type: ignore[type-arg]
    list_select_related = ("team",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(DebugReport)
class DebugReportAdmin(LookedAt):
    list_display = ("job_id", "team", "status", "failure_class", "confidence", "occurrence", "feedback", "created_at")
    list_filter = ("status", "failure_class", "occurrence", "feedback", "model_status", "team")
    search_fields = ("job__id", "tldr")
    ordering = ("-created_at", "-id")
    exclude = ("claim",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """The list shows neither evidence nor prompt, which are large."""
        reports = super().get_queryset(request)
        is_list = (
            request.resolver_match is not None and request.resolver_match.url_name == "debugging_debugreport_changelist"
        )
        return reports.defer("evidence", "diagnosis", "handoff_prompt") if is_list else reports


@admin.register(FailureGroup)
class FailureGroupAdmin(LookedAt):
    list_display = ("title", "team", "workflow_name", "failure_class", "state", "occurrences", "last_seen_at")
    list_filter = ("state", "failure_class", "team")
    search_fields = ("title", "workflow_name", "host")
    ordering = ("-last_seen_at", "-id")


@admin.register(Repair)
class RepairAdmin(LookedAt):
    list_display = ("id", "team", "workflow_name", "status", "proposed_by", "created_at", "verified_at", "published_at")
    list_filter = ("status", "proposed_by", "team")
    search_fields = ("id", "workflow_name", "report__job__id")
    ordering = ("-created_at", "-id")
    exclude = ("claim",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """The list shows no texts, which are large."""
        repairs: Any = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and match.url_name == "debugging_repair_changelist"
        return repairs.without_texts() if is_list else repairs


@admin.register(DebugSettings)
class DebugSettingsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = (
        *("team", "notification_email", "notifications_disabled", "model_enabled", "model_name"),
        "repair_policy",
    )
    list_filter = ("notifications_disabled", "model_enabled", "repair_policy")
    list_select_related = ("team",)
    search_fields = ("team__name", "notification_email")
    autocomplete_fields: ClassVar = ["team"]
