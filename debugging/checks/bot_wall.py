"""The site asks for a proof that nobody automates it, or turns the visitor away for that."""

from __future__ import annotations

import re
from typing import Final

from debugging.case import Case
from debugging.failure_classes import FailureClass
from debugging.finding import Finding
from debugging.page_content import PageContent
from debugging.page_element import Element
from debugging.pointers import claim, to_page, to_request
from debugging.wording import host_of, quoted

_SAYS: Final = re.compile(
    r"verify(?:ing)? (?:that )?you(?:'re| are) (?:a |not a )?(?:human|robot|bot)|are you (?:a )?(?:human|robot)"
    r"|i'?m not a robot|not a robot|unusual (?:traffic|activity)|automated (?:queries|requests|access|traffic|tools)"
    r"|checking (?:if the site connection is secure|your browser)|attention required|pardon our interruption"
    r"|press (?:&|and) hold|solve (?:the|this) (?:captcha|puzzle|challenge)|complete the (?:captcha|security check)"
    r"|captcha|prove (?:that )?you(?:'re| are) (?:human|not)|bot (?:detected|detection|protection)|security check"
    r"|needs to review the security of your connection|suspicious activity|ddos protection|just a moment",
    re.IGNORECASE,
)
_TITLES: Final = re.compile(
    r"just a moment|attention required|pardon our interruption|are you (?:a )?(?:human|robot)|security check|captcha"
    r"|bot|robot|human verification|verify(?:ing)? you|access to this page has been denied|unusual traffic",
    re.IGNORECASE,
)
_WIDGETS: Final = re.compile(
    r"google\.com/recaptcha/|recaptcha\.net/|hcaptcha\.com/|challenges\.cloudflare\.com|captcha-delivery\.com"
    r"|perimeterx|px-captcha|arkoselabs|funcaptcha|geetest|awswaf.*captcha|_Incapsula_Resource|cf-chl|cf-turnstile"
    r"|g-recaptcha|h-captcha|datadome",
    re.IGNORECASE,
)
_UNSEEN: Final = re.compile(r"size=invisible|grecaptcha-badge|recaptcha__?badge|render=6L", re.IGNORECASE)
_SHORT: Final = 1_500  # characters: a wall says little else
_REFUSED: Final = frozenset({403, 405, 429, 503})


def bot_wall(case: Case) -> Finding | None:
    if not case.evidence.page:
        return None
    page, good = case.page, case.good_page
    was_there = good is not None and bool(_widget(good) or _words(good))
    words, widget = _words(page), _widget(page)
    if _is_challenge(case):
        return _finding(case, 0.97, words or page.title)
    if was_there or not (words or widget) or (case.met_the_element and not case.is_elsewhere and not widget):
        return None
    return _finding(case, _sureness(case, words, widget), words or "captcha")


def _is_challenge(case: Case) -> bool:
    headers = case.evidence.page.response_headers if case.evidence.page else {}
    return headers.get("cf-mitigated", "").lower() == "challenge" and not case.met_the_element


def _sureness(case: Case, words: str, widget: Element | None) -> float:
    page, knows_better = case.page, case.good_page is not None
    is_short = len(page.text) < _SHORT
    if words and is_short:
        if case.status in _REFUSED or widget or _TITLES.search(page.title):
            return 0.96
        return 0.9 if _is_about_it(page) else 0.6
    if widget and (is_short or knows_better) and not page.password_fields:
        return 0.8
    return 0.78 if widget and knows_better else 0.5


def _words(page: PageContent) -> str:
    """What the page says of it: in its title, headings, dialogs, or anywhere when it says little."""
    places = [page.title, *page.headings, *(dialog.text for dialog in page.dialogs)]
    if len(page.text) < _SHORT:
        places.append(page.text)
    for text in places:
        if found := _SAYS.search(text):
            start = max(0, text.rfind(".", 0, found.start()) + 1)
            return text[start:].strip()
    return ""


def _is_about_it(page: PageContent) -> bool:
    places = (page.title, *page.headings, *(dialog.text for dialog in page.dialogs))
    return any(_SAYS.search(text) for text in places) and len(page.controls) <= 4


def _widget(page: PageContent) -> Element | None:
    """A captcha that people see; a badge in the corner is none."""
    for one in page.shown:
        marks = " ".join(one.get(name) for name in ("src", "id", "class", "data-sitekey", "title"))
        if _WIDGETS.search(marks) and not _UNSEEN.search(marks) and one.get("data-size") != "invisible":
            badge = any("grecaptcha-badge" in (above.get("class") or "") for above in one.node.iterancestors())
            if not badge and one.get("type") != "hidden":
                return one
    return None


def _finding(case: Case, confidence: float, words: str) -> Finding:
    host = host_of(case.url) or "the site"
    refused = [to_request(one) for one in case.documents if one.status in _REFUSED][-1:]
    return Finding(
        failure_class=FailureClass.BOT_WALL,
        confidence=confidence,
        cause=f"{host} asked for a proof that it is used by a person",
        why=(claim(f"Instead of the page there was {quoted(words)}.", *refused, *to_page(case)),),
        advice="A changed selector will not help. Run less often, use an API of the site or an account it trusts, or"
        " ask its owner to let the worker's address in.",
    )
