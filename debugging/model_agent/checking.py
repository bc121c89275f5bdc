"""Whether a model's answer may be shown: it must hold though the model did what a page told it to.

What it points at must be in the evidence, and it may bring in nothing: no address but those the run went to, no
command, no function that neither the workflow nor Playwright has. Where the checks are sure it may explain, not
overrule.
"""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.checks.registry import CHECKS
from debugging.agent.wording import host_of, plain
from debugging.diagnosis import Claim, Diagnosis, Pointer
from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass
from debugging.model_agent.answer import SENTENCE_MOST, Answer, SaidClaim
from debugging.model_agent.conversation import Unusable
from debugging.model_agent.playwright_words import PLAYWRIGHT_WORDS
from debugging.model_agent.references import references
from runtime.redaction.shapes import hidden

SURE: Final = 0.9  # what the checks say with this confidence stands
MOST_OF_ITS_OWN: Final = 0.85  # the most that is believed of a model that sees it in another way than the checks
LEAVING_TRACES: Final = frozenset(
    {
        FailureClass.ENVIRONMENT,
        FailureClass.CRASH,
        FailureClass.PAGE_CLOSED,
        FailureClass.NETWORK_ERROR,
        FailureClass.NAVIGATION_TIMEOUT,
        FailureClass.HTTP_ERROR,
        FailureClass.UNEXPECTED_DIALOG,
        FailureClass.INVALID_SELECTOR,
        FailureClass.DOWNLOAD_FAILED,
    }
)
_ADDRESS: Final = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,15}://|\bwww\.)[^\s\"'`<>)\]]*", re.IGNORECASE)
_SITE: Final = re.compile(r"\b(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?=[/:\s]|[.,;]?(?:\s|$))", re.IGNORECASE)
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")
_COMMAND: Final = re.compile(
    r"\b(?:curl|wget|sudo|chmod|powershell|invoke-webrequest|eval|exec|os\.system|subprocess|base64\s+-d|rm\s+-|nc\s+-"
    r"|(?:pip3?|npm|npx|pnpm|yarn|brew|apt(?:-get)?)\s+(?:install|add|i)\b|bash\s+-c|sh\s+-c)|\|\s*(?:ba|z)?sh\b",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(r"\]\(|```|<\s*/?\s*[a-z!]|javascript:|data:", re.IGNORECASE)
_CALLED: Final = re.compile(r"([A-Za-z_]\w*)\s*\(")
_FILES: Final = (".py", ".ts", ".js", ".mjs", ".tsx", ".html", ".json")


def checked(answer: Answer, evidence: Evidence, known: Diagnosis) -> Diagnosis:
    """The answer as a diagnosis; `known` is what the checks say. Raises Unusable."""
    if known.confidence >= SURE and answer.failure_class != known.failure_class:
        raise Unusable(f'It says "{answer.failure_class}" where the checks are sure of "{known.failure_class}".')
    _check_class(answer.failure_class, evidence)
    places = references(evidence)
    for text in _texts(answer):
        check_text(text, evidence)
    _check_suggestion(answer.suggestion, evidence)
    why, changed = _claims(answer.why, places), _claims(answer.changed, places)
    if not any(claim.pointers for claim in why):
        raise Unusable("No reason that it gives points at any evidence.")
    agrees = answer.failure_class == known.failure_class
    return Diagnosis(
        failure_class=answer.failure_class,
        summary=shown(answer.summary),
        why=why,
        changed=changed or known.changed,
        advice=shown(answer.advice, 600),
        missing=tuple(shown(text) for text in answer.missing),
        confidence=answer.confidence if agrees else min(answer.confidence, MOST_OF_ITS_OWN),
        agent="model",
        check=known.check if agrees else "",
        element=known.element,
        suggestion=hidden(answer.suggestion),
    )


def _check_class(said: FailureClass, evidence: Evidence) -> None:
    """What leaves traces that a check cannot miss must have left some: no text of a page makes a site unreachable."""
    if said not in LEAVING_TRACES:
        return
    case = Case(evidence)
    if not any((finding := check(case)) is not None and finding.failure_class == said for check in CHECKS):
        raise Unusable(f'It says "{said}", of which no check finds a trace.')


def _claims(said: list[SaidClaim], places: dict[str, Pointer]) -> tuple[Claim, ...]:
    for one in said:
        for name in one.evidence:
            if name.strip("[] ") not in places:
                raise Unusable(f'It points at "{plain(name, 60)}", which is not in the evidence.')
    return tuple(
        Claim(text=shown(one.text), pointers=tuple(places[name.strip("[] ")] for name in one.evidence)) for one in said
    )


def _texts(answer: Answer) -> list[str]:
    said = [claim.text for claim in (*answer.why, *answer.changed)]
    return [answer.summary, answer.advice, answer.suggestion, *answer.missing, *said]


def check_text(text: str, evidence: Evidence) -> None:
    hosts = {host_of(url).partition(":")[0].lower() for url in _visited(evidence)} - {""}
    for match in _ADDRESS.finditer(text):
        host = host_of(match[0] if "://" in match[0] else f"http://{match[0]}").partition(":")[0]
        if host.lower() not in hosts:
            raise Unusable(f'It names an address that the run did not go to: "{plain(match[0], 60)}".')
    for match in _SITE.finditer(text):
        if match[0].lower() not in hosts and _is_site(match[0], evidence):
            raise Unusable(f'It names a site that the run did not go to: "{plain(match[0], 60)}".')
    for pattern, what in ((_MAIL, "an address to write to"), (_COMMAND, "a command"), (_MARKUP, "markup")):
        if found := pattern.search(text):
            raise Unusable(f'It holds {what}: "{plain(found[0], 60)}".')


def _is_site(name: str, evidence: Evidence) -> bool:
    """Not 'page.locator' or 'workflows.py': a name with dots is code when the workflow has it, or a file."""
    code = evidence.source.text if evidence.source else ""
    words = name.lower().split(".")
    return not (name.lower().endswith(_FILES) or name in code or words[-1] in PLAYWRIGHT_WORDS or "_" in name)


def _check_suggestion(suggestion: str, evidence: Evidence) -> None:
    """A line to paste: it may call only what the workflow calls there already, or Playwright has."""
    if suggestion.count("\n") > 3:
        raise Unusable("Its suggestion is more than a changed line.")
    code = f"{evidence.source.text if evidence.source else ''} {evidence.failure.mapped_stack}"
    known = PLAYWRIGHT_WORDS | set(_CALLED.findall(code))
    for name in _CALLED.findall(suggestion):
        if name not in known:
            raise Unusable(f'Its suggestion calls "{plain(name, 60)}", which the workflow does not call.')
    if re.search(r"\bimport\b|;|__", suggestion):
        raise Unusable("Its suggestion is more than a changed line.")


def _visited(evidence: Evidence) -> list[str]:
    good = evidence.good
    pages = [page.url for page in (evidence.page, good.page if good else None) if page]
    documents = [request.url for request in evidence.requests if request.document]
    went = [navigation.url for navigation in (*evidence.navigations, *(good.navigations if good else ()))]
    return [evidence.run.start_url, *pages, *documents, *went]


def shown(text: str, most: int = SENTENCE_MOST) -> str:
    return plain(hidden(text), most)
