"""What a workflow gets as its first argument."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from libretto.credentials import Credentials
from libretto.group import Group
from libretto.protocol import LogLevel

PageT = TypeVar("PageT")

_LOGGER = logging.getLogger("libretto.workflow")
_LEVELS: dict[LogLevel, int] = {"info": logging.INFO, "warn": logging.WARNING, "error": logging.ERROR}


def _to_logging(level: LogLevel, message: str) -> None:
    _LOGGER.log(_LEVELS[level], "%s", message)


class Log:
    """Lines of the run's log. Fields follow the message: ``info("saved", rows=3)`` logs ``saved rows=3``."""

    def __init__(self, write: Callable[[LogLevel, str], None] = _to_logging) -> None:
        self._write = write

    def info(self, message: object, /, **fields: object) -> None:
        self._write("info", _line(message, fields))

    def warn(self, message: object, /, **fields: object) -> None:
        self._write("warn", _line(message, fields))

    def error(self, message: object, /, **fields: object) -> None:
        self._write("error", _line(message, fields))


@dataclass(kw_only=True)
class Context(Generic[PageT]):
    """``Context[Page]`` with Playwright's async ``Page`` for ``async def``, its sync ``Page`` for plain functions.

    In a test of yours: ``Context(page=page, credentials=Credentials({"token": "x"}))``.
    """

    page: PageT  # the page in front of the run's browser, already at the start URL
    session: str = "local"  # id of the browser session
    credentials: Credentials = field(default_factory=Credentials)  # the declared ones, and no others
    log: Log = field(default_factory=Log, repr=False)

    def group(self, name: str) -> Group:
        """``with ctx.group("Log in"):`` shows the steps inside as parts of one, "Log in"; ``async with`` likewise.

        Groups may be in groups. One has failed when a step in it has. Other contexts than that of `page` have no steps.
        """
        page: Any = self.page
        caller = sys._getframe(1)
        return Group(page.context.tracing, name, file=caller.f_code.co_filename, line=caller.f_lineno)


def _line(message: object, fields: dict[str, object]) -> str:
    return " ".join([str(message), *(f"{name}={_value(value)}" for name, value in fields.items())])


def _value(value: object) -> str:
    """Plain words as they are; everything else as JSON, so that a line stays a line and can be parsed."""
    if isinstance(value, str) and value.isprintable() and value and not set(value) & set(' "='):
        return value
    plain: Any = value
    return json.dumps(plain, ensure_ascii=False, default=str)
