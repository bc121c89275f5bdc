"""The proofs of an edit that need no run: the bans, the page as it failed, pages of earlier good runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.core.files.storage import default_storage

from debugging.repair.case import RepairCase
from debugging.repair.checking.good_pages import back_test
from debugging.repair.checking.page import check_page
from debugging.repair.editing.bans import banned
from debugging.repair.proposal import Check, Proposal
from recordings.models import Artifact

PAGE_BYTES_MOST: Final = 20_000_000


def bans_check(case: RepairCase, proposal: Proposal) -> Check:
    breaches = banned(proposal.changes, case.evidence, case.sources)
    if breaches:
        return Check(name="bans", outcome="failed", sentence="The edit does what no repair may.", details=breaches)
    return Check(
        name="bans",
        outcome="passed",
        sentence="The edit stays at the failing call: no assertion, wait, import or other call is changed.",
    )


def static_checks(case: RepairCase, proposal: Proposal) -> Iterator[Check]:
    """Slow: a browser opens the kept page."""
    yield check_page(case.evidence, proposal, html=captured_page(case))
    yield back_test(case.job, case.evidence, proposal)


def captured_page(case: RepairCase) -> str:
    """With its style sheets; "" when it is not kept, or is too large to be read whole."""
    ids = [kept.artifact_id for kept in case.evidence.kept if kept.kind == "page_html"]
    artifact = Artifact.objects.filter(session__team=case.job.team, pk__in=ids).first()
    if artifact is None:
        return ""
    try:
        with default_storage.open(artifact.path) as file:
            content: bytes = file.read(PAGE_BYTES_MOST + 1)
    except FileNotFoundError:  # expired meanwhile
        return ""
    return content.decode(errors="replace") if len(content) <= PAGE_BYTES_MOST else ""


def failed(checks: list[Check]) -> Check | None:
    return next((check for check in checks if check.outcome == "failed"), None)


def outcome_of(checks: list[Check], name: str) -> str:
    """ "" when it was not tried."""
    return next((check.outcome for check in checks if check.name == name), "")


def stored(checks: list[Check]) -> list[dict[str, Any]]:
    """As a repair's row keeps them."""
    return [check.model_dump(mode="json") for check in checks]
