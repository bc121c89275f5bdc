from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, Final

from django import forms
from django.utils import timezone

from debugging.models import GroupState

MORE_MOST: Final = 100_000


class StateForm(forms.Form):
    """What is to become of a failure group. `how` says for how long it is to be ignored."""

    state = forms.ChoiceField(choices=GroupState.choices)
    how = forms.ChoiceField(
        required=False, choices=[("good", "For good"), ("until", "Until a day"), ("more", "For some more failures")]
    )
    until = forms.DateField(
        required=False, error_messages={"invalid": "Write the day as year, month and day: 2026-12-24."}
    )
    more = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MORE_MOST,
        error_messages={"invalid": "Write a whole number, such as 10."},
    )

    def clean_until(self) -> datetime | None:
        """The moment on which that day begins (UTC)."""
        day: date | None = self.cleaned_data["until"]
        if day is None:
            return None
        if day <= timezone.now().astimezone(UTC).date():
            raise forms.ValidationError("Choose a day after today.")
        return datetime.combine(day, time(), UTC)

    def clean(self) -> dict[str, Any]:
        """Looks only at what belongs to the chosen `how`."""
        given = super().clean() or {}
        how = given.get("how") if given.get("state") == GroupState.IGNORED else ""
        for name in {"until", "more"} - {how}:
            self.errors.pop(name, None)
            given[name] = None
        if how in ("until", "more") and given.get(how) is None and how not in self.errors:
            self.add_error(how, "Say until which day." if how == "until" else "Say for how many more failures.")
        return given

    @property
    def problem(self) -> str:
        """All that is wrong, in one line."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)
