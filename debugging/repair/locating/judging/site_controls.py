"""What opens a site's menu, its logo, the bell of its news, its messages, what opens the menu of the account, what
signs out, prints the page, makes a PDF of it, leads back, or reports a problem: each is known by what it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from lxml.html import HtmlElement

from debugging.relocation.elements import word_set, words_of
from debugging.repair.locating.pages.kept_page import Found
from debugging.repair.locating.pages.leading import is_home
from debugging.repair.locating.pages.marks import toggled_by
from debugging.repair.locating.words.meaning import TOGGLES, acts_of, things_of

_PRESSED: Final = frozenset({"button", "link"})
_MENU: Final = frozenset({"menu", "navigation", "sidebar", "main"})
_BARS: Final = frozenset({"bar", "bars"})
_TOGGLE: Final = re.compile(r"(?:nav(?:bar)?|menu|side(?:bar|nav)|header)-?toggle|hamburger", re.I)
_TOGGLED: Final = frozenset({"pushmenu", "push-menu", "sidebar", "sidenav"})
_TOGGLING: Final = re.compile(r"data-(?:[a-z]+-)?(?:widget|toggle)")
_BRAND: Final = re.compile(r"(?:^|[-_])(?:brand|logo)(?:[-_]|$)|^site[-_]?title$", re.I)
_SIGNS_OUT: Final = frozenset({"sign out"})
_NEWS: Final = frozenset({"notifications", "notification", "alerts"})
_MESSAGES: Final = frozenset({"messages", "message", "inbox", "mail", "mails"})
_OF_MESSAGES: Final = frozenset({"envelope", "mail", "comment", "comments", "chat", "text", "message", "messages"})
_SHOWS: Final = frozenset({"show", "view", "open", "toggle", "see", "unread"})
_PRINTS: Final = frozenset({"print"})
_PARTS: Final = frozenset({"section", "article", "aside", "li", "tr", "form"})
_ACCOUNT: Final = frozenset({"user", "account", "avatar", "profile"})
_SIDE: Final = re.compile(r"side-?(?:bar|nav|menu)", re.I)
_BACK: Final = frozenset({"go", "back"})
_GOES_BACK: Final = re.compile(r"\bhistory\.(?:back\(|go\(-1)")
_OF_PAGES: Final = frozenset({"page", "view", "version", "friendly"})
_PROBLEMS: Final = frozenset({"this", "problem", "issue", "error", "bug"})
_REPORTS: Final = _PROBLEMS | {"report", "a", "an", "the", "page", "to", "us"}
_MAKE_A_PDF: Final = frozenset(
    {"pdf", "a", "as", "to", "the", "file", "generate", "create", "make", "get", "export", "download", "save"}
)


def _opens_the_menu(one: Found) -> bool:
    if one.kind not in _PRESSED or _closes_what_it_is_in(one):
        return False
    if one.name:
        return acts_of(one.name) == TOGGLES and things_of(one.name) <= _MENU
    classes = (str(node.get("class") or "") for node in one.node.iter() if isinstance(node.tag, str))
    if any(_TOGGLING.fullmatch(str(name)) and value in _TOGGLED for name, value in one.node.attrib.items()):
        return True
    return (bool(one.picture) and one.picture <= _BARS) or bool(_TOGGLE.search(" ".join(classes)))


def _closes_what_it_is_in(one: Found) -> bool:
    opened = next((one.seen.get(name) for name in ("data-target", "data-bs-target") if one.seen.get(name)), "")
    return bool(opened) and any(f"#{above.get('id')}" == opened for above in one.node.iterancestors())


def _leads_home(one: Found) -> bool:
    """The logo."""
    classes = f"{one.seen.get('class')} {one.node.getparent().get('class') or ''}".split()
    is_brand = one.seen.tag == "a" and any(_BRAND.search(name) for name in classes)
    return is_brand and is_home(one.seen.get("href"))


def _signs_out(one: Found) -> bool:
    return one.kind in _PRESSED and acts_of(one.name) == _SIGNS_OUT and not things_of(one.name)


def _shows_news(one: Found) -> bool:
    if one.kind not in _PRESSED:
        return False
    if not one.name:
        return one.picture == {"bell"}
    words = frozenset(word for word in word_set(one.name.lower()) if not word.isdigit())
    return bool(words & _NEWS) and words <= _NEWS | _SHOWS and one.picture <= {"bell"}


def _prints(one: Found) -> bool:
    return prints_it(one) and not any(above.tag in _PARTS for above in one.node.iterancestors())


def prints_it(one: Found) -> bool:
    return one.kind in _PRESSED and acts_of(one.does) == _PRINTS and things_of(one.does) <= _OF_PAGES


def _shows_messages(one: Found) -> bool:
    """An envelope, say, or speech bubbles, with a menu."""
    if not _opens_a_list(one):
        return False
    words = frozenset(word for word in word_set(one.name.lower()) if not word.isdigit())
    if words:
        return bool(words & _MESSAGES) and words <= _MESSAGES | _SHOWS
    return bool(one.picture) and one.picture <= _OF_MESSAGES


def _opens_a_list(one: Found) -> bool:
    opens = (
        toggled_by(one) == "dropdown"
        or bool(one.seen.get("aria-haspopup"))
        or "dropdown-toggle" in one.seen.get("class")
    )
    return one.kind in _PRESSED and opens


def _opens_the_account(one: Found) -> bool:
    """Of who is signed in: a name, or a picture, with a menu."""
    if not _opens_a_list(one):
        return False
    above = one.node.getparent()
    called = [one.seen.get(name) for name in ("id", "class", "aria-label")] + [str(above.get("class") or "")]
    names = word_set(" ".join(called)) | one.picture
    return bool(names & _ACCOUNT) and not any(_is_at_the_side(node) for node in one.node.iterancestors())


def _is_at_the_side(node: HtmlElement) -> bool:
    classes = str(node.get("class") or "").split()
    return node.tag == "aside" or (node.tag != "body" and any(_SIDE.fullmatch(name) for name in classes))


def _leads_back(one: Found) -> bool:
    says_so = set(words_of(one.name)) == _BACK or bool(_GOES_BACK.search(one.seen.get("href")))
    return one.kind in _PRESSED and says_so


def _reports_a_problem(one: Found) -> bool:
    words = frozenset(words_of(one.name))
    return one.kind in _PRESSED and "report" in words and bool(words & _PROBLEMS) and words <= _REPORTS


def _makes_a_pdf(one: Found) -> bool:
    words = frozenset(words_of(one.name))
    return one.kind in _PRESSED and "pdf" in words and words <= _MAKE_A_PDF


SITE_CONTROLS: Final[Sequence[Callable[[Found], bool]]] = (
    *(_opens_the_menu, _leads_home, _signs_out, _shows_news, _shows_messages, _opens_the_account),
    *(_prints, _makes_a_pdf, _leads_back, _reports_a_problem),
)
