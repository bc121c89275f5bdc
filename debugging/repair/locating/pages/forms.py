"""Forms, and how alike two of them are: by what they ask for, what their buttons do and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from debugging.agent.page_element import text_of
from debugging.relocation.elements import FIELDS, word_set
from debugging.repair.locating.pages.kept_page import Found
from debugging.repair.locating.pages.labels import title_of
from debugging.repair.locating.words.asking import asked, asks_for_another, is_the_other_side
from debugging.repair.locating.words.meaning import acts_of

TEXT_MOST: Final = 400
SAME_TITLE: Final = 0.5
_NAMES_NOTHING: Final = frozenset({"form", "formular", "formulaire", "formulario", "example", "small", "basic"})
_BUTTON: Final = re.compile(r"\b(?:btn|button|submit)")
_ANY_FORM_DOES: Final = frozenset({"send", "next", "back", "cancel", "reset", "close"})
# What a form is for: one that signs in is not one that registers, whatever both ask for.
PURPOSES: Final = frozenset(
    {"sign in", "sign up", "search", "pay", "book", "publish", "delete", "join", "leave", "transfer", "upload"}
)
_OF_AN_ACCOUNT: Final = frozenset({"sign in", "sign up"})


@dataclass(frozen=True, eq=False)
class Form:
    """`fields`: of the choices of one group the first."""

    node: HtmlElement
    fields: tuple[Found, ...]
    buttons: tuple[Found, ...]

    @cached_property
    def heading(self) -> str:
        return title_of(self.node)

    @cached_property
    def title(self) -> frozenset[str]:
        return asked(self.heading) - _NAMES_NOTHING

    @cached_property
    def words(self) -> frozenset[str]:
        return word_set(text_of(self.node)[:TEXT_MOST].lower())

    def acts(self, without: frozenset[Found] = frozenset()) -> frozenset[str]:
        return frozenset(act for one in self.buttons if one not in without for act in acts_of(one.name))


class Common(NamedTuple):
    """Of two forms."""

    fields: int
    does_the_same: bool
    is_called_the_same: bool

    @property
    def number(self) -> int:
        return self.fields + self.does_the_same + self.is_called_the_same


def form_of(node: HtmlElement) -> HtmlElement | None:
    return next((above for above in (node, *node.iterancestors()) if above.tag == "form"), None)


def forms_in(nodes: Iterable[HtmlElement], elements: Iterable[Found]) -> dict[HtmlElement, Form]:
    """`nodes`: the forms of a page; those without fields are forms, too."""
    held: dict[HtmlElement, list[Found]] = {node: [] for node in nodes}
    for one in elements:
        form = form_of(one.node) if one.is_control else None
        if form is not None and form in held:
            held[form].append(one)
    return {node: Form(node, _fields(controls), _buttons(controls)) for node, controls in held.items()}


def common(old: Form, new: Form, without: frozenset[Found] = frozenset()) -> Common:
    """`without`: fields and buttons that are left out."""
    olds, news = ([one for one in form.fields if one not in without] for form in (old, new))
    does_the_same = bool(old.acts(without) & new.acts(without))
    return Common(_pairs(olds, news), does_the_same, shared(old.title, new.title) >= SAME_TITLE)


def forms_alike(old: Form, new: Form) -> float:
    """0 to 1, by marks, by what they ask for, do and are called, or by what is written in them."""
    marks = [(old.node.get(name), new.node.get(name)) for name in ("id", "name", "aria-label")]
    if any(one and one == other for one, other in marks):
        return 1.0
    same = common(old, new)
    told = bool(old.acts() and new.acts()) + bool(old.title and new.title)
    everything = len(old.fields) + len(new.fields) - same.fields + told
    return max(same.number / everything if everything else 0.0, shared(old.words, new.words))


def is_for_another(old: Form, new: Form) -> bool:
    """Its buttons do nothing that the old one's did, one of them is for something, and they are not called the same."""
    if is_the_other_side(old.heading, new.heading):
        return True
    before, now = old.acts() - _ANY_FORM_DOES, new.acts() - _ANY_FORM_DOES
    purposes = (before | now) & PURPOSES
    if not (before and now) or before & now or not purposes or shared(old.title, new.title) >= SAME_TITLE:
        return False
    return not (purposes <= _OF_AN_ACCOUNT and _asks_for_as_much(old, new))


def _asks_for_as_much(old: Form, new: Form) -> bool:
    """To register, sites ask for more than to sign in, whatever the button says."""
    same = common(old, new).fields
    return same > 2 and same >= 0.75 * (len(old.fields) + len(new.fields) - same)


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _fields(controls: Sequence[Found]) -> tuple[Found, ...]:
    fields = [one for one in controls if one.kind in FIELDS]
    groups = {one.seen.get("name") if one.kind == "radio" else one: one for one in reversed(fields)}
    return tuple(reversed(groups.values()))


def _buttons(controls: Sequence[Found]) -> tuple[Found, ...]:
    """Or else the links that look like some."""
    buttons = tuple(one for one in controls if one.kind == "button")
    return buttons or tuple(one for one in controls if one.kind == "link" and _BUTTON.search(one.seen.get("class")))


def _pairs(olds: Sequence[Found], news: Sequence[Found]) -> int:
    """How many fields ask for the same, or have the same name and do not say otherwise."""
    left, waiting = list(news), list(olds)
    for is_same in (_asks_for_the_same, _has_the_same_name):
        for old in tuple(waiting):
            new = next((one for one in left if is_same(old, one)), None)
            if new is not None:
                left.remove(new)
                waiting.remove(old)
    return len(olds) - len(waiting)


def _asks_for_the_same(old: Found, new: Found) -> bool:
    return bool(old.asked) and old.asked == new.asked and _is_secret(old) == _is_secret(new)


def _has_the_same_name(old: Found, new: Found) -> bool:
    names = old.seen.get("name"), new.seen.get("name")
    is_same = all(names) and (names[0] == names[1] or asked(names[0]) == asked(names[1]))
    return is_same and _is_secret(old) == _is_secret(new) and not asks_for_another(old.label, new.label)


def _is_secret(one: Found) -> bool:
    return one.described.type == "password"
