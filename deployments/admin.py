"""The Django admin of this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from deployments import credentials
from deployments.encryption import encrypt
from deployments.models import Deployment, Workflow
from deployments.stored_credentials import Credential


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Deployment)
class DeploymentAdmin(ReadOnlyAdmin):
    list_display = ("id", "team", "status", "origin", "held", "description", "created_at", "built_at")
    list_filter = ("status", "origin", "held", "team")
    list_select_related = ("team",)
    search_fields = ("id", "description")
    ordering = ("-created_at", "-id")
    readonly_fields = ("id", "created_at", "build_attempts", "heartbeat_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Deployment]:
        return super().get_queryset(request).defer("build_log")  # long, and not in the list


@admin.register(Workflow)
class WorkflowAdmin(ReadOnlyAdmin):
    list_display = ("name", "team", "current", "updated_at")
    list_filter = ("team",)
    list_select_related = ("team", "current")
    search_fields = ("name",)
    ordering = ("team", "name")


class CredentialForm(forms.ModelForm):  # type: ignore[type-arg]
    value = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text="Stored encrypted and never shown here.",
    )

    class Meta:
        model = Credential
        fields = ("team", "name")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.instance._state.adding:
            self.fields["value"].required = False
            self.fields["value"].help_text += " Leave it empty to keep the present one."

    def clean_name(self) -> str:
        try:
            return credentials.normal_name(self.cleaned_data["name"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_value(self) -> str:
        value: str = self.cleaned_data["value"]
        if len(value.encode()) > credentials.VALUE_MOST_BYTES:
            raise forms.ValidationError(f"Use at most {credentials.VALUE_MOST_BYTES} bytes.")
        return value


@admin.register(Credential)
class CredentialAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = CredentialForm
    list_display = ("name", "team", "created_at", "updated_at")
    list_filter = ("team",)
    list_select_related = ("team",)
    search_fields = ("name",)
    ordering = ("team", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Credential | None = None) -> tuple[str, ...]:
        return () if obj is None else ("team", "created_at", "updated_at")

    def save_model(self, request: HttpRequest, obj: Credential, form: Any, change: bool) -> None:
        if value := form.cleaned_data["value"]:
            obj.encrypted = encrypt(value)
        super().save_model(request, obj, form, change)
