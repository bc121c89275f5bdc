"""The site demands a sign-in, or refused the one that the workflow made."""

from __future__ import annotations

from typing import Final

from debugging.agent.case import Case
from debugging.agent.covers import is_covered, sign_in_form, words_over
from debugging.agent.finding import Finding
from debugging.agent.login_pages import LOGIN_TIMEOUT, REFUSED, SIGNED_OUT, Asks, asks_to_sign_in, is_login_address
from debugging.agent.own_sign_in import own_sign_in, was_redirected, went_there_itself
from debugging.agent.own_words import says_signed_out
from debugging.agent.page_content import PageContent
from debugging.agent.pointers import claim, to_good_run, to_happening, to_page, to_request, to_source, to_step
from debugging.agent.requests_behind import failed_behind, lacks_content
from debugging.agent.wording import address, path_of, quoted
from debugging.diagnosis import Claim
from debugging.evidence import Step
from debugging.failure_classes import FailureClass

_SENDS: Final = ("locator.click", "page.click", "locator.press", "page.press", "keyboard.press", "locator.tap")
_DENIED: Final = "net::ERR_INVALID_AUTH_CREDENTIALS"
_AGAIN: Final = (
    "Sign in again: renew the stored session or credentials, or let the workflow sign in at its beginning and when"
    " it is sent to the sign-in page."
)


def login_required(case: Case) -> Finding | None:
    if case.error.headline.startswith(_DENIED):
        return _finding(case, 0.93, "the site wants a user name and a password", _where(case), _AGAIN)
    if told := _told_in_a_dialog(case) or _told_by_the_workflow(case):
        return told
    asks = _asks(case)
    if asks is Asks.NOT:
        return _over_the_page(case) or _behind_the_page(case)
    signing_in = own_sign_in(case)
    if signing_in is not None:
        return _refused(case, signing_in)
    return _sent_to_sign_in(case, asks) or _over_the_page(case)


def _asks(case: Case) -> Asks:
    if case.has_page or case.status in (401, LOGIN_TIMEOUT):
        return asks_to_sign_in(case.page, case.status)
    return Asks.PERHAPS if case.is_elsewhere and is_login_address(case.url) else Asks.NOT


def _sent_to_sign_in(case: Case, asks: Asks) -> Finding | None:
    good = case.good_page
    if good is not None and not case.is_elsewhere:
        if asks_to_sign_in(good) is Asks.PLAINLY:
            return None  # the workflow is on the page where it always signs in
        if good.password_fields and _has_controls_of(good, case.page):
            return None  # a page that always asked for a password, to register or to change it
    if good is None and not was_redirected(case) and went_there_itself(case):
        return None
    if case.met_the_element and not case.is_elsewhere and not case.page.password_fields:
        return None
    sure = {Asks.PLAINLY: 0.93, Asks.PERHAPS: 0.7 if case.has_page else 0.8}[asks]
    if asks is Asks.PERHAPS and case.page.password_fields and good is not None and not good.password_fields:
        sure = 0.92
    if asks is Asks.PLAINLY and (good is not None or was_redirected(case) or case.status == 401):
        sure = 0.97
    expired = SIGNED_OUT.search(case.page.text[:3_000])
    cause = f"{'the session had expired, and ' if expired else ''}the site demanded a sign-in"
    return _finding(case, sure, cause, _where(case), _AGAIN)


def _has_controls_of(good: PageContent, now: PageContent) -> bool:
    """Most of what it offers was there before, and most of that still is."""
    before, after = ({one.name.casefold() for one in page.controls if one.name} for page in (good, now))
    return 2 * len(before & after) >= max(len(before), len(after)) > 0


def _refused(case: Case, signing_in: Step) -> Finding | None:
    """The workflow signed in on this page, and is still there."""
    sent = [
        one for one in case.evidence.steps if one.t_ms > signing_in.t_ms and one.api in _SENDS and one.outcome == "ok"
    ]
    said = next((text for text in (*case.page.alerts, case.page.text) if REFUSED.search(text)), "")
    if not sent:
        return None
    advice = "Check the stored user name and password, and whether the account is locked or wants a second factor."
    if said:
        why = claim(f"The page says {quoted(_sentence(said))}.", to_step(sent[-1]), *to_page(case))
        return _finding(case, 0.95, "the site refused the sign-in", why, advice)
    why = claim("After the sign-in was sent, the page still asks for it.", to_step(sent[-1]), *to_page(case))
    return _finding(case, 0.78, "the sign-in did not lead anywhere", why, advice)


def _over_the_page(case: Case) -> Finding | None:
    """A dialog or banner says that the session has ended, or asks for the password."""
    over = words_over(case)
    said = next((text for text in (*over, *case.page.alerts) if SIGNED_OUT.search(text)), "")
    said = said if not case.page.told or SIGNED_OUT.search(case.page.text) else ""  # shown, and no mere template
    form = sign_in_form(case)
    asks = said or (form.text if form else "")
    if not asks or _is_usual(case, bool(said)):
        return None
    why = claim(f"The page says {quoted(_sentence(asks))}.", *to_page(case))
    cause = "the session had expired" if said else "the site demanded a sign-in"
    in_the_way = any(SIGNED_OUT.search(text) for text in over) and is_covered(case)
    return _finding(case, 0.93 if in_the_way else 0.88, cause, why, _AGAIN)


def _is_usual(case: Case, says: bool) -> bool:
    good = case.good_page
    return good is not None and bool(SIGNED_OUT.search(good.text) if says else good.password_fields)


def _behind_the_page(case: Case) -> Finding | None:
    """The page is there, and its server does not know the session any more."""
    refused = [one for one in failed_behind(case) if one.status == 401]
    if not refused or not lacks_content(case):
        return None
    why = claim(f"The page asked for {path_of(refused[-1].url)} and got 401 (Unauthorized).", to_request(refused[-1]))
    return _finding(case, 0.87, "the page's server wants a sign-in", why, _AGAIN)


def _told_in_a_dialog(case: Case) -> Finding | None:
    dialog = next((one for one in reversed(case.dialogs) if SIGNED_OUT.search(one.message)), None)
    if dialog is None or dialog.t_ms < case.recent_ms:
        return None
    why = claim(f"The site said {quoted(dialog.message)}.", to_happening(dialog))
    return _finding(case, 0.85, "the session had expired", why, _AGAIN)


def _told_by_the_workflow(case: Case) -> Finding | None:
    """It looks for that itself, and says so."""
    if not says_signed_out(case):
        return None
    why = claim(f"The workflow itself raised {quoted(case.evidence.failure.message, 120)}.", *to_source(case))
    return _finding(case, 0.85, "the workflow found itself signed out", why, _AGAIN)


def _where(case: Case) -> Claim:
    asked = [to_request(one) for one in case.documents if one.status == 401 or one.url == case.url][-1:]
    redirects = case.evidence.page.redirects if case.evidence.page else ()
    came = f", where {path_of(redirects[0])} had led" if redirects else ""
    return claim(f"The page at {address(case.url) or 'the site'}{came} asks to sign in.", *asked, *to_page(case))


def _sentence(text: str) -> str:
    found = REFUSED.search(text) or SIGNED_OUT.search(text)
    return text[max(0, text.rfind(".", 0, found.start()) + 1) :].strip() if found else text


def _finding(case: Case, confidence: float, cause: str, why: Claim, advice: str) -> Finding:
    claims = [why]
    if case.good_page is not None and asks_to_sign_in(case.good_page) is Asks.NOT:
        claims.append(claim("The last good run saw another page at this step.", *to_good_run(case)))
    return Finding(
        failure_class=FailureClass.LOGIN_REQUIRED, confidence=confidence, cause=cause, why=tuple(claims), advice=advice
    )
