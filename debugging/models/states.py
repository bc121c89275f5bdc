"""The words that failures and reports on them are filed under."""

from __future__ import annotations

from django.db import models

from debugging.failure_classes import LABELS

CLASS_CHOICES = [(value.value, label) for value, label in LABELS.items()]


class GroupState(models.TextChoices):
    OPEN = "open", "Open"
    RESOLVED = "resolved", "Resolved"
    IGNORED = "ignored", "Ignored"


class ReportStatus(models.TextChoices):
    PENDING = "pending", "Waiting"
    RUNNING = "running", "Being looked at"
    COMPLETED = "completed", "Done"
    FAILED = "failed", "Could not be looked at"
    SKIPPED = "skipped", "Not looked at"


class Occurrence(models.TextChoices):
    """What a failure was to its group when it came."""

    NEW = "new", "New"
    AGAIN = "again", "Again"
    BACK = "back", "Back after it was resolved"
    IGNORED = "ignored", "Ignored"


class Feedback(models.TextChoices):
    RIGHT = "right", "Right"
    WRONG = "wrong", "Wrong"
