"""The site asks for a proof that nobody automates it, or turns the visitor away for that."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.covers import is_covered, words_over
from debugging.agent.finding import Finding
from debugging.agent.other_languages import NO_ROBOT
from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element
from debugging.agent.pointers import claim, to_page, to_request
from debugging.agent.wording import host_of, quoted
from debugging.failure_classes import FailureClass

_SAYS: Final = re.compile(
    r"verify(?:ing)? (?:that )?you(?:'re| are) (?:a |not a )?(?:human|robot|bot)|are you (?:a )?(?:human|robot)"
    r"|i'?m not a robot|not a robot|unusual (?:traffic|activity)|automated (?:queries|requests|access|traffic|tools)"
    r"|checking (?:if the site connection is secure|your browser)|attention required|pardon our interruption"
    r"|press (?:&|and) hold|(?:solve|complete|enter) (?:the|this|a) (?:captcha|puzzle|challenge|security)"
    r"|prove (?:that )?you(?:'re| are) (?:human|not)|bot (?:detected|detection|protection)|security check"
    r"|needs to review the security of your connection|suspicious activity|ddos protection|just a moment"
    rf"|{NO_ROBOT}",
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
    r"|g-recaptcha|h-captcha|datadome|^iframe .*captcha",
    re.IGNORECASE,
)
_UNSEEN: Final = re.compile(r"size=invisible|grecaptcha-badge|recaptcha__?badge|render=6L", re.IGNORECASE)
_SHORT: Final = 1_500  # characters: a wall says little else
_REFUSED: Final = frozenset({403, 405, 429, 503})


def bot_wall(case: Case) -> Finding | None:
    if not case.evidence.page:
        return None
    page, good = case.page, case.good_page
    words, widget = _words(page), _widget(page)
    if good is not None:  # only what was not there before
        words = "" if words in good.text else words
        widget = None if _widget(good) is not None else widget
    if _is_challenge(case):
        return _finding(case, 0.97, words or page.title)
    if over := _over_the_element(case):
        return _finding(case, 0.9, over)
    if not (words or widget) or (case.met_the_element and not case.is_elsewhere and not widget):
        return None
    return _finding(case, _sureness(case, words, widget), words or "captcha")


def _over_the_element(case: Case) -> str:
    """Words of a layer that asks for it in front of the page."""
    return next((text for text in words_over(case) if _SAYS.search(text)), "") if is_covered(case) else ""


def _is_challenge(case: Case) -> bool:
    headers = case.evidence.page.response_headers if case.evidence.page else {}
    return headers.get("cf-mitigated", "").lower() == "challenge" and not case.met_the_element


def _sureness(case: Case, words: str, widget: Element | None) -> float:
    page, knows_better = case.page, case.good_page is not None
    if words and (case.status in _REFUSED or _TITLES.search(page.title)):
        return 0.96
    if _is_bare(page) and (knows_better or _is_about_it(page) or (words and widget)):
        return 0.93
    if _is_bare(page) and words:
        return 0.8
    if widget and not page.password_fields and (knows_better or not any(not one.frames for one in page.controls)):
        return 0.8
    return 0.5


def _is_bare(page: PageContent) -> bool:
    """Nothing on it to work with; a form that also has a captcha is none."""
    return len(page.text) < _SHORT and sum(not one.frames for one in page.controls) <= 4


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
    return any(_SAYS.search(text) for text in (page.title, *page.headings, *(one.text for one in page.dialogs)))


def _widget(page: PageContent) -> Element | None:
    """A captcha that people see; a badge in the corner is none."""
    for one in page.shown:
        marks = " ".join((one.tag, *(one.get(name) for name in ("src", "id", "class", "title", "name"))))
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
