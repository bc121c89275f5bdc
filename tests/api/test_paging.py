from __future__ import annotations

import pytest
from django.core.signing import Signer

from api import paging
from api.errors import InvalidInput


def test_a_token_comes_back_as_it_went() -> None:
    values: list[str | int] = ["2025-01-31T12:00:00.000001+00:00", 7, "é"]
    token = paging.encode("jobs", values)
    assert token.isascii()
    assert paging.decode("jobs", token) == values


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nonsense",
        ":",
        "a:b",
        "é",
        "\ud800",
        "a" * 100_000,
        paging.encode("logs", [1]),
        paging.encode("jobs", [1])[:-1],
        "x" + paging.encode("jobs", [1]),
        Signer(salt="elsewhere").sign_object([1]),
    ],
    ids=["empty", "word", "colon", "no-signature", "umlaut", "surrogate", "long", "other", "cut", "longer", "foreign"],
)
def test_any_other_token_is_refused_by_name(token: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        paging.decode("jobs", token, field="pageToken")
    assert caught.value.message == (
        "Input validation failed: pageToken: This page token is not one of ours. "
        "Leave it out to start at the first page"
    )
