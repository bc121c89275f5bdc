"""Recipients and mails in the Django admin. A mail is shown as it was sent, and can be sent again."""

from __future__ import annotations

import base64
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from debugging.mail.models import DebugRecipient, SentMail
from debugging.queue import ring


@admin.register(DebugRecipient)
class DebugRecipientAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("email", "team", "workflow_name", "active", "on_new", "on_back", "daily_digest", "bounced_at")
    list_filter = ("active", ("bounced_at", admin.EmptyFieldListFilter), "listed", "team")
    list_select_related = ("team",)
    search_fields = ("email", "workflow_name", "team__name")
    autocomplete_fields: ClassVar = ["team"]
    readonly_fields = ("bounced_at", "bounce_reason")
    actions = ("use_again",)

    @admin.action(description="Write to selected recipients again", permissions=["change"])
    def use_again(self, request: HttpRequest, recipients: QuerySet[DebugRecipient]) -> None:
        count = recipients.exclude(bounced_at=None).update(bounced_at=None, bounce_reason="")
        self.message_user(request, f"{count} recipients are written to again.")


@admin.register(SentMail)
class SentMailAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("subject", "to", "team", "kind", "state", "tries", "created_at", "sent_at", "bounced_at")
    list_filter = ("state", "kind", ("bounced_at", admin.EmptyFieldListFilter), "team")
    list_select_related = ("team",)
    search_fields = ("subject", "to", "=message_id")
    ordering = ("-created_at", "-id")
    show_full_result_count = False
    actions = ("send_again",)
    fieldsets = (
        (None, {"fields": ("subject", "to", "team", "kind", "report")}),
        ("Delivery", {"fields": ("state", "error", "tries", "next_try_at", "created_at", "claimed_at", "sent_at")}),
        ("At the provider", {"fields": ("message_id", "bounced_at")}),
        ("As it was sent", {"fields": ("as_html", "as_text")}),
    )

    @admin.display(description="HTML")
    def as_html(self, mail: SentMail) -> str:
        """In a frame that runs no script and loads nothing: it holds what pages said."""
        frame = (
            '<iframe sandbox title="HTML" style="width: 720px; max-width: 100%; height: 900px;" srcdoc="{}"></iframe>'
        )
        return format_html(frame, _with_picture(mail)) if mail.html else "Not written yet"

    @admin.display(description="Text")
    def as_text(self, mail: SentMail) -> str:
        return format_html(
            '<pre style="width: 720px; max-width: 100%; white-space: pre-wrap;">{}</pre>',
            mail.text or "Not written yet",
        )

    @admin.action(description="Send selected mails again", permissions=["change"])
    def send_again(self, request: HttpRequest, mails: QuerySet[SentMail]) -> None:
        again = [mail for mail in mails.defer("text", "html") if mail.send_again()]
        for mail in again:
            ring("send_mail", mail.pk)
        left = len(mails) - len(again)
        said = f"{len(again)} mails are sent again."
        self.message_user(request, f"{said} {left} are waiting or being sent already." if left else said)

    def get_queryset(self, request: HttpRequest) -> Any:
        mails = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and match.url_name == "debugging_sentmail_changelist"
        return mails.defer("text", "html") if is_list else mails

    def get_readonly_fields(self, request: HttpRequest, obj: SentMail | None = None) -> Any:
        return [name for _, part in self.fieldsets for name in part["fields"]]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """There is nothing to save."""
        hidden = {"show_save": False, "show_save_and_continue": False}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **hidden})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _with_picture(mail: SentMail) -> SafeString | str:
    """The picture that came with it, made again from the file, while that is kept."""
    from debugging.mail.pictures import content_id, picture_of  # noqa: PLC0415 (every process reads this file at its start)

    jpeg = picture_of(mail.screenshot_id) if mail.screenshot_id else None
    if jpeg is None or mail.screenshot_id is None:
        return mail.html
    address = f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
    return mail.html.replace(f"cid:{content_id(mail.screenshot_id)}", address)
