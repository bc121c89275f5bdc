"""Moments as people write them: a date and time, or how long ago."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import click

AGO = re.compile(r"(\d{1,6})\s*([smhd])", re.IGNORECASE)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class MomentType(click.ParamType[datetime]):
    """ISO-8601, in UTC unless it says otherwise, as the API reads it; or `90s`, `10m`, `2h`, `3d` ago."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        try:
            if ago := AGO.fullmatch(text):
                return datetime.now(UTC) - timedelta(**{UNITS[ago[2].lower()]: int(ago[1])})
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(
                f"{text!r} is no moment. Use a date and time such as 2026-03-02T10:00:00Z (UTC when it does not say), "
                "or how long ago: 90s, 10m, 2h, 3d.",
                param,
                ctx,
            )


MOMENT = MomentType()


def as_sent(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
