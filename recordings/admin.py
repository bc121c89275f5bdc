"""Sessions and what was kept of them, to look at only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from recordings.models import Artifact, BrowserSession, Recording


class LookOnly:
    """Rows are made, changed and removed by services, together with their files."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordingInline(LookOnly, admin.StackedInline):  # type: ignore[type-arg]
    model = Recording


class ArtifactInline(LookOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Artifact


@admin.register(BrowserSession)
class BrowserSessionAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "team", "job_id", "status", "recording_state", "created_at", "closed_at")
    list_filter = ("status", "recording__state")
    list_select_related = ("team", "recording")
    search_fields = ("=id", "=job_id")
    date_hierarchy = "created_at"
    show_full_result_count = False
    inlines: ClassVar = [RecordingInline, ArtifactInline]

    @admin.display(description="recording")
    def recording_state(self, session: BrowserSession) -> str:
        recording = getattr(session, "recording", None)
        return recording.get_state_display() if isinstance(recording, Recording) else "none"
