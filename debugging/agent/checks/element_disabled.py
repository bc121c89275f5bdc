"""The element is there and shown, but disabled or read-only."""

from __future__ import annotations

from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.obstacles import Obstacle
from debugging.agent.page_element import Element
from debugging.agent.pointers import claim, to_failing_step, to_good_run, to_page
from debugging.agent.wording import listed, noun_and_name, quoted
from debugging.diagnosis import Claim
from debugging.failure_classes import FailureClass

_STATES: Final = {
    Obstacle.DISABLED: "disabled",
    Obstacle.READ_ONLY: "read-only",
    Obstacle.OPTION_DISABLED: "disabled",
    Obstacle.INERT: "inert: the page takes no input there",
}
_LESS_SURE: Final = {Obstacle.OPTION_DISABLED: 0.75, Obstacle.INERT: 0.8}


def element_disabled(case: Case) -> Finding | None:
    obstacle = case.error.obstacle or _expected_otherwise(case)
    if obstacle is None or obstacle not in _STATES:
        return None
    state = _STATES[obstacle]
    mixed = len(set(case.error.obstacles)) > 1
    sure = 0.82 if case.error.obstacle is None else _LESS_SURE.get(obstacle, 0.91 if mixed else 0.96)
    what = "the option is" if obstacle is Obstacle.OPTION_DISABLED else "it is"
    return Finding(
        failure_class=FailureClass.ELEMENT_DISABLED,
        confidence=sure,
        cause=f"{what} {state}",
        why=(
            claim(f"Playwright found it and waited for it to be usable; it stayed {state}.", *to_failing_step(case)),
            *_why(case),
        ),
        advice="Do first what the page wants: fill in what is required and correct what it complains of. If it is only"
        " slow, wait until it can be used.",
    )


def _expected_otherwise(case: Case) -> Obstacle | None:
    """The workflow checks first whether it can be used."""
    expects = any(f"expected to be {state}" in case.evidence.failure.message for state in ("enabled", "editable"))
    return {"disabled": Obstacle.DISABLED, "readonly": Obstacle.READ_ONLY}.get(case.error.actual) if expects else None


def _why(case: Case) -> list[Claim]:
    found = case.found_now or []
    claims: list[Claim] = []
    if found:
        claims += _why_of(case, found[0])
    if case.target is not None and not case.target.is_disabled:
        claims.append(claim("In the last good run it could be used.", *to_good_run(case)))
    return claims


def _why_of(case: Case, element: Element) -> list[Claim]:
    claims: list[Claim] = []
    if element.fieldset is not None:
        claims.append(claim("The whole group of fields that it is in is disabled.", *to_page(case)))
    form = next(element.node.iterancestors("form"), None)
    fields = [Element(node) for node in form.iter("input", "select", "textarea")] if form is not None else []
    empty = [one for one in fields if _is_required(one) and _is_empty(one)]
    if empty:
        names = listed(noun_and_name("", one.name or one.get("name") or one.tag) for one in empty)
        claims.append(claim(f"Its form is not complete: {names} must be filled in.", *to_page(case)))
    wrong = [one for one in fields if one.get("aria-invalid") == "true"]
    if wrong:
        names = listed(noun_and_name("", one.name or one.get("name")) for one in wrong)
        claims.append(claim(f"The page complains of {names}.", *to_page(case)))
    if case.page.alerts:
        claims.append(claim(f"The page says {quoted(case.page.alerts[0])}.", *to_page(case)))
    return claims


def _is_required(field: Element) -> bool:
    return not field.is_hidden and (field.node.get("required") is not None or field.get("aria-required") == "true")


def _is_empty(field: Element) -> bool:
    if field.get("type") in ("checkbox", "radio"):
        return field.node.get("checked") is None
    if field.tag == "select":
        chosen = [one for one in field.node.iter("option") if one.get("selected") is not None]
        return not any((one.get("value") or "").strip() for one in chosen)
    return not (field.get("value") or field.text)
