"""Whether the workflow was signing in, and how it came to the page that asks for it."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.addresses import same_place
from debugging.agent.case import Case
from debugging.evidence import Step

_PASSWORD: Final = re.compile(
    r"passw|passwort|passphrase|\bpwd\b|mot de passe|contrase|kennwort|wachtwoord|senha|palavra-passe|has[lł]o",
    re.IGNORECASE,
)


def own_sign_in(case: Case) -> Step | None:
    """The step that typed a password, unless the site has shown another page since then, or goes on without."""
    typed = [one for one in case.steps_before if one.api.endswith(("fill", "type", "press_sequentially"))]
    password = next((one for one in reversed(typed) if _PASSWORD.search(one.selector or one.title)), None)
    if password is None:
        return None
    since = [one for one in case.evidence.navigations if one.t_ms > password.t_ms]
    return None if any(not same_place(one.url, case.url) for one in since) else password


def went_there_itself(case: Case) -> bool:
    opened = [one for one in case.evidence.steps if one.api == "page.goto" and one.outcome == "ok"]
    asked = opened[-1].title.removeprefix("Go to ") if opened else case.evidence.run.start_url
    return bool(asked) and same_place(asked, case.url)


def was_redirected(case: Case) -> bool:
    page = case.evidence.page
    return bool(page and any(not same_place(one, page.url) for one in page.redirects))
