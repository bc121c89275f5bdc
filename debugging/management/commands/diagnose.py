"""manage.py diagnose: diagnoses a stored report again, or evidence in a file, offline."""

from __future__ import annotations

import gzip
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from pydantic import ValidationError

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Evidence
from debugging.models import DebugReport


class Command(BaseCommand):
    help = (
        "Diagnoses a failed run again from the evidence in its report, or from evidence in a file (JSON, also gzipped; "
        "- is standard input), and prints the diagnosis as JSON. Reads no page and no network, and changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", help="the id of a run, or a file")
        parser.add_argument("--evidence", action="store_true", help="print the evidence instead")

    def handle(self, *args: Any, **options: Any) -> None:
        given = _of_run(options["what"]) or _of_file(options["what"])
        try:
            evidence = Evidence.model_validate(given)
        except ValidationError as error:
            raise CommandError(f"This is no evidence of a failed run: {error}") from error
        found = evidence if options["evidence"] else diagnose(evidence)
        self.stdout.write(found.model_dump_json(indent=2))


def _of_run(name: str) -> Any:
    """None when `name` is not that of a run."""
    try:
        job_id = UUID(name)
    except ValueError:
        return None
    report = DebugReport.objects.filter(job_id=job_id).first()
    if report is None:
        raise CommandError("There is no report on a run with this id.")
    if report.evidence is None:
        raise CommandError(f"The report on this run has no evidence: it is {report.get_status_display().lower()}.")
    return report.evidence


def _of_file(name: str) -> Any:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(
            f"{name} is not the id of a run, and as a file it cannot be read: {error.strerror}."
        ) from error
    try:
        found = json.loads(gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content)
    except (ValueError, OSError, EOFError) as error:
        raise CommandError(f"{name} does not hold JSON: {error}.") from error
    return found.get("evidence", found) if isinstance(found, dict) else found
