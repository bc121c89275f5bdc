"""What a locator finds on a page that was kept, nearly as Playwright would, and what is like a missing element."""

from __future__ import annotations

from lxml.html import HtmlElement

from debugging.agent.locators import Call, Nested, Value, frames_in, in_frame, read_locator, target
from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element
from debugging.agent.page_finders import FINDERS, says
from debugging.agent.selectors import selected
from runtime.tracing.selectors import readable_selector


def find(content: PageContent, calls: tuple[Call, ...], *, anywhere: bool = False) -> list[Element] | None:
    """The elements it finds, hidden ones too; None when it cannot be told. `anywhere`: in whichever frame."""
    if not calls or not content.documents:
        return None
    frames = _frames(content, calls)
    pool = [one for one in content.elements if anywhere or one.frame in frames]
    found: list[Element] | None = None
    for call in in_frame(calls):
        found = _narrowed(content, call, pool, found)
        if found is None:
            return None
    return found


def find_shown(content: PageContent, calls: tuple[Call, ...]) -> list[Element] | None:
    """Nearer to Playwright where the page tells what it showed: by its role nothing is found that it did not, nor
    what people with a screen reader are not told of."""
    found = find(content, calls)
    looked_for = target(calls)
    if found is None or looked_for is None or looked_for.name != "get_by_role":
        return found
    return [one for one in found if not (one.was_not_shown or one.is_left_out)]


def _frames(content: PageContent, calls: tuple[Call, ...]) -> list[HtmlElement | None]:
    """The frames in which it looks; that of None is the page itself."""
    if not frames_in(calls):
        return [None]
    found = find(content, (frames_in(calls)[-1],), anywhere=True) or []
    return [one.node for one in found]


def _narrowed(
    content: PageContent, call: Call, pool: list[Element], found: list[Element] | None
) -> list[Element] | None:
    if found is not None and call.name in ("first", "last", "nth"):
        return _at({"first": 0, "last": -1}.get(call.name, call.args[0] if call.args else 0), found)
    if found is not None and call.name == "filter":
        return _filtered(content, call, pool, found)
    inside = pool if found is None else _inside(pool, found)
    if call.name == "locator":
        return _by_locator(content, call, pool, inside)
    finds = FINDERS.get(call.name)
    return [one for one in inside if finds(call)(one)] if finds else None


def _at(place: Value, found: list[Element]) -> list[Element]:
    return [found[place]] if isinstance(place, int) and -len(found) <= place < len(found) else []


def _filtered(content: PageContent, call: Call, pool: list[Element], found: list[Element]) -> list[Element] | None:
    for name, wanted in call.options.items():
        kept = _kept(content, name, wanted, pool, found)
        if kept is None:
            return None
        found = kept
    return found


def _kept(
    content: PageContent, name: str, wanted: Value, pool: list[Element], found: list[Element]
) -> list[Element] | None:
    is_wanted = not name.startswith("has_not")
    if name in ("has_text", "has_not_text") and wanted is not None:
        return [one for one in found if says(one.text, wanted, exact=False) is is_wanted]
    if name in ("has", "has_not") and isinstance(wanted, Nested):
        held = find(content, wanted.calls, anywhere=True)
        if held is None:
            return None
        owners = {above for one in held for above in one.node.iterancestors()}
        return [one for one in found if (one.node in owners) is is_wanted]
    # What was not shown is told of the page of a failure alone.
    return [one for one in found if not one.was_not_shown] if name == "visible" and wanted is True else None


def _inside(pool: list[Element], owners: list[Element]) -> list[Element]:
    nodes = {owner.node for owner in owners}
    return [one for one in pool if any(above in nodes for above in one.node.iterancestors())]


def _by_locator(content: PageContent, call: Call, pool: list[Element], inside: list[Element]) -> list[Element] | None:
    links = read_locator(readable_selector(call.text)) if ">>" in call.text else ()
    if len(links) < 2:
        found = _by_selector(content, call.text, inside)
        return None if found is None else _filtered(content, call, pool, found)
    found = None
    for link in (*links, Call("filter", (), call.options)):
        found = _narrowed(content, link, inside if found is None else pool, found)
        if found is None:
            return None
    return found


def _by_selector(content: PageContent, selector: str, inside: list[Element]) -> list[Element] | None:
    if selector.startswith("text="):
        says_it = FINDERS["get_by_text"](Call("get_by_text", (selector[5:].strip("\"'"),)))
        return [one for one in inside if says_it(one)]
    nodes = selected(selector, [document.root for document in content.documents]) if selector else None
    return None if nodes is None else [one for one in inside if one.node in nodes]
