"""Reads what Playwright says when a call fails: its name, its headline, and the log of what it tried.

A page decides what some of these words are: element previews, values, errors of its scripts. So reasons are only
taken from whole lines of the log and from the beginning of the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from debugging.agent.obstacles import Obstacle, obstacles_in

_API: Final = re.compile(
    r"((?i:Page|(?:Frame)?Locator|Frame|(?:Element|JS)Handle|Browser(?:Context|Type)?|Download|Dialog|FileChooser|Keyboard"
    r"|Mouse|Touchscreen|APIRe\w+|Request|Response|Route|Worker|WebSocket))\.([A-Za-z_]+): (?:Error: )?"
)
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
_EXPECTING_FAILED: Final = re.compile(r"\nError: ((?!element\(s\) not found).*)", re.DOTALL)
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
        found = next((found for line in self.log if (found := _WAITING_FOR.match(line))), None)
        return _STATE.sub("", found[1]) if found else ""

    @cached_property
    def resolved(self) -> str:
        """The element that the locator found last, as '<button disabled>Go</button>'."""
        found = _last(_RESOLVED, self.log)
        return found[2] if found else ""

    @cached_property
    def resolved_hidden(self) -> bool:
        found = _last(_RESOLVED, self.log)
        return bool(found and found[1] == "hidden")

    @property
    def attempted(self) -> bool:
        return any(line.startswith("attempting ") for line in self.log)

    @cached_property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Each time the call was held up, oldest first."""
        return tuple(obstacles_in(self.log))

    @property
    def obstacle(self) -> Obstacle | None:
        return self.obstacles[-1] if self.obstacles else None

    @cached_property
    def covered_by(self) -> str:
        """'<div id="banner">…</div>', with 'from <…> subtree' where Playwright says so."""
        return _last_of(_COVERED_BY, self.log)

    @cached_property
    def actual(self) -> str:
        """The last value that an expectation found."""
        return _last_of(_UNEXPECTED, self.log)

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
        failed = _EXPECTING_FAILED.search(head)  # it could not even be looked whether it is so
        headline = failed[1] if failed else head
        return CallError("", headline.strip(), tuple(log_lines(rest.splitlines()))) if separator else None
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


def _last_of(pattern: re.Pattern[str], log: Sequence[str]) -> str:
    found = _last(pattern, log)
    return found[1] if found else ""
