"""What is remembered of good runs."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team


class ElementFingerprintQuerySet(models.QuerySet["ElementFingerprint"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)


class ElementFingerprint(models.Model):
    """The element that a call of a workflow acted on when it last went well, and the page it was on.

    A call site is a place in the source ('workflows.py:21') together with how often the run had made that call
    before (`pass_number`, from 0: a loop makes one call many times; only the first few are kept).
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="element_fingerprints")
    workflow_name = models.CharField(max_length=200)
    call = models.CharField(max_length=100, help_text="locator.click")
    locator = models.TextField(help_text="As the workflow wrote it, with its frames.")
    site = models.CharField(max_length=300, help_text="workflows.py:21")
    pass_number = models.PositiveIntegerField(default=0)
    element = models.JSONField(help_text="In the form of debugging/relocation/elements.py, with role, name and label.")
    page_url = models.TextField(blank=True)
    page_html = models.TextField(
        blank=True, help_text="Pruned like the page of an evidence; '' when unchanged pages share it."
    )
    page_digest = models.CharField(max_length=64, blank=True)
    job_id = models.UUIDField(help_text="The run it was last seen in.")
    deployment_id = models.UUIDField()
    times_seen = models.PositiveIntegerField(default=1)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    drifted_at = models.DateTimeField(null=True, help_text="When it last looked otherwise than before.")

    objects: ClassVar = ElementFingerprintQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "workflow_name", "site", "call", "pass_number"], name="one_fingerprint_a_call"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["last_seen_at"], name="fingerprint_seen"),
            models.Index(fields=["last_seen_at"], name="fingerprint_page", condition=~Q(page_html="")),
        ]

    def __str__(self) -> str:
        return f"{self.call} at {self.site}"
