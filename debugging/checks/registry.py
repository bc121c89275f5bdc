"""All checks, in the order in which they are asked: from what lies furthest from the element to the element itself.

A new one is one file here, one line below, and one test.
"""

from __future__ import annotations

from typing import Final

from debugging.checks.bot_wall import bot_wall
from debugging.checks.crash import crash
from debugging.checks.download_failed import download_failed
from debugging.checks.element_covered import element_covered
from debugging.checks.element_detached import element_detached
from debugging.checks.element_disabled import element_disabled
from debugging.checks.element_hidden import element_hidden
from debugging.checks.element_not_found import element_not_found
from debugging.checks.element_unstable import element_unstable
from debugging.checks.environment import environment
from debugging.checks.frame_moved import frame_moved
from debugging.checks.http_error import http_error
from debugging.checks.invalid_selector import invalid_selector
from debugging.checks.login_required import login_required
from debugging.checks.navigation_timeout import navigation_timeout
from debugging.checks.network_error import network_error
from debugging.checks.option_missing import option_missing
from debugging.checks.page_closed import page_closed
from debugging.checks.script_error import script_error
from debugging.checks.several_match import several_match
from debugging.checks.unexpected_dialog import unexpected_dialog
from debugging.checks.value_differs import value_differs
from debugging.checks.wait_timeout import wait_timeout
from debugging.checks.wrong_control import wrong_control
from debugging.finding import Check

CHECKS: Final[tuple[Check, ...]] = (
    environment,
    crash,
    page_closed,
    network_error,
    navigation_timeout,
    bot_wall,
    login_required,
    http_error,
    unexpected_dialog,
    invalid_selector,
    several_match,
    frame_moved,
    element_detached,
    element_covered,
    element_hidden,
    element_disabled,
    element_unstable,
    wrong_control,
    option_missing,
    download_failed,
    element_not_found,
    wait_timeout,
    value_differs,
    script_error,
)
