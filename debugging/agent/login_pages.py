"""Tells pages that ask to sign in from others."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final
from urllib.parse import urlsplit

from debugging.agent import other_languages
from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element

_ADDRESS: Final = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|log_in|sign_in|logon|auth|sso|oauth2?|authorize|saml2?|session/new|sessions/new"
    r"|anmelden|connexion|inloggen|logowanie|iniciar-sesi[oó]n|acceso|accedi|entrar"
    r"|accounts\.google|login\.microsoftonline|okta|auth0|cas|re-?auth\w*|session-?expired)(?:$|[/._?-])",
    re.IGNORECASE,
)
_HEADINGS: Final = re.compile(
    rf"\b(?:log ?in|sign ?in|log ?on|login|signin|{other_languages.SIGN_IN}"
    r"|welcome back|authenticat\w+|single sign-on|signed out|logged out"
    r"|session (?:has )?(?:expired|ended|timed out)"
    r"|enter your password)\b",
    re.IGNORECASE,
)
SIGNED_OUT: Final = re.compile(
    r"session (?:has |was |is |had )?(?:just |now |already |been )?"
    r"(?:expired|ended|timed out|timeout|invalid|no longer|terminated|closed)|(?:log-?in|token) (?:has )?expired"
    r"|(?:been|were|are) (?:logged|signed) out"
    r"|(?:please |must |need to |have to )(?:be )?(?:log|sign)(?:ged|ed)? ?in"
    r"|(?:log|sign) (?:back )?in (?:again|to (?:continue|view|access|see))|(?:log|sign)in (?:again|to continue)"
    r"|(?:log|sign) back in|re-?authenticate"
    r"|(?:not|no longer) (?:logged|signed) in|log(?:in|ged in)? required|authentication (?:is )?required"
    rf"|sign-in required|{other_languages.SIGNED_OUT}",
    re.IGNORECASE,
)
REFUSED: Final = re.compile(
    r"(?:invalid|incorrect|wrong|bad|unknown|unrecogni[sz]ed|does not match|do not match|don't match|not match)"
    r"[^.]{0,60}(?:password|user ?name|e-?mail|credential|log ?in|sign ?in|account|passcode|code)"
    r"|(?:password|user ?name|e-?mail|credentials?|log ?in|sign ?in|account)[^.]{0,60}"
    r"(?:invalid|incorrect|wrong|not (?:correct|recogni[sz]ed|found|valid|match)"
    r"|failed|locked|disabled|expired|suspended)"
    r"|(?:log ?in|sign ?in|authentication) failed|could not (?:log|sign) you in"
    r"|too many (?:failed )?(?:log|sign|attempts)"
    rf"|couldn'?t find your account|access denied|{other_languages.REFUSED}",
    re.IGNORECASE,
)
LOGIN_TIMEOUT: Final = 440  # of one web server; 419 and 498 are of frameworks
_REFUSALS: Final = frozenset({403, 419, 498})
_ACCOUNT: Final = re.compile(r"\b(?:e-?mail|user(?:name)?|login|identifier)\b", re.IGNORECASE)
_SECOND_STEP: Final = re.compile(
    r"(?:confirm|verify) it(?:.s| is) (?:really )?you|verify your identity|two-?(?:factor|step)|2-?step"
    r"|verification code"
    r"|enter (?:the|your) (?:\S+ )?code|one-time (?:code|password)|authenticator",
    re.IGNORECASE,
)
_BUTTON: Final = re.compile(
    rf"^\s*(?:log ?in|sign ?in|log ?on|continue|next|submit|{other_languages.SIGN_IN})\b", re.IGNORECASE
)


class Asks(IntEnum):
    """How plainly a page asks to sign in."""

    NOT = 0
    PERHAPS = 1
    PLAINLY = 2


def asks_to_sign_in(page: PageContent, status: int | None = None) -> Asks:
    says = any(_HEADINGS.search(text) for text in (page.title, *page.headings))
    signs = (2 if page.password_fields else 0) + is_login_address(page.page.url) + says
    signs += bool(SIGNED_OUT.search(page.text[:3_000])) + (3 if status == 401 else 0)
    signs += 3 if status == LOGIN_TIMEOUT else 2 if status in _REFUSALS and SIGNED_OUT.search(page.text[:3_000]) else 0
    signs += any(_BUTTON.match(one.name) and _HEADINGS.search(one.name) for one in page.controls)
    signs += says and any(_is_account(one) for one in page.controls)
    signs += 2 * any(SIGNED_OUT.search(text) or _SECOND_STEP.search(text) for text in (page.title, *page.headings))
    signs += 2 * any(one.get("autocomplete") == "one-time-code" for one in page.shown)
    if is_crowded(page) and signs <= 4 and status != 401:  # a page with a form for signing in at its side
        signs -= 2
    return Asks.PLAINLY if signs >= 3 else Asks.PERHAPS if signs == 2 else Asks.NOT


def _is_account(field: Element) -> bool:
    """The field for a user name or an e-mail address."""
    marks = (field.get(name) for name in ("type", "autocomplete", "name", "id"))
    return field.role == "textbox" and bool(_ACCOUNT.search(" ".join(marks)))


def is_crowded(page: PageContent) -> bool:
    return len(page.controls) > 25 or len(page.text) > 4_000


def is_login_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(_ADDRESS.search(f"{parts.netloc}{parts.path}"))
