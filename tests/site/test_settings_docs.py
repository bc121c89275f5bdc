"""docs/settings.md names every setting there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
INTERNAL = {"LIBRETTO_HOSTED_RUNTIME"}


def settings_read() -> set[str]:
    found = {"LIBRETTO_HOME", "LIBRETTO_PYTHON"}  # read by the shell scripts
    for file in [*CHECKOUT.glob("libretto_site/**/*.py"), *CHECKOUT.glob("bin/*.py")]:
        source = file.read_text(encoding="utf-8")
        found |= set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
        found |= set(re.findall(r'environ(?:\.get\(|\[)\s*"(LIBRETTO_[A-Z_]+)"', source))
    return found - INTERNAL


def settings_documented() -> set[str]:
    text = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([A-Z_]+)`", text, re.MULTILINE))


def test_every_setting_is_documented() -> None:
    assert settings_read() - settings_documented() == set()


def test_every_documented_setting_exists() -> None:
    assert settings_documented() - settings_read() == set()
