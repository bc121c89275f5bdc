"""What programs write for a terminal, made harmless: their colours may stay, everything else goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from libretto.cli.output import printable

RESET = "\x1b[0m"
# Cursor movements, titles, links, queries that make a terminal type its answer. \x80 to \x9f are the same in one byte.
SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)(?P<colours>[0-9;:]*)m"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\n\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"  # up to their own end
    r"|\x1b[ -/]*[0-~]"
)


def terminal_text(text: str, *, colours: bool) -> str:
    """`text` without escape sequences or, with `colours`, with only those that set colours, which end with it.

    What is no whole sequence shows as `\\x1b`, so nothing that is left can become one.
    """
    shown = "".join(_pieces(text.replace("\r\n", "\n"), colours))
    return shown + RESET if "\x1b" in shown else shown


def _pieces(text: str, colours: bool) -> Iterator[str]:
    end = 0
    for found in SEQUENCE.finditer(text):
        yield printable(text[end : found.start()])
        if colours and found["colours"] is not None:
            yield f"\x1b[{found['colours']}m"
        end = found.end()
    yield printable(text[end:])
