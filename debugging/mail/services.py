"""The mails about failed runs."""

from __future__ import annotations

from debugging.models import DebugReport


def announce_failure(report: DebugReport) -> None:
    """In the transaction that ends the report."""
