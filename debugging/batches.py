"""Rows by the batch, for what forgets many of them: a batch a turn, each a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet

BATCH: Final = 200


def keys_of(rows: QuerySet[Any], *, by: str = "pk") -> list[Any]:
    """The first ones. `by` is the order of an index that has few other rows: asked for the order of their keys,
    PostgreSQL would read the whole table for the last ones."""
    return list(rows.order_by(by).values_list("pk", flat=True)[:BATCH])


def delete_in_batches(rows: QuerySet[Any]) -> Iterator[None]:
    while keys := keys_of(rows):
        rows.filter(pk__in=keys).delete()
        yield
