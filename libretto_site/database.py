"""DATABASE_URL as Django's DATABASES entry."""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from libretto_site.env import SettingError


def database_from_url(url: str | None) -> dict[str, Any]:
    """Any conninfo that libpq understands. None (no database yet) gives an entry that cannot connect."""
    if url is None:
        return {"ENGINE": "django.db.backends.postgresql", "NAME": "unset", "HOST": "/nonexistent"}
    if not url.startswith(("postgresql://", "postgres://")):
        raise SettingError("DATABASE_URL is not for PostgreSQL. Use postgresql://user:password@host:5432/name.")
    parts = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "libretto"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10, **parts},
    }
