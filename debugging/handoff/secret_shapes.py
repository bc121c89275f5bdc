"""Takes what looks like a secret out of a prompt.

Evidence is masked before: credentials where they are written (runtime/masking.py), secret params where it is gathered.
This is for what nobody declared: a key in a page, a password in a line of the log.
"""

from __future__ import annotations

import re
from typing import Final

from runtime.recording.hiding import HIDDEN, is_secret, safe_address

_SHAPES: Final = re.compile(
    "|".join(
        (
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
            r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?",  # a JSON web token
            r"\bAKIA[0-9A-Z]{16}\b|\bASIA[0-9A-Z]{16}\b",
            r"\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}",
            r"\b[srp]k_(?:live|test)_[A-Za-z0-9]{10,}|\bwhsec_[A-Za-z0-9+/=]{16,}",
            r"\bsk-(?:[a-z]+-)*[A-Za-z0-9_-]{16,}",
            r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
            r"\bAIza[\w-]{30,}|\bya29\.[\w-]{20,}",
            r"\bSG\.[\w-]{16,}\.[\w-]{16,}",
            r"\bnpm_[A-Za-z0-9]{30,}|\bpypi-[\w-]{40,}|\bhf_[A-Za-z0-9]{30,}",
            r"\blk_[\w-]{12,}",  # a key of this server
        )
    ),
    re.DOTALL,
)
_SCHEME: Final = re.compile(r"\b(Bearer|Basic|Token)\s+[\w.~+/=-]{12,}", re.IGNORECASE)
_COOKIE: Final = re.compile(r"\b((?:set-)?cookie\s*:\s*)[^\n]+", re.IGNORECASE)
# 'password: "…"', '"api_key": "…"', 'token=…'. Code such as token=config.token or fill(password) is left alone.
_GIVEN: Final = re.compile(
    r"""(?P<name>[A-Za-z_][\w-]{1,60})(?P<mark>["']?\s*[:=]\s*)(?:(?P<quote>["'])(?P<text>[^"'\n]{3,})(?P=quote)"""
    r"""|(?P<word>[^\s"'`<>,;&()\[\]{}]{6,}))"""
)
_CODE: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


def without_secrets(text: str) -> str:
    text = _SHAPES.sub(HIDDEN, safe_address(text))
    text = _COOKIE.sub(rf"\1{HIDDEN}", _SCHEME.sub(rf"\1 {HIDDEN}", text))
    return _GIVEN.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    name, mark, quote, text, word = found.group("name", "mark", "quote", "text", "word")
    if not _names_a_secret(name, text or word) or HIDDEN in found[0]:
        return found[0]
    if text is not None:
        return f"{name}{mark}{quote}{HIDDEN}{quote}"
    is_code = _CODE.fullmatch(word) and not any(letter.isdigit() for letter in word)
    return found[0] if is_code else f"{name}{mark}{HIDDEN}"


def _names_a_secret(name: str, value: str) -> bool:
    """Not an attribute that selectors use, and not a key that is pressed."""
    if name.lower().startswith(("data-", "aria-")) or not is_secret(name):
        return False
    return name.lower() != "key" or any(letter.isdigit() for letter in value)
