"""Lets a language model look further, where a team wants that."""

from __future__ import annotations

from debugging.models import DebugReport


def wants_model(report: DebugReport) -> bool:
    return False


def ask_model(report: DebugReport) -> None:
    """In the transaction that ends the report."""
