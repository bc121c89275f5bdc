"""The setting that names the debug agent's model. A name that cannot work stops the start."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from libretto_site.env import SettingError

PROVIDERS: Final = ("openai", "anthropic", "google")


def debug_model(*, name: str | None, url: str | None, api_key: str | None) -> str:
    """The name; "" when no model is to be asked."""
    if name is None:
        if url:
            raise SettingError("LIBRETTO_MODEL_URL is set, but no model. Set LIBRETTO_MODEL to a name that it knows.")
        return ""
    if url:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise SettingError(f"LIBRETTO_MODEL_URL is {url!r}. Use an address such as https://models.example/v1.")
        return name
    provider, _, rest = name.partition(":")
    if provider not in PROVIDERS or not rest:
        known = ", ".join(f"{provider}:…" for provider in PROVIDERS)
        raise SettingError(f"LIBRETTO_MODEL is {name!r}. Use one of {known}, or set LIBRETTO_MODEL_URL too.")
    if not api_key:
        raise SettingError("LIBRETTO_MODEL is set, but LIBRETTO_MODEL_API_KEY is not. Set it, or leave out the model.")
    return name
