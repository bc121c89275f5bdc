"""The settings of the debug agent's model."""

from __future__ import annotations

import pytest

from libretto_site.debug_model import debug_model
from libretto_site.env import SettingError


@pytest.mark.parametrize(
    ("name", "url", "key"),
    [
        (None, "", ""),
        ("openai:gpt-5", "", "key"),
        ("anthropic:claude-sonnet-4-5", "", "key"),
        ("google:gemini-2.5-pro", "", "key"),
        ("qwen3", "http://127.0.0.1:11434/v1", ""),
    ],
)
def test_names_that_can_work(name: str | None, url: str, key: str) -> None:
    assert debug_model(name=name, url=url, api_key=key) == (name or "")


@pytest.mark.parametrize(
    ("name", "url", "key", "sentence"),
    [
        ("gpt-5", "", "key", "LIBRETTO_MODEL is 'gpt-5'. Use one of openai:…, anthropic:…, google:…"),
        ("other:model", "", "key", "LIBRETTO_MODEL is 'other:model'"),
        ("openai:", "", "key", "LIBRETTO_MODEL is 'openai:'"),
        ("openai:gpt-5", "", "", "LIBRETTO_MODEL_API_KEY is not"),
        (None, "http://127.0.0.1/v1", "", "Set LIBRETTO_MODEL to a name"),
        ("qwen3", "127.0.0.1:11434", "", "Use an address such as"),
    ],
)
def test_others_stop_the_start(name: str | None, url: str, key: str, sentence: str) -> None:
    with pytest.raises(SettingError) as caught:
        debug_model(name=name, url=url, api_key=key)
    assert sentence in str(caught.value)
