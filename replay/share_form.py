from __future__ import annotations

from django import forms

from replay.models import NAME_MOST
from replay.sharing import SPANS


class ShareForm(forms.Form):
    """What a new share link shows, and for how long."""

    steps = forms.BooleanField(required=False)
    logs = forms.BooleanField(required=False)
    span = forms.ChoiceField(
        choices=[(name, label) for name, (label, _) in SPANS.items()],
        initial="week",
        widget=forms.Select(attrs={"class": "select"}),
    )
    name = forms.CharField(
        max_length=NAME_MOST,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": "For whom or what", "autocomplete": "off"}),
    )
