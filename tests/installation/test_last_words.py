"""Why the server could not be prepared, in the words of the error."""

from __future__ import annotations

from pathlib import Path

import pytest

from libretto_site.installation.supervise import _last_words


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("Traceback\n  raise SettingError(x)\nlibretto_site.env.SettingError: X is 'y'. Use z.\n", "X is 'y'. Use z."),
        (
            "psycopg.OperationalError: no one\n\nThe above exception\nOperationalError: refused\n\tIs it on?\n",
            "refused.",
        ),
        ("no error by name\n", "no error by name."),
        ("", "It said nothing."),
    ],
)
def test_the_last_error_is_said(tmp_path: Path, log: str, words: str) -> None:
    file = tmp_path / "prepare.log"
    file.write_text(log)
    assert _last_words(file) == words
