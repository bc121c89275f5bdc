"""What cannot work is said in one sentence, before anything is left running."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.installation import Installation


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("LIBRETTO_PORT", "http", "LIBRETTO_PORT is 'http'. Use a number from 0 (any free port) to 65535."),
        ("DATABASE_URL_FILE", "/nonexistent", "DATABASE_URL_FILE is '/nonexistent', which cannot be read"),
        ("DATABASE_URL", "postgresql://me@127.0.0.1:1/x", "The database at DATABASE_URL cannot be used: "),
        (
            "LIBRETTO_SECRET_KEY_FILE",
            "/nonexistent",
            "LIBRETTO_SECRET_KEY_FILE is '/nonexistent', which cannot be read",
        ),
    ],
)
def test_one_sentence_with_the_remedy(tmp_path: Path, variable: str, value: str, sentence: str) -> None:
    refused = Installation(tmp_path / "home").command("up", "--detach", **{variable: value})
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert Installation(tmp_path / "home").command("down").stdout == "Nothing was running.\n"
