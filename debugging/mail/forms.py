from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Team
from debugging.mail.models import DebugRecipient
from deployments.models import Workflow

BAD_ADDRESS = "This is not an email address. Write one, such as dora@example.com, without a name."


def _address(**options: Any) -> forms.EmailField:
    attributes = {"class": "input", "autocomplete": "off", "placeholder": "dora@example.com"}
    errors = {"invalid": BAD_ADDRESS, "required": "Write an email address."}
    return forms.EmailField(max_length=254, widget=forms.EmailInput(attrs=attributes), error_messages=errors, **options)


class RecipientForm(forms.Form):
    """One entry of the list. `recipient` is the one that is changed; None for a new one."""

    email = _address()
    workflow_name = forms.CharField(
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "list": "workflows", "placeholder": "All workflows"}
        ),
    )
    on_new = forms.BooleanField(required=False, initial=True)
    on_back = forms.BooleanField(required=False, initial=True)
    daily_digest = forms.BooleanField(required=False, initial=True)
    active = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, team: Team, recipient: DebugRecipient | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "recipient-%s"
        self.team, self.recipient = team, recipient

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_workflow_name(self) -> str:
        name = str(self.cleaned_data["workflow_name"])
        is_unchanged = self.recipient is not None and self.recipient.workflow_name == name
        if name and not is_unchanged and not Workflow.objects.of(self.team).filter(name=name).exists():
            raise forms.ValidationError(
                "This team has no workflow of that name. Choose one of the list, or leave it empty for all workflows."
            )
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        same = DebugRecipient.objects.of(self.team).listed().with_address(given.get("email", ""))
        same = same.filter(workflow_name=given.get("workflow_name", ""))
        if any(entry != self.recipient for entry in same):
            self.add_error("email", "This address is listed for the same workflows already. Change that entry.")
        return given


class TeamForm(forms.Form):
    """The switch, and who is told when nobody is listed."""

    notification_email = _address(required=False)
    notifications_disabled = forms.BooleanField(required=False)

    def clean_notification_email(self) -> str:
        return str(self.cleaned_data["notification_email"]).lower()
