"""All seeded faults: the first ones, and later ones, which were measured once before any check was changed for them."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault

CLASSES: Final = tuple(one for one in FailureClass if one is not FailureClass.UNKNOWN)
LATE: Final = "late_"  # the prefix of their recordings
LATE_MODULES: Final = (
    "machine",
    "network",
    "walls_and_logins",
    "error_pages",
    "shown_elements",
    "other_elements",
    "controls",
    "values",
    "last_pages",
    "last_elements",
    "round_three_pages",
    "round_three_walls",
    "round_three_changed",
    "round_three_elements",
    "round_three_calls",
    "round_four_pages",
    "round_four_elements",
    "round_four_calls",
)


def first_faults() -> list[Fault]:
    """In the order of the classes."""
    modules = [import_module(f"tests.faults.cases.{one.value}") for one in CLASSES]
    return [fault for module in modules for fault in module.FAULTS]


def late_faults() -> list[Fault]:
    modules = [import_module(f"tests.faults.late.{name}") for name in LATE_MODULES]
    return [fault for module in modules for fault in module.FAULTS]
