"""What is said of repairs, in words that claim no more than was proved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from debugging.agent.wording import listed
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.proposal import Check, Proposal, Round

GONE: Final = "What was kept of the failed run is gone, so the changed page cannot be looked at."
GIVEN_UP: Final = "It could not be looked for ({}). The worker's log has the details."
WORKER_LOST: Final = "The workers that looked for it were lost, again and again. Check the worker's log and its memory."
SAME_PLACE: Final = "It failed at the same call again, so the edit does not help."
NEWER: Final = (
    "It was verified. Another version of the workflow became the current one meanwhile, and that is not overwritten."
)
BY_MODEL: Final = "Proposed by a language model ({}); proved like any other."
JUDGED: Final = "That the new locator finds the element that was meant is the judgement of a language model."
CHECK_NAMES: Final = {
    "bans": "What no repair may do",
    "page": "The page as it failed",
    "backtest": "Pages of earlier good runs",
    "rerun": "A run of the repaired version",
}
OUTCOMES: Final = {"passed": "Passed", "failed": "Failed", "not done": "Not done"}
TITLES: Final = {
    RepairStatus.PENDING: "A repair is looked for",
    RepairStatus.RUNNING: "A repair is looked for",
    RepairStatus.VERIFYING: "A repair is being verified",
    RepairStatus.WAITING: "Verified, waits for approval",
    RepairStatus.PUBLISHED: "Repaired and verified",
    RepairStatus.SUGGESTED: "Suggested, not verified",
    RepairStatus.REFUSED: "No repair",
    RepairStatus.REJECTED: "Repair rejected",
    RepairStatus.TAKEN_BACK: "Repair taken back",
}
VERIFIED_ONLY: Final = "Verified, not published"


def title_of(repair: Repair) -> str:
    if repair.status == RepairStatus.SUGGESTED and repair.verified_at is not None:
        return VERIFIED_ONLY
    return TITLES[RepairStatus(repair.status)]


def headline_of(repair: Repair) -> str:
    """'No repair: no element of the page is the one that was clicked.'"""
    sentence = repair.sentence.strip()
    return f"{title_of(repair)}: {sentence}" if sentence else f"{title_of(repair)}."


def edits_in_words(number: int, last: Proposal) -> str:
    return last.sentence if number == 1 else f"{number} edits, the last one: {last.sentence}"


def suggested(checks: Sequence[Check]) -> str:
    """Why an edit is only suggested: the first proof that is missing, failed ones first. What could not be compared on
    pages of good runs holds no edit back, so it is told last."""
    missing = sorted(
        (check for check in checks if check.outcome != "passed"),
        key=lambda check: (check.outcome != "failed", check.name == "backtest"),
    )
    return missing[0].sentence if missing else "It was not run."


def not_checked(edits: Sequence[Round], *, ran: bool = False) -> list[str]:
    """Of all edits of a repair, with the proofs that were tried of each."""
    checks = [check for edit in edits for check in edit.checks]
    told = [JUDGED] if any(edit.proposal.by == "model" for edit in edits) else []
    told += [check.sentence for check in checks if check.outcome == "not done"]
    if ran:
        told.append("Other params than those of the failed run were not tried.")
    else:
        told.append("The edited workflow was not run to its end.")
    uses = list(dict.fromkeys(use for edit in edits for use in edit.proposal.other_uses))
    if uses:
        told.append(f"The same locator is also used at {listed(uses, 5)}. That was neither changed nor looked at.")
    return list(dict.fromkeys(told))
