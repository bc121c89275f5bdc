"""After a test that commits, rows are deleted. Django's own way truncates: each table and index then gets a new file,
which takes longer than most of these tests, and it makes the content types and permissions again."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from psycopg import sql

KEPT = {"django_content_type", "auth_permission"}  # they are as `migrate` left them


@pytest.fixture(scope="session", autouse=True)
def _rows_are_deleted() -> None:
    TransactionTestCase._fixture_teardown = _delete_rows  # type: ignore[attr-defined]


def _delete_rows(_: TransactionTestCase) -> None:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # in any order: no references are checked
        cursor.execute(sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in tables))
