"""Fills the templates of a release. Every value is escaped unless it is Html already."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent
RELEASES = ("1", "2")


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


class Markup:
    """One release, under one path prefix."""

    def __init__(self, release: str, base: str) -> None:
        self.base = base
        self._folder = FOLDER / f"r{release}"

    def fragment(self, name: str, **values: object) -> Html:
        template = Template((self._folder / f"{name}.html").read_text(encoding="utf-8"))
        return Html(template.substitute(base=self.base, **{key: _escaped(value) for key, value in values.items()}))

    def page(self, name: str, title: str, **values: object) -> Html:
        return self.framed(title, self.fragment(name, **values), menu=self.fragment("menu"))

    def framed(self, title: str, content: Html, *, menu: Html) -> Html:
        return self.fragment("layout", title=title, content=content, menu=menu)

    def stylesheet(self) -> str:
        return (self._folder / "style.css").read_text(encoding="utf-8")


def joined(fragments: Iterable[Html]) -> Html:
    return Html("".join(fragments))


def options(choices: Iterable[str], chosen: str) -> Html:
    return joined(
        Html(f"<option{' selected' if choice == chosen else ''}>{html.escape(choice)}</option>") for choice in choices
    )


def _escaped(value: object) -> str:
    return value if isinstance(value, Html) else html.escape(str(value))
