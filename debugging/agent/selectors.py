"""Selectors as Playwright reads them: CSS with its own additions, and XPath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cssselect import HTMLTranslator, SelectorError
from cssselect.parser import Function
from cssselect.xpath import ExpressionError, XPathExpr
from lxml import etree
from lxml.html import HtmlElement

_PATHS: Final = ("//", "..", "(")


def selected(selector: str, roots: Sequence[HtmlElement]) -> set[HtmlElement] | None:
    """By CSS or XPath; None when it cannot be told."""
    try:
        path = _xpath(selector)
        return {node for root in roots for node in root.xpath(path)}
    except (SelectorError, etree.XPathError, TypeError, ValueError, AssertionError):
        return None


def _xpath(selector: str) -> str:
    if selector.startswith("xpath="):
        return selector.removeprefix("xpath=")
    return selector if selector.startswith(_PATHS) else _CSS.css_to_xpath(selector.removeprefix("css="))


class _Css(HTMLTranslator):
    """With what Playwright adds. Whether something is visible a kept page does not tell: all of it counts as that."""

    def xpath_has_text_function(self, xpath: XPathExpr, function: Function) -> XPathExpr:
        return xpath.add_condition(_says(_text(function)))

    def xpath_text_function(self, xpath: XPathExpr, function: Function) -> XPathExpr:
        said = _says(_text(function))
        return xpath.add_condition(f"{said} and not(*[{said}])")

    def xpath_text_is_function(self, xpath: XPathExpr, function: Function) -> XPathExpr:
        said = f"normalize-space(.) = {self.xpath_literal(_text(function))}"
        return xpath.add_condition(f"{said} and not(*[{said}])")

    def xpath_visible_pseudo(self, xpath: XPathExpr) -> XPathExpr:
        return xpath


_CSS: Final = _Css()


def _text(function: Function) -> str:
    if function.argument_types() not in (["STRING"], ["IDENT"]):
        raise ExpressionError(f"A text is expected in :{function.name}()")
    return " ".join(str(function.arguments[0].value).split())


def _says(text: str) -> str:
    """Contains it, in large letters or small ones."""
    lower = text.lower() if len(text.lower()) == len(text) else text
    letters = dict(_pairs(lower))
    said = "normalize-space(.)"
    if letters:
        large, small = ("".join(part) for part in zip(*letters.items(), strict=True))
        said = f"translate({said}, {_CSS.xpath_literal(large)}, {_CSS.xpath_literal(small)})"
    return f"contains({said}, {_CSS.xpath_literal(lower)})"


def _pairs(lower: str) -> Iterator[tuple[str, str]]:
    yield from ((one.upper(), one) for one in lower if len(one.upper()) == 1 and one.upper() != one)
