"""Runs in the Django admin, to look at. Cancelling and running again have services, and rules."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from jobs.models import Job, JobEvent


class JobEventInline(admin.TabularInline):  # type: ignore[type-arg]
    model = JobEvent
    extra = 0
    can_delete = False
    readonly_fields = ("at", "old", "new", "reason")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "team", "workflow_name", "state", "error_code", "attempt", "created_at", "completed_at")
    list_filter = ("state", "purpose", "error_code", "team")
    list_select_related = ("team",)
    search_fields = ("id", "workflow_name")
    ordering = ("-created_at", "-id")
    show_full_result_count = False
    inlines: ClassVar = [JobEventInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
