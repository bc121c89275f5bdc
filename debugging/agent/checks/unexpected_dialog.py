"""The page asked or told something in a dialog of the browser: alert, confirm, prompt, "leave this page?"."""

from __future__ import annotations

from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step, to_happening
from debugging.agent.wording import plain, quoted
from debugging.diagnosis import Claim
from debugging.evidence import Happening
from debugging.failure_classes import FailureClass

_NAMES: Final = {
    "alert": "the page's message",
    "confirm": "the page's question",
    "prompt": "the page's question",
    "beforeunload": "the question whether to leave the page",
}
_ANSWERS: Final = ("dialog.accept", "dialog.dismiss")
_HANDLE_IT: Final = (
    'Decide what the workflow should answer, and say so before the step that leads to it: page.on("dialog", …) with'
    " accept() or dismiss()."
)


def unexpected_dialog(case: Case) -> Finding | None:
    waiting = next((one for one in reversed(case.dialogs) if not one.answer), None)
    if waiting is not None and (case.ran_out_of_time or not case.error.api):
        return _finding(case, waiting, 0.95, "was waiting for an answer", "Nothing else happens while it is open.")
    if _has_a_reason(case):
        return None
    recent = [one for one in case.dialogs if one.t_ms >= case.recent_ms and not _is_usual(case, one)]
    dialog = next((one for one in reversed(recent) if one.answer == "dismissed" and not _own_answer(case, one)), None)
    if dialog is not None and dialog.dialog in ("confirm", "prompt", "beforeunload"):
        so = "Nobody had been told to answer it, so it was dismissed, and what it asked about was not done."
        return _finding(case, dialog, 0.6 if _is_as_before(case) else 0.88, "was dismissed", so)
    alert = next((one for one in reversed(recent) if one.dialog == "alert"), None)
    if alert is not None:
        return _finding(
            case, alert, 0.6 if _is_as_before(case) else 0.78, "came up", "The site said this instead of going on."
        )
    accepted = next((one for one in reversed(recent) if one.answer == "accepted"), None)
    return _finding(case, accepted, 0.4, "was accepted", "The workflow accepted it.") if accepted else None


def _has_a_reason(case: Case) -> bool:
    """What Playwright says explains the failure without the dialog."""
    error = case.error
    return bool(error.obstacle) or error.headline.startswith("strict mode violation") or "parsing" in error.headline


def _own_answer(case: Case, dialog: Happening) -> bool:
    """The workflow itself answered."""
    until = dialog.end_ms if dialog.end_ms is not None else dialog.t_ms
    return any(one.api in _ANSWERS and dialog.t_ms <= one.t_ms <= until + 1_000 for one in case.evidence.steps)


def _is_usual(case: Case, dialog: Happening) -> bool:
    """The last good run had it, too."""
    good = case.evidence.good
    seen = good.happenings if good and good.happenings is not None else ()
    return any((one.kind, one.dialog, one.message) == (dialog.kind, dialog.dialog, dialog.message) for one in seen)


def _is_as_before(case: Case) -> bool:
    """The call is about something that good runs saw on this page before it, not about what the dialog led to."""
    good, expects = case.good_page, case.error.api.startswith("expect")
    if good is None or case.target is None or expects or case.is_elsewhere:
        return False
    return good.headings == case.page.headings


def _finding(case: Case, dialog: Happening, confidence: float, words: str, so: str) -> Finding:
    what = _NAMES.get(dialog.dialog, "a dialog of the page")
    asked = f" {quoted(dialog.message)}" if plain(dialog.message) else ""
    said: list[Claim] = [
        claim(f"A dialog of the browser came up: {plain(dialog.title, 120)}.", to_happening(dialog)),
        claim(so, *to_failing_step(case)),
    ]
    good = case.evidence.good
    if good and good.happenings == ():
        confidence = min(0.96, confidence + 0.07)
        said.append(claim("The last good run had no dialog."))
    return Finding(
        failure_class=FailureClass.UNEXPECTED_DIALOG,
        confidence=confidence,
        cause=f"{what}{asked} {words}",
        why=tuple(said),
        advice=_HANDLE_IT,
    )
