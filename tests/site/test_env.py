"""Odd settings stop the start, with the name and the remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from libretto_site import env
from libretto_site.database import database_from_url
from libretto_site.env import SettingError


@pytest.mark.parametrize(
    ("getter", "value", "sentence"),
    [
        (lambda: env.boolean("X", False), "maybe", "X is 'maybe'. Use true or false."),
        (lambda: env.integer("X", 1), "ten", "X is 'ten'. Use a whole number."),
        (lambda: env.integer("X", 1, least=1), "0", "X is 0. Use a number of at least 1."),
        (lambda: env.integer("X", 1, most=5), "6", "X is 6. Use a number of at least 0 and at most 5."),
        (lambda: env.choice("X", "a", ("a", "b")), "c", "X is 'c'. Use one of: a, b."),
        (lambda: env.json_object("X", {}), "{", "X is not JSON"),
        (lambda: env.json_object("X", {}), "[]", "X is not a JSON object"),
    ],
)
def test_odd_values_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, getter: Callable[[], object], value: str, sentence: str
) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(SettingError) as caught:
        getter()
    assert sentence in str(caught.value)


def test_a_missing_value_names_both_ways_to_give_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("X", raising=False)
    with pytest.raises(SettingError, match="X_FILE"):
        env.text("X")


def test_a_secret_comes_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s3cret\n")
    monkeypatch.setenv("X_FILE", str(file))
    assert env.text("X") == "s3cret"
    monkeypatch.setenv("X", "also")
    with pytest.raises(SettingError, match="both set"):
        env.text("X")


def test_an_unreadable_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_FILE", "/nonexistent/secret")
    with pytest.raises(SettingError, match="/nonexistent/secret"):
        env.optional("X")


def test_database_url_keeps_what_libpq_understands() -> None:
    entry = database_from_url("postgresql://me:p%40ss@db.example:5433/things?sslmode=require")
    assert (entry["NAME"], entry["USER"], entry["PASSWORD"]) == ("things", "me", "p@ss")
    assert (entry["HOST"], entry["PORT"]) == ("db.example", "5433")
    assert entry["OPTIONS"]["sslmode"] == "require"


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(SettingError, match="postgresql://"):
        database_from_url("sqlite:///x.db")


@pytest.mark.parametrize("url", ["postgresql://[bad", "postgresql://host/db?nonsense=1"])
def test_a_broken_database_url_is_refused(url: str) -> None:
    with pytest.raises(SettingError, match="DATABASE_URL"):
        database_from_url(url)
