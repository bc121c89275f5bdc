"""Other places in the bundle with the same locator: they are named, and left alone."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from debugging.agent.locators import Call
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import BY_SELECTOR, CallSite
from debugging.repair.editing.chains import Chain, chain_of_selector, chains
from debugging.repair.editing.links import Link, links_of, owner_of
from debugging.repair.editing.meanings import Meaning
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.uses import uses
from debugging.repair.editing.written import Written, called_name


def other_uses(
    bundle: Bundle, site: CallSite, said: tuple[Call, ...], edited: Sequence[tuple[str, int]]
) -> tuple[str, ...]:
    """Places with the same locator, but for the `edited` lines: 'workflows.py:40'."""
    first, last = site.source.lines(site.call)
    apart = {*edited, *((site.source.file, line) for line in range(first, last + 1))}
    found = {
        (parsed.file, line)
        for parsed in bundle.files(_longest_text(said))
        for node in parsed.nodes
        if (line := _line_of(bundle, parsed, node, said))
    }
    meaning = _meaning_of_all(site)
    if meaning is not None:
        value = meaning.value
        if (value.source.file, value.source.lines(value.node)[0]) not in edited:
            found |= {(parsed.file, parsed.lines(node)[0]) for parsed, node in uses(bundle, meaning, site)}
    return tuple(f"{file}:{line}" for file, line in sorted(found - apart))


def _meaning_of_all(site: CallSite) -> Meaning | None:
    """The name that stands for the whole locator, when there is one."""
    segments = site.chain.segments
    meaning = segments[-2].meaning if len(segments) > 1 and not segments[-1].links else None
    return meaning if meaning is not None and meaning.via != "parameter" else None


def _longest_text(said: tuple[Call, ...]) -> str:
    texts = [text for call in said for text in (*call.args, *call.options.values()) if isinstance(text, str)]
    return max(texts, key=len, default="")


def _is_told(chain: Chain) -> bool:
    """No link of it is given something of which nothing is known: `page.locator(selector)`."""
    given = [value for link in chain.links for value in link.given.values()]
    return not any(value.text is not None and len(value.text) == len(value.holes) == 1 for value in given)


def _line_of(bundle: Bundle, parsed: Parsed, node: cst.CSTNode, said: tuple[Call, ...]) -> int:
    """0 when it is another one, or none."""
    if isinstance(node, cst.Call) and called_name(node) in BY_SELECTOR and node.args and owner_of(node) is not None:
        first, owner = node.args[0], owner_of(node)
        is_text = isinstance(first.value, cst.SimpleString | cst.Name | cst.Attribute)
        if is_text and owner is not None:
            link = Link(parsed, node, "locator", first)
            found = chain_of_selector(bundle, link, Written(parsed, owner), said)
            # What is given to `fill` of a locator is no selector, and not known, as a rule.
            if any(not fitted.holes for chain in found for fitted in chain.segments[0].links):
                return parsed.lines(node)[1]
    if isinstance(node, cst.Call | cst.Attribute):
        _, links = links_of(parsed, node)
        if links and links[-1].node is node and any(map(_is_told, chains(bundle, Written(parsed, node), said))):
            return parsed.lines(node)[1]
    return 0
