"""What a mail about a failure says. All of it may hold what a page or a model wrote: one line each, and bounded."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.conf import settings

from debugging.agent.wording import address, plain
from debugging.confidence import in_words
from debugging.diagnosis import Claim, Diagnosis, Pointer
from debugging.evidence import Evidence
from debugging.failure_classes import LABELS, FailureClass
from debugging.mail.models import MailKind
from debugging.models import DebugReport

SUBJECT_MOST: Final = 110
WORKFLOW_MOST: Final = 40
TRIED_LEAST: Final = 60
SENTENCE_MOST: Final = 600
ERROR_MOST: Final = 240
PROMPT_MOST: Final = 40_000
CLAIMS_MOST: Final = 6
POINTERS_MOST: Final = 4
_PLACE: Final = re.compile(r" \([^()\s]+:\d+\)")


def subject_of(kind: MailKind, workflow: str, summary: str, repair: str = "") -> str:
    """Workflow and cause on one line, without the line of the source. Of a long one the middle is cut. `repair` says
    what became of one: "Repaired"."""
    name, short = plain(workflow), plain(workflow, WORKFLOW_MOST)
    said = plain(_PLACE.sub("", summary, count=1), SENTENCE_MOST).rstrip(".")
    says = short + said.removeprefix(name) if said.startswith(f"{name} ") else f"{short} failed: {said}"
    tried, colon, cause = says.partition(": ")
    before = f"{repair}: " if repair else "Back: " if kind == MailKind.BACK else ""
    room = SUBJECT_MOST - len(before) - len(colon) - len(cause)
    return plain(f"{before}{plain(tried, max(room, TRIED_LEAST))}{colon}{cause}", SUBJECT_MOST)


def diagnosis_part(report: DebugReport) -> dict[str, object]:
    diagnosis = Diagnosis.model_validate(report.diagnosis)
    return {
        "class_label": LABELS[diagnosis.failure_class],
        "summary": plain(diagnosis.summary, SENTENCE_MOST),
        "sure": sureness(diagnosis),
        "by_model": diagnosis.agent == "model",
        "why": _claims(diagnosis.why),
        "advice": plain(diagnosis.advice, SENTENCE_MOST),
        "suggestion": block(diagnosis.suggestion, 1_000),
        "changed": _claims(diagnosis.changed),
        "missing": [plain(text, SENTENCE_MOST) for text in diagnosis.missing[:CLAIMS_MOST]],
    }


def evidence_part(evidence: Evidence) -> dict[str, object]:
    failure, page = evidence.failure, evidence.page
    named = failure.message if failure.type in ("", "Error") else f"{failure.type}: {failure.message}"
    return {
        "error": plain(named.partition("\nCall log:")[0], ERROR_MOST),
        "page": address(page.url, 200) if page and page.url else "",
    }


def sureness(diagnosis: Diagnosis) -> str:
    if diagnosis.failure_class == FailureClass.UNKNOWN:
        return "Not enough evidence to say why"
    return in_words(diagnosis.confidence)


def block(text: str, most: int = PROMPT_MOST) -> str:
    """Several lines, as they are: without what would move the reader's cursor or turn the direction of writing."""
    kept = (letter for letter in text.replace("\r\n", "\n") if letter in "\n\t" or not _is_control(letter))
    shown = "".join(kept).strip()
    return shown if len(shown) <= most else f"{shown[:most]}\n…"


def link_seconds() -> int:
    return int(settings.MAIL_LINK_HOURS) * 3600


def _claims(claims: tuple[Claim, ...]) -> list[dict[str, str]]:
    return [
        {
            "text": plain(claim.text, SENTENCE_MOST),
            "rests_on": " · ".join(_label(at) for at in claim.pointers[:POINTERS_MOST]),
        }
        for claim in claims[:CLAIMS_MOST]
    ]


def _label(pointer: Pointer) -> str:
    moment = "" if pointer.t_ms is None or pointer.job_id else f" at {clock(pointer.t_ms)}"
    return f"{plain(pointer.label)}{moment}"


def clock(t_ms: int) -> str:
    """Of the recording: '1:07'."""
    return f"{t_ms // 60_000}:{t_ms // 1000 % 60:02}"


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp")
