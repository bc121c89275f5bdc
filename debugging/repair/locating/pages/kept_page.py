"""A kept page as elements are looked for in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from lxml.html import HtmlElement

from debugging.agent.page_content import PageContent
from debugging.agent.page_documents import HELD
from debugging.agent.page_element import Element as Seen
from debugging.relocation.elements import FIELDS, Element
from debugging.relocation.page import Page as Ranks
from debugging.repair.locating.pages.belonging import is_in_dialog
from debugging.repair.locating.pages.described import described
from debugging.repair.locating.pages.labels import is_filled, label_of
from debugging.repair.locating.pages.pictures import picture_words, told_in_words
from debugging.repair.locating.pages.tree import Tree
from debugging.repair.locating.words.asking import asked, asked_words

CANDIDATES_MOST: Final = 4_000
_PRESSED: Final = frozenset({"link", "button", "summary"})
_NO_TARGETS: Final = frozenset({"html", "head", "title", "meta", "base", "body", "br", "hr", "wbr"})


@dataclass(frozen=True, eq=False)
class Found:
    """An element of a kept page, and how it is compared with others."""

    seen: Seen
    described: Element

    @property
    def node(self) -> HtmlElement:
        return self.seen.node

    @cached_property
    def name(self) -> str:
        """What people call it."""
        return told_in_words(self.seen.name or self.seen.text, self.node)

    @cached_property
    def does(self) -> str:
        """Its name; of what has none the words of its picture."""
        return self.name or " ".join(sorted(self.picture))

    @cached_property
    def picture(self) -> frozenset[str]:
        """What the pictures in it are of."""
        return picture_words(self.node)

    @cached_property
    def label(self) -> str:
        """Of a field, as people see it."""
        return label_of(self.seen)

    @cached_property
    def asked(self) -> frozenset[str]:
        """What a field asks for; nothing when it does not say."""
        return asked(self.label or self.seen.name)

    @property
    def kind(self) -> str:
        return self.described.kind

    @property
    def is_control(self) -> bool:
        return self.seen.is_control

    @property
    def frames(self) -> tuple[str, ...]:
        return self.seen.frames


@dataclass(frozen=True, eq=False)
class KeptPage:
    """`ignored`: attributes that are not compared."""

    content: PageContent
    ignored: frozenset[str] = field(default=frozenset())

    @cached_property
    def elements(self) -> tuple[Found, ...]:
        """Those that are shown, as far as the HTML tells, and what the good run's step acted on."""
        if not self.content.documents:
            return ()
        tree = Tree(self.content.documents[0].root)
        target = self.content.target
        shown = [one for one in self.content.shown if one.node in tree.paths and _may_be_meant(one)]
        if target is not None and all(one.node is not target.node for one in shown):
            shown.append(target)
        if len(shown) > CANDIDATES_MOST:
            shown = sorted(shown, key=lambda one: not (one.is_control or one is target))[:CANDIDATES_MOST]
        found = [Found(one, described(one, tree, self.ignored, said=_asked_by(one))) for one in shown]
        return tuple(_without_copies_not_shown(found, target))

    @cached_property
    def controls(self) -> tuple[Found, ...]:
        return tuple(one for one in self.elements if one.is_control)

    @cached_property
    def ranks(self) -> Ranks:
        return Ranks([one.described for one in self.elements])

    @cached_property
    def _by_node(self) -> dict[HtmlElement, Found]:
        return {one.node: one for one in self.elements}

    def of(self, node: HtmlElement) -> Found | None:
        return self._by_node.get(node)

    @property
    def target(self) -> Found | None:
        seen = self.content.target
        return self.of(seen.node) if seen is not None else None

    def equals_of(self, one: Found) -> list[Found]:
        """Of the same kind and name, itself among them; of those without a name with the same picture."""
        key = _key(one)
        return [other for other in self.elements if other.kind == one.kind and _key(other) == key]


def are_pressed(one: Found, other: Found) -> bool:
    """Of one kind, or a link that is a button now."""
    return one.kind == other.kind or {one.kind, other.kind} <= _PRESSED


def _without_copies_not_shown(elements: Sequence[Found], target: Seen | None) -> Iterator[Found]:
    """A menu for small screens, say: what says the same, and is shown, stands for it. Not for what a dialog asks."""
    shown = {_key(one) for one in elements if one.is_control and not one.seen.was_not_shown}
    for one in elements:
        may_be_copy = one.seen.was_not_shown and one.seen is not target and any(_key(one)[1:])
        if not (may_be_copy and one.is_control and _key(one) in shown) or _is_in_closed_dialog(one.node):
            yield one


def _is_in_closed_dialog(node: HtmlElement) -> bool:
    return is_in_dialog(node) or any("modal" in str(above.get("class")).split() for above in node.iterancestors())


def _key(one: Found) -> tuple[str, ...]:
    """Elements with the same key are equals."""
    if one.kind in FIELDS:
        return one.kind, one.described.said
    return (one.kind, _said(one.name)) if one.name else (one.kind, "", *sorted(one.picture))


def _said(name: str) -> str:
    return " ".join(name.casefold().split())


def _may_be_meant(one: Seen) -> bool:
    return one.tag not in _NO_TARGETS and one.node.get(HELD) is None


def _asked_by(one: Seen) -> str:
    """Of a field what it asks for, in the words in which all ask for it."""
    return " ".join(asked_words(label_of(one) or one.name)) if is_filled(one.node) else ""
