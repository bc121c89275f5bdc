"""All checks, in the order in which they are asked: from what lies furthest from the element to the element itself.

A new one is one file here, one line below, and one test.
"""

from __future__ import annotations

from typing import Final

from debugging.agent.checks.bot_wall import bot_wall
from debugging.agent.checks.crash import crash
from debugging.agent.checks.download_failed import download_failed
from debugging.agent.checks.element_covered import element_covered
from debugging.agent.checks.element_detached import element_detached
from debugging.agent.checks.element_disabled import element_disabled
from debugging.agent.checks.element_hidden import element_hidden
from debugging.agent.checks.element_not_found import element_not_found
from debugging.agent.checks.element_unstable import element_unstable
from debugging.agent.checks.environment import environment
from debugging.agent.checks.frame_moved import frame_moved
from debugging.agent.checks.http_error import http_error
from debugging.agent.checks.invalid_selector import invalid_selector
from debugging.agent.checks.login_required import login_required
from debugging.agent.checks.navigation_timeout import navigation_timeout
from debugging.agent.checks.network_error import network_error
from debugging.agent.checks.option_missing import option_missing
from debugging.agent.checks.page_closed import page_closed
from debugging.agent.checks.script_error import script_error
from debugging.agent.checks.several_match import several_match
from debugging.agent.checks.unexpected_dialog import unexpected_dialog
from debugging.agent.checks.value_differs import value_differs
from debugging.agent.checks.wait_timeout import wait_timeout
from debugging.agent.checks.wrong_control import wrong_control
from debugging.agent.finding import Check

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
