"""Rewrites style sheets so that they load nothing but what the trace keeps, and cannot end their element."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_STRING: Final = r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
_TOKENS: Final = re.compile(
    rf"""
    (?P<comment>/\*.*?(?:\*/|\Z))
    | @import\s*(?:url\(\s*)?(?P<imported>{_STRING}|[^\s"';)]+)\s*\)?(?P<conditions>[^;{{}}"']*)(?:;|\Z|(?=[{{}}"']))
    | (?P<sets>image-set\()
    | (?P<loads>(?:url|src|image)\(\s*)(?P<address>{_STRING}|[^\s"'()]*)
    | (?P<escape>\\[^\n])
    | (?P<string>{_STRING})
    | (?P<stray>["'])
    | (?P<defined>:defined\b)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_REPLACED: Final = {
    "comment": "/**/",  # not nothing: that would join what is around it
    "sets": "unknown(",  # its plain strings are addresses
    "stray": "",  # a quote without its other would turn the meaning of all that we insert
    "defined": ":is(*)",  # custom elements that are not defined here were so in the page
}
_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_NEWLINES: Final = re.compile(r"\r\n?|\f")
_TAG_START: Final = re.compile(r"<(?=[A-Za-z/!?])")
_DATA: Final = re.compile(r"data:(?:image/|font/|application/(?:x-)?font-)", re.IGNORECASE)

Resolve = Callable[[str], str | None]  # an address as written: where it is now, None when it is not kept


def safe_css(css: str, *, resolve: Resolve, imported: Callable[[str], str] = lambda address: "") -> str:
    """`imported` gives the safe text of a style sheet that an ``@import`` names, "" when there is none."""

    def replaced(match: re.Match[str]) -> str:
        if match.lastgroup == "conditions":
            return _import(imported(_plain(match["imported"])), match["conditions"].strip())
        if match.lastgroup == "address":
            return match["loads"] + quoted_address(_plain(match["address"]), resolve)
        return _REPLACED.get(match.lastgroup or "", match[0])

    plain = _NEWLINES.sub("\n", css).replace("\0", "\ufffd")
    if "\\" in plain:
        plain = _ESCAPE.sub(_plain_letter, plain)  # "\75rl(" is "url("
    return _TAG_START.sub(r"\\3c ", _TOKENS.sub(replaced, plain))


def quoted_address(address: str, resolve: Resolve) -> str:
    """As a CSS string. Fragments stay, and data of pictures and fonts."""
    if address.startswith("#") or _DATA.match(address):
        kept: str | None = address
    else:
        kept = resolve(address) if address else None
    if kept is None:
        return '"about:invalid"'
    escaped = "".join(f"\\{ord(char):x} " if char in '"\\\n\r\f<' else char for char in kept)
    return f'"{escaped}"'


def _import(text: str, conditions: str) -> str:
    if not conditions or not text or conditions.startswith(("layer", "supports")):
        return f"{text}\n"
    return f"@media {_TOKENS.sub('', conditions)} {{\n{text}\n}}"


def _plain(written: str) -> str:
    """A string or address without its quotes and escapes."""
    inner = written[1:-1] if written[:1] in ("'", '"') else written
    return _ESCAPE.sub(_unescaped, inner).strip()


def _plain_letter(match: re.Match[str]) -> str:
    meant = _unescaped(match)
    return meant if meant.isascii() and meant.isalpha() else match[0]


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        return "" if match[2] == "\n" else match[2]
    code = int(match[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
