"""Where the elements of a document are, and what is said around them: read once for all of them."""

from __future__ import annotations

from collections import Counter
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

WORDS_LEAST: Final = 6
WORDS_MOST: Final = 30  # on each side
_UNITS: Final = frozenset({"tr", "li", "article", "form", "fieldset", "dialog", "section", "nav", "aside", "body"})
_UNIT_ROLES: Final = frozenset({"row", "listitem", "dialog", "alertdialog", "article", "form", "group", "region"})


class Tree:
    """`paths`: XPath, with a number at every step."""

    def __init__(self, root: HtmlElement) -> None:
        self.paths: dict[HtmlElement, str] = {}
        self._words: list[str] = []
        self._spans: dict[HtmlElement, tuple[int, int]] = {}
        self._read(root)

    def around(self, node: HtmlElement) -> str:
        """The texts nearest to it: of the smallest thing it is part of that says something."""
        first, last = self._spans[node]
        before: list[str] = []
        after: list[str] = []
        for above in node.iterancestors():
            begin, end = self._spans[above]
            before, after = self._words[max(begin, first - WORDS_MOST) : first], self._words[last:end][:WORDS_MOST]
            count = len(before) + len(after)
            if count >= WORDS_LEAST or (count and _is_unit(above)):
                break
        return " ".join((*before, *after))

    def _read(self, root: HtmlElement) -> None:
        starts: dict[HtmlElement, int] = {}
        counts: dict[HtmlElement | None, Counter[str]] = {}
        for event, node in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(node.tag, str):
                continue
            if event == "start":
                parent = node.getparent()
                counted = counts.setdefault(parent, Counter())
                counted[node.tag] += 1
                self.paths[node] = f"{self.paths.get(parent, '')}/{node.tag}[{counted[node.tag]}]"
                starts[node] = len(self._words)
                self._say(node.text or node.get("placeholder"))
            else:
                self._spans[node] = starts[node], len(self._words)
                if node is not root:
                    self._say(node.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._words += text.lower().split()


def _is_unit(node: HtmlElement) -> bool:
    return node.tag in _UNITS or str(node.get("role") or "") in _UNIT_ROLES
