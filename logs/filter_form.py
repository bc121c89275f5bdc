"""What somebody wants to see of the log, as the address of the page says it."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from logs.models import Level, LogFilters, Source

QUERY_MOST = 200
MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]  # besides ISO 8601 with a time zone
TROUBLE = (Level.WARN.value, Level.ERROR.value)
LEVEL_LABELS = {Level.INFO: "Info", Level.WARN: "Warnings", Level.ERROR: "Errors"}


def _moment(label: str, help_text: str) -> forms.DateTimeField:
    widget = forms.TextInput(attrs={"class": "input", "placeholder": "2026-11-24 05:40", "autocomplete": "off"})
    problem = "Write a date and a time in UTC, such as 2026-11-24 05:40."
    return forms.DateTimeField(
        required=False,
        label=label,
        widget=widget,
        help_text=help_text,
        error_messages={"invalid": problem},
    )


class LogFilterForm(forms.Form):
    """Times are UTC. Empty fields filter nothing."""

    query = forms.CharField(required=False, max_length=QUERY_MOST, strip=False)
    level = forms.MultipleChoiceField(required=False, choices=LEVEL_LABELS.items())
    source = forms.ChoiceField(
        required=False,
        choices=[("", "All sources"), *Source.choices],
        widget=forms.Select(attrs={"class": "select"}),
    )
    workflow = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": "All workflows", "autocomplete": "off"}),
    )
    job = forms.UUIDField(
        required=False,
        label="Run",
        widget=forms.TextInput(attrs={"class": "input", "placeholder": "All runs", "autocomplete": "off"}),
        error_messages={"invalid": "Use the id of a run, such as 3f2a41c0-…; its page shows it."},
    )
    session = forms.UUIDField(required=False, widget=forms.HiddenInput)
    since = _moment("Since (UTC)", "The first moment shown")
    until = _moment("Until (UTC)", "The first moment no longer shown")

    def filters(self) -> LogFilters:
        """Of a valid form."""
        data = self.cleaned_data
        return LogFilters(
            job_id=data["job"],
            session_id=data["session"],
            workflow=data["workflow"] or None,
            levels=tuple(data["level"]),
            source=data["source"] or None,
            query=data["query"] or None,
            since=data["since"],
            until=data["until"],
        )

    def chosen(self, name: str) -> list[str]:
        """As somebody wrote it, valid or not."""
        data = self.data if isinstance(self.data, QueryDict) else QueryDict()
        return [value for value in data.getlist(name) if value]

    def address(self, *, without: tuple[str, ...] = (), **more: str) -> str:
        """The query string that asks for the same, but for `without`, and for `more`."""
        names = [name for name in self.base_fields if name not in without]
        kept = [(name, value) for name in names for value in self.chosen(name)]
        return urlencode([*kept, *more.items()])

    def whole(self) -> str:
        """The query string of all lines of the run, of the session or else of the team."""
        return self.address(without=tuple(name for name in self.base_fields if name not in ("job", "session")))

    @property
    def is_trouble(self) -> bool:
        """Whether it asks for warnings and errors, and nothing else."""
        return set(self.chosen("level")) == set(TROUBLE)

    def trouble(self) -> str:
        levels = urlencode([("level", level) for level in TROUBLE])
        return "&".join(part for part in (self.any_level(), levels) if part)

    def any_level(self) -> str:
        return self.address(without=("level",))
