"""Reads what Playwright says when a call fails: its name, its headline, and the log of what it tried.

A page decides what some of these words are: element previews, values, errors of its scripts. So reasons are only
taken from whole lines of the log and from the beginning of the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final


class Obstacle(StrEnum):
    """Why an element that was found could not be used."""

    HIDDEN = "hidden"
    DISABLED = "disabled"
    READ_ONLY = "read-only"
    INERT = "inert"
    MOVING = "moving"
    OUT_OF_VIEW = "out of view"
    COVERED = "covered"
    OPTION_MISSING = "option missing"
    OPTION_DISABLED = "option disabled"
    DETACHED = "detached"


_OBSTACLES: Final = (  # whole lines of the log
    (re.compile(r"element is not visible"), Obstacle.HIDDEN),
    (re.compile(r"element is not enabled"), Obstacle.DISABLED),
    (re.compile(r"element is inert"), Obstacle.INERT),
    (re.compile(r"element is not editable"), Obstacle.READ_ONLY),
    (re.compile(r"element is not stable"), Obstacle.MOVING),
    (re.compile(r"element is outside of the viewport"), Obstacle.OUT_OF_VIEW),
    (re.compile(r"<.*>(?: subtree)? intercepts pointer events"), Obstacle.COVERED),
    (re.compile(r"did not find some options"), Obstacle.OPTION_MISSING),
    (re.compile(r"option being selected is not enabled"), Obstacle.OPTION_DISABLED),
    (re.compile(r"element was detached from the DOM, retrying"), Obstacle.DETACHED),
)
_API: Final = re.compile(r"([A-Z]?[A-Za-z]+)\.([A-Za-z_]+): (?:Error: )?")
_TIMEOUT: Final = re.compile(r"(?:Timeout|timeout) (\d+)ms")
_LOG_BEGINS: Final = re.compile(r"\n(?:Call log:|=+ logs =+)\n?")
_LOG_ENDS: Final = re.compile(r"\n\nAria snapshot:|\n=+\s*(?:\n|$)")
_BULLET: Final = re.compile(r"^\s*(?:- )?(?:\d+ \u00d7 )?")
_RESOLVED: Final = re.compile(r"locator resolved to (?:(hidden|visible) )?(<.*>)$")
_COVERED_BY: Final = re.compile(r"(<.*>)(?: subtree)? intercepts pointer events$")
_WAITING_FOR: Final = re.compile(
    r"waiting for ((?:locator|get_by|getBy|frame_locator|frameLocator|content_frame)\S?.*)$"
)
_STATE: Final = re.compile(r" to be (?:visible|hidden|attached|detached)$")
_UNEXPECTED: Final = re.compile(r'unexpected value "(.*)"$')
_NAVIGATED: Final = re.compile(r'navigated to "(.*)"$')
_NAVIGATING: Final = re.compile(r"waiting for (?:scheduled navigations|.*navigation) to finish(?:\.\.\.)?")
_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")
_SNAKE: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class CallError:
    """`headline` is without the call's name; `log` without bullets, indents and counts."""

    api: str = ""  # "locator.click"
    headline: str = ""
    log: tuple[str, ...] = ()

    @property
    def timeout_ms(self) -> int | None:
        found = _TIMEOUT.match(self.headline)
        return int(found[1]) if found else None

    @property
    def method(self) -> str:
        return self.api.rpartition(".")[2]

    @property
    def is_of_page_script(self) -> bool:
        """What it says is what script in the page threw: not to be searched for anything else."""
        return self.method.startswith(("evaluate", "eval_on", "wait_for_function", "add_"))

    @cached_property
    def locator(self) -> str:
        """What was waited for, as the workflow would write it."""
        for line in self.log:
            if found := _WAITING_FOR.match(line):
                return _STATE.sub("", found[1])
        return ""

    @cached_property
    def resolved(self) -> str:
        """The element that the locator found last, as '<button disabled>Go</button>'."""
        found = _last(_RESOLVED, self.log)
        return found[2] if found else ""

    @cached_property
    def resolved_hidden(self) -> bool:
        found = _last(_RESOLVED, self.log)
        return bool(found and found[1] == "hidden")

    @cached_property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Each time the call was held up, oldest first."""
        return tuple(kind for line in self.log for pattern, kind in _OBSTACLES if pattern.fullmatch(line))

    @property
    def obstacle(self) -> Obstacle | None:
        return self.obstacles[-1] if self.obstacles else None

    @cached_property
    def covered_by(self) -> str:
        """'<div id="banner">…</div>', with 'from <…> subtree' where Playwright says so."""
        found = _last(_COVERED_BY, self.log)
        return found[1] if found else ""

    @cached_property
    def actual(self) -> str | None:
        """The last value that an expectation found."""
        found = _last(_UNEXPECTED, self.log)
        return found[1] if found else None

    @cached_property
    def navigated_to(self) -> tuple[str, ...]:
        return tuple(found[1] for line in self.log if (found := _NAVIGATED.match(line)))

    @property
    def waits_for_navigation(self) -> bool:
        """The action was done; the page that it led to did not come."""
        return bool(self.log) and bool(_NAVIGATING.fullmatch(self.log[-1]))


def read_error(message: str) -> CallError | None:
    """None when the text is not one of Playwright's."""
    text = _COLOURS.sub("", message).replace("\r", "")
    head, separator, rest = _split(text)
    named = _API.match(head)
    if named is None:
        return CallError("", head.strip(), tuple(log_lines(rest.splitlines()))) if separator else None
    api = f"{named[1].lower()}.{_SNAKE.sub('_', named[2]).lower()}"
    return CallError(api, head[named.end() :].strip(), tuple(log_lines(rest.splitlines())))


def log_lines(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        text = _BULLET.sub("", _COLOURS.sub("", line), count=1).rstrip()
        if text:
            yield text


def _split(text: str) -> tuple[str, bool, str]:
    begins = _LOG_BEGINS.search(text)
    if begins is None:
        return text, False, ""
    return text[: begins.start()], True, _LOG_ENDS.split(text[begins.end() :], maxsplit=1)[0]


def _last(pattern: re.Pattern[str], log: Sequence[str]) -> re.Match[str] | None:
    return next((found for line in reversed(log) if (found := pattern.search(line))), None)
