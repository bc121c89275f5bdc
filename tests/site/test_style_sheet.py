"""Templates and docs/pages.md use only classes that the style sheets have."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from libretto.protocol import JobState

CHECKOUT = Path(settings.CHECKOUT)
# Words of a state or level that look like the plain form.
PLAIN = {"pill-queued", "pill-closed", "notice-info"}


@cache
def known() -> set[str]:
    sheets = "".join(sheet.read_text(encoding="utf-8") for sheet in CHECKOUT.glob("static/**/*.css"))
    return PLAIN | set(re.findall(r"\.([a-zA-Z][\w-]*)", sheets))


def used(html: str) -> set[str]:
    """Classes written out; not those a template puts together."""
    words = {word for found in re.findall(r'class="([^"]*)"', html) for word in re.sub(r"{%.*?%}", " ", found).split()}
    return {word for word in words if re.fullmatch(r"[a-zA-Z][\w-]*", word) and not word.endswith("-")}


@pytest.mark.parametrize(
    "file",
    sorted(
        str(path.relative_to(CHECKOUT)) for path in [*CHECKOUT.glob("templates/**/*.html"), CHECKOUT / "docs/pages.md"]
    ),
)
def test_only_known_classes(file: str) -> None:
    assert used((CHECKOUT / file).read_text(encoding="utf-8")) - known() == set()


def test_every_state_has_a_look() -> None:
    assert {f"pill-{state}" for state in JobState} <= known()
