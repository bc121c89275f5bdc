"""The source of a workflow with its words in colour, a line at a time."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers.configs import IniLexer, TOMLLexer
from pygments.lexers.data import JsonLexer, YamlLexer
from pygments.lexers.javascript import JavascriptLexer, TypeScriptLexer
from pygments.lexers.python import PythonLexer

COLOURED_MOST_CHARACTERS: Final = 60_000  # longer texts are shown plainly: odd ones take seconds
_LEXERS: Final[dict[str, type[Lexer]]] = {
    **dict.fromkeys((".py", ".pyi"), PythonLexer),
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx"), JavascriptLexer),
    **dict.fromkeys((".ts", ".mts", ".cts", ".tsx"), TypeScriptLexer),
    **dict.fromkeys((".yml", ".yaml"), YamlLexer),
    **dict.fromkeys((".ini", ".cfg"), IniLexer),
    ".json": JsonLexer,
    ".toml": TOMLLexer,
}
_FORMATTER: Final = HtmlFormatter(nowrap=True, classprefix="hl-")


def highlighted_lines(path: str, text: str) -> list[SafeString]:
    """HTML of each line; classes begin with `hl-`. Plain text where the language is not known."""
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    lexer = _LEXERS.get(PurePosixPath(path).suffix.lower())
    if lexer is not None and len(text) <= COLOURED_MOST_CHARACTERS:
        # Spans never reach over a line's end.
        coloured = highlight("\n".join(lines), lexer(stripnl=False, ensurenl=True), _FORMATTER).split("\n")[:-1]
        if len(coloured) == len(lines):
            return [mark_safe(line) for line in coloured]  # noqa: S308  # the formatter has escaped it
    return [escape(line) for line in lines]
