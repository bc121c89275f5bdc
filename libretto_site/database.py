"""DATABASE_URL as Django's DATABASES entry."""

from __future__ import annotations

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from libretto_site.env import SettingError

POOL_SIZE = 20
EXAMPLE = "postgresql://user:password@host:5432/name"


def database_from_url(url: str | None) -> dict[str, Any]:
    """Any conninfo that libpq understands. None (no database yet) gives an entry that cannot connect."""
    if url is None:
        return {"ENGINE": "django.db.backends.postgresql", "NAME": "unset", "HOST": "/nonexistent"}
    if not url.startswith(("postgresql://", "postgres://")):
        raise SettingError(f"DATABASE_URL is not for PostgreSQL. Use {EXAMPLE}.")
    try:
        parts = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError as error:
        raise SettingError(f"DATABASE_URL cannot be read: {error}. Use {EXAMPLE}.") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "libretto"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        # A pool a process: under ASGI each request has its own thread, so connections kept per thread would pile up.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10, "pool": {"min_size": 0, "max_size": POOL_SIZE, "timeout": 10}, **parts},
    }
