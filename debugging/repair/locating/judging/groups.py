"""What opens a part of a menu, a group of its entries: known by the entries, whatever it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.locating.pages.leading import page_named
from debugging.repair.locating.pages.marks import OPENING, leads_somewhere

ENTRIES_LEAST: Final = 2
HELD: Final = 0.6  # of the entries that it had
SHARED: Final = 0.5  # of all entries of both
_PRESSED: Final = frozenset({"link", "button"})
_LISTS: Final = frozenset({"ul", "ol", "div"})


@dataclass(frozen=True)
class _Group:
    opener: Found
    said: tuple[frozenset[str], ...]  # of each entry its text, and the name of the page to which it leads


def same_group(old: Found, before: KeptPage, now: KeptPage) -> Found | None:
    """What opens mostly the same entries; None when several do."""
    if not opens_entries(old) or leads_somewhere(old):
        return None
    olds = list(_groups(before))
    was = next((one for one in olds if one.opener is old), None)
    if was is None or len([one for one in olds if _is_same(was, one)]) != 1:
        return None
    found = [one.opener for one in _groups(now) if _is_same(was, one)]
    return found[0] if len(found) == 1 else None


def opens_entries(one: Found) -> bool:
    """Of a menu: a list of links is right after it, or named by it."""
    part = _opened(one.node, one.node.getroottree().getroot().get_element_by_id) if one.kind in _PRESSED else None
    return part is not None and len(list(part.iterdescendants("a"))) >= ENTRIES_LEAST


def _is_same(was: _Group, there: _Group) -> bool:
    held = [one for one in was.said if any(one & other for other in there.said)]
    if len(held) < ENTRIES_LEAST or len(held) < HELD * len(was.said):
        return False
    one, other = was.opener.described.core, there.opener.described.core
    is_part = bool(one and other) and (one <= other or other <= one)
    return is_part or len(held) >= SHARED * (len(was.said) + len(there.said) - len(held))


def _groups(page: KeptPage) -> Iterator[_Group]:
    roots = [document.root for document in page.content.documents[:1]]
    named = {id_: node for root in roots for node in root.iter("*") if (id_ := node.get("id"))}
    for one in page.controls:
        if one.kind in _PRESSED and not leads_somewhere(one):
            part = _opened(one.node, named.get)
            said = tuple(_said(node, page) for node in part.iterdescendants("a")) if part is not None else ()
            if len(said) >= ENTRIES_LEAST:
                yield _Group(one, said)


def _opened(node: HtmlElement, named: Callable[[str, None], HtmlElement | None]) -> HtmlElement | None:
    """The part that its author names, or the list after it."""
    names = (str(node.get(name) or "").removeprefix("#") for name in OPENING)
    name = next((name for name in names if name), "")
    part = named(name, None) if name else None
    after = node.getnext()
    return part if part is not None else after if after is not None and after.tag in _LISTS else None


def _said(node: HtmlElement, page: KeptPage) -> frozenset[str]:
    text = " ".join(" ".join(node.itertext()).casefold().split())
    led = page_named(str(node.get("href") or ""))
    found = page.of(node)
    core = " ".join(sorted(found.described.core)) if found is not None else ""
    return frozenset({f"page {led}" if led else "", core or text} - {""})
