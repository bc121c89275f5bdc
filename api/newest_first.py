"""Rows that have a time, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from api import paging
from api.errors import InvalidInput

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class TimePage(Generic[Row]):
    """The tokens lead to the pages on either side; None where there is nothing."""

    rows: list[Row]
    newer: str | None
    older: str | None


def page_of(rows: QuerySet[Row], *, by: str, purpose: str, limit: int, cursor: str | None = None) -> TimePage[Row]:
    """`by` names the column of their time. A token names a row's place, so a page stays true while rows are added.
    Raises InvalidInput for a token that is not one of `purpose`."""
    newest, oldest = rows.order_by(f"-{by}", "-pk"), rows.order_by(by, "pk")
    if cursor is None:
        found = list(newest[: limit + 1])
        return _page(found[:limit], by, purpose, newer=False, older=len(found) > limit)
    direction, at, pk = _decode(purpose, cursor)
    # The first condition is the one an index can use.
    if direction == "older":
        found = list(newest.filter(**{f"{by}__lte": at}).filter(Q(**{f"{by}__lt": at}) | Q(pk__lt=pk))[: limit + 1])
        return _page(found[:limit], by, purpose, newer=True, older=len(found) > limit)
    found = list(oldest.filter(**{f"{by}__gte": at}).filter(Q(**{f"{by}__gt": at}) | Q(pk__gt=pk))[: limit + 1])
    return _page(found[:limit][::-1], by, purpose, newer=len(found) > limit, older=True)


def _page(rows: list[Row], by: str, purpose: str, *, newer: bool, older: bool) -> TimePage[Row]:
    def token(direction: str, row: Row) -> str:
        microseconds = (getattr(row, by) - EPOCH) // timedelta(microseconds=1)
        return paging.encode(purpose, [direction, microseconds, str(row.pk)])

    return TimePage(
        rows=rows,
        newer=token("newer", rows[0]) if rows and newer else None,
        older=token("older", rows[-1]) if rows and older else None,
    )


def _decode(purpose: str, cursor: str) -> tuple[str, datetime, str]:
    match paging.decode(purpose, cursor):
        case ["newer" | "older" as direction, int(microseconds), str(pk)]:
            return direction, EPOCH + timedelta(microseconds=microseconds), pk
    raise InvalidInput("Use a token of an earlier answer, unchanged.", path=["cursor"])
