"""The proofs of an edit that need no run: the bans, the page as it failed, pages of earlier good runs."""

from __future__ import annotations

from collections.abc import Iterator

from debugging.repair.case import RepairCase
from debugging.repair.editing.bans import banned
from debugging.repair.proposal import Check, Proposal


def bans_check(case: RepairCase, proposal: Proposal) -> Check:
    breaches = banned(proposal.changes, case.evidence)
    if breaches:
        return Check(name="bans", outcome="failed", sentence="The edit does what no repair may.", details=breaches)
    return Check(
        name="bans",
        outcome="passed",
        sentence="The edit stays at the failing call: no assertion, wait, import or other call is changed.",
    )


def static_checks(case: RepairCase, proposal: Proposal) -> Iterator[Check]:
    """Slow: a browser opens the kept page."""
    from debugging.repair.checking.good_pages import good_pages  # noqa: PLC0415 until they land
    from debugging.repair.checking.page import check_page  # noqa: PLC0415
    from debugging.repair.locating.agreeing import agreeing  # noqa: PLC0415

    yield check_page(case.evidence, proposal)
    if proposal.old_locator and proposal.new_locator:
        yield agreeing(proposal.old_locator, proposal.new_locator, good_pages(case.job, case.evidence))


def failed(checks: list[Check]) -> Check | None:
    return next((check for check in checks if check.outcome == "failed"), None)


def outcome_of(checks: list[Check], name: str) -> str:
    """ "" when it was not tried."""
    return next((check.outcome for check in checks if check.name == name), "")
