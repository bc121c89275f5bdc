"""What a mail says of the repair: its outcome, the edit, what was proved and what was not."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.urls import reverse

from debugging.agent.wording import plain
from debugging.mail.content import SENTENCE_MOST, block
from debugging.models import DebugReport
from debugging.repair.diff_lines import DiffLine, diff_line
from debugging.repair.models import MAIL_WAITS, Repair, RepairStatus
from debugging.repair.receipt import Receipt

DIFF_MOST: Final = 4_000
EDITS_MOST: Final = 4
NOT_CHECKED_MOST: Final = 5
GOES_ON: Final = (
    f"The server is still at work on a repair: this mail waited for it for {MAIL_WAITS.seconds // 60} minutes. "
    "The run's page tells what becomes of it."
)
MARKS: Final = {RepairStatus.PUBLISHED: "Repaired", RepairStatus.WAITING: "To approve"}
COLOURS: Final = {"added": "#2a9047", "removed": "#d94444"}  # readable on light and dark ground


def repair_part(report: DebugReport) -> dict[str, object]:
    """`repair` is None where none was begun, and the note may say why."""
    note = plain(report.repair_note, SENTENCE_MOST)
    if report.repair_id is None:
        return {"repair": None, "repair_note": note}
    repair = Repair.objects.of(report.team).whole().filter(pk=report.repair_id).first()
    return {"repair": _told(repair) if repair else None, "repair_note": note}


def subject_mark(report: DebugReport) -> str:
    """What a subject begins with, where somebody should know it before opening the mail."""
    if report.ended_a_repair:
        return "Repair taken back"
    return MARKS.get(RepairStatus(report.repair.status), "") if report.repair else ""


def _told(repair: Repair) -> dict[str, object]:
    receipt = Receipt(repair)
    sentence = GOES_ON if repair.is_unfinished else plain(receipt.sentence, SENTENCE_MOST)
    return {
        "title": receipt.title,
        "sentence": sentence,
        "by_model": next((plain(edit.by_model, SENTENCE_MOST) for edit in receipt.edits if edit.by_model), ""),
        "model_note": plain(repair.model_note, SENTENCE_MOST),
        "edits": [plain(edit.proposal.sentence, SENTENCE_MOST) for edit in receipt.edits[:EDITS_MOST]],
        "proofs": [(check.label, check.name, plain(check.sentence, SENTENCE_MOST)) for check in receipt.checks],
        "not_checked": [plain(text, SENTENCE_MOST) for text in repair.not_checked[:NOT_CHECKED_MOST]],
        "diff": block(repair.diff, DIFF_MOST),
        "diff_lines": _coloured(repair.diff),
        "is_waiting": repair.status == RepairStatus.WAITING,
        "is_published": repair.status == RepairStatus.PUBLISHED,
        "command": f"libretto cloud repairs apply {repair.pk}" if repair.diff else "",
        "url": f"{settings.PUBLIC_URL}{reverse('repair', args=[repair.pk])}",
    }


def _coloured(diff: str) -> list[tuple[str, str]]:
    """Each line with the colour of its text, '' for that of the mail."""
    lines: list[DiffLine] = [diff_line(line) for line in block(diff, DIFF_MOST).splitlines()]
    return [(line.text, COLOURS.get(line.kind, "")) for line in lines]
