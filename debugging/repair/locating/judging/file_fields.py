"""Fields that take a file."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from debugging.agent.page_element import text_of
from debugging.relocation.elements import word_set
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.kept_page import Found
from debugging.repair.locating.words.field_words import AROUND

BESIDE_MOST: Final = 60
_FILE: Final = frozenset(
    {"file", "files", "input", "browse", "datei", "dateien", "fichier", "archivo", "bestand", "plik"}
)


def ask_for_any_file(match: Match) -> bool:
    """Both only say that a file is chosen: "File input", "Upload"."""
    said = [word_set((one.label or one.name).lower()) for one in (match.old, match.new)]
    return _are_for_files(match) and all(words <= AROUND | _FILE for words in said)


def is_the_only_file_field(match: Match) -> bool:
    """Of either page, and what is said of it, or beside it, is the same: "Attachment", "Attachments"."""
    if not match.are_the_only(lambda one: one.described.type == "file"):
        return False
    was, now = (frozenset(word.rstrip("s") for word in _said_of(one)) for one, _ in match.sides)
    return bool(was) and was == now


def _are_for_files(match: Match) -> bool:
    return match.old.described.type == match.new.described.type == "file"


def _said_of(one: Found) -> frozenset[str]:
    parts = takewhile(lambda above: above.tag not in ("body", "html"), one.node.iterancestors())
    beside = next((text for part in parts if (text := text_of(part))), "")
    return word_set((one.label or (beside if len(beside) <= BESIDE_MOST else "")).lower())
