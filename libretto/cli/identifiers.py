"""Ids are checked before anything is sent: a mistyped one deserves a better answer than a 400."""

from __future__ import annotations

import re
from typing import Any

import click

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class IdType(click.ParamType[str]):
    """A UUID, said to be the id of some noun."""

    def __init__(self, noun: str, remedy: str) -> None:
        self.name = f"{noun} id"
        self._remedy = remedy

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value).strip()
        if not UUID.fullmatch(text):
            self.fail(f"{text!r} is not a {self.name}: it is not a UUID. {self._remedy}", param, ctx)
        return text.lower()


REPAIR_ID = IdType("repair", "`libretto cloud repairs list` shows the ids of your repairs.")
JOB_ID = IdType("job", "`libretto cloud jobs list` shows the ids of your jobs.")
