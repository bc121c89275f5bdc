"""manage.py ask_model: asks the team's model about a failed run once more."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from debugging.model_agent.services import ask_again, look_further
from debugging.models import DebugReport


class Command(BaseCommand):
    help = "Asks the model of the run's team about a failed run, though it was asked before. It may cost money again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=UUID, help="the id of a failed run that has a report")

    def handle(self, *args: Any, **options: Any) -> None:
        report = DebugReport.objects.filter(job_id=options["run"]).first()
        if report is None:
            raise CommandError("There is no report on a run with this id.")
        if not ask_again(report):
            raise CommandError("The report is not complete, or a model is being asked about it right now.")
        look_further(report.pk)
        report.refresh_from_db()
        self.stdout.write(f"{report.model_status}: {report.model_note}")
