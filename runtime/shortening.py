from __future__ import annotations


def shortened(text: str, most: int) -> str:
    """The first `most` characters and "…" of a longer text. Mask it before: half a credential is not found any more."""
    return text if len(text) <= most else f"{text[:most]}…"
