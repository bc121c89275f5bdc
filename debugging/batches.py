"""Rows by the batch, for what forgets many of them: a batch a turn, each a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet

BATCH: Final = 200


def keys_of(rows: QuerySet[Any]) -> list[Any]:
    """The first ones."""
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


def delete_in_batches(rows: QuerySet[Any]) -> Iterator[None]:
    while keys := keys_of(rows):
        rows.filter(pk__in=keys).delete()
        yield
