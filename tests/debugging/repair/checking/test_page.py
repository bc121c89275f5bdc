"""What the browser sees on the page of the failure decides whether an edit would find its element."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from debugging.agent.page_documents import parsed
from debugging.evidence import Evidence, Page
from debugging.gathering.pruning import pruned
from debugging.repair.checking.opening import as_opened
from debugging.repair.checking.page import Look, check_page
from debugging.repair.proposal import FileChange, Located, Proposal
from runtime.page_check import Seen
from runtime.page_locators import CannotLook, LocatorPart
from tests.debugging.agent.making import good, navigation, not_found, page, step

PAY = 'get_by_role("button", name="Pay")'
OLD = 'locator("#pay")'
BODY = '<form><label>Card <input name="card"></label><button>Pay now</button><input type="file" name="f"></form>'
TOLD = '- textbox "Card"\n- button "Pay now"'


def evidence(api: str = "locator.click", body: str = BODY, **facts: Any) -> Evidence:
    return not_found(OLD, api, page=page(body, aria=facts.pop("aria", TOLD)), **facts)


def proposal(new: str = PAY, old: str = OLD, *, located: Located | None = None) -> Proposal:
    return Proposal(
        kind="locator",
        changes=(FileChange(file="workflows.py", old="a\n", new="b\n"),),
        line=21,
        sentence="It looks for something else.",
        was_wrong="It is gone.",
        old_locator=old,
        new_locator=new,
        located=located,
    )


def seeing(*seen: Seen) -> Look:
    async def look(html: str, locators: Sequence[Sequence[LocatorPart]]) -> list[Seen]:
        assert len(locators) == 2
        return [seen[0], seen[-1] if len(seen) > 1 else Seen(0)]

    return look


def button(**fields: Any) -> Seen:
    seen = Seen(1, visible=True, enabled=True, role="button", name="Pay now", tag="button")
    return dataclasses.replace(seen, **fields)


def test_one_visible_button_passes_and_what_was_seen_is_told() -> None:
    check = check_page(evidence(), proposal(), look=seeing(button()))
    assert (check.name, check.outcome) == ("page", "passed")
    assert check.sentence == (
        f'On the page of the failure {PAY} finds exactly one element: button "Pay now", visible and enabled.'
    )
    assert check.details == ("The old locator finds nothing there.",)


@pytest.mark.parametrize(
    ("seen", "api", "said"),
    [
        (Seen(0), "locator.click", "finds nothing"),
        (Seen(3), "locator.click", "finds 3 elements"),
        (button(visible=False, role="", name=""), "locator.click", "is not visible"),
        (button(enabled=False), "locator.click", "is disabled"),
        (button(role="link"), "locator.click", "is a link, not a button"),
        (button(), "locator.fill", "cannot be written into"),
        (button(), "locator.check", "cannot be checked"),
        (button(), "locator.select_option", "is not a list of options"),
        (button(), "locator.set_input_files", "takes no files"),
    ],
)
def test_what_the_call_cannot_do_fails(seen: Seen, api: str, said: str) -> None:
    check = check_page(evidence(api), proposal(), look=seeing(seen))
    assert check.outcome == "failed"
    assert said in check.sentence


def test_text_may_be_read_of_what_is_disabled_and_hidden() -> None:
    seen = button(enabled=False, visible=False)
    assert check_page(evidence("locator.text_content"), proposal(), look=seeing(seen)).outcome == "passed"


def test_a_hidden_field_takes_files() -> None:
    seen = Seen(1, visible=False, enabled=True, tag="input", type="file")
    check = check_page(
        evidence("locator.set_input_files"), proposal('locator("input[name=\\"f\\"]")'), html=BODY, look=seeing(seen)
    )
    assert check.outcome == "passed"


async def cannot(html: str, locators: Sequence[Sequence[LocatorPart]]) -> list[Seen]:
    raise CannotLook("Chromium was not found.")


@pytest.mark.parametrize(
    ("known", "edit", "look", "said"),
    [
        (evidence(), proposal(), cannot, "Chromium was not found."),
        (evidence(), proposal(), seeing(Seen(0, "No such engine.")), "No such engine."),
        (evidence(), proposal(), seeing(button(name="Something else")), "do not agree"),
        (evidence(), proposal(), seeing(button(tag="a")), "do not agree"),
        (evidence(aria=""), proposal(), seeing(button()), "style sheets"),
        (evidence(aria='- button "Other"'), proposal(), seeing(button()), "style sheets"),
        (not_found(OLD), proposal(), seeing(button()), "was not kept"),
        (evidence(), proposal("get_by_role(name=NAME)"), seeing(button()), "no plain text"),
        (not_found("", page=page(BODY)), proposal("", ""), seeing(button()), "not about an element"),
    ],
)
def test_in_doubt_it_is_not_done(known: Evidence, edit: Proposal, look: Look, said: str) -> None:
    check = check_page(known, edit, look=look)
    assert check.outcome == "not done"
    assert said in check.sentence


def test_an_old_locator_that_nobody_can_read_does_not_matter() -> None:
    check = check_page(evidence(), proposal(old="page.locator(x)[0]"), look=seeing(button(), Seen(0, "unreadable")))
    assert (check.outcome, check.details) == ("passed", ())


LINKS = '<nav><a href="/invoices">Invoices</a></nav>'


def _link(proof: str, led: str, body: str = LINKS) -> Any:
    run = good(step=step(outcome="ok", key="good@1", t_ms=1_000, end_ms=1_200, url="https://shop.example/checkout"))
    run = run.model_copy(update={"navigations": (navigation(led, t_ms=1_150),)})
    known = evidence(body=body, aria='- link "Invoices"').model_copy(update={"good": run})
    edit = proposal('get_by_role("link", name="Invoices")', located=Located(proof=proof))
    seen = Seen(1, visible=True, enabled=True, role="link", name="Invoices", tag="a")
    return check_page(known, edit, look=seeing(seen))


def test_a_link_leads_where_the_call_led_before() -> None:
    check = _link("meaning", "https://shop.example/invoices?page=1")
    assert check.outcome == "passed"
    assert "It leads to the page that the call led to in the good run." in check.details


def test_a_link_that_leads_elsewhere_needs_a_strong_proof() -> None:
    assert _link("meaning", "https://shop.example/quotes").outcome == "failed"
    moved = _link("text", "https://shop.example/bills")
    assert moved.outcome == "passed"
    assert "It leads to https://shop.example/invoices; in the good run" in moved.details[0]
    assert _link("text", "https://other.example/bills").outcome == "failed"


@pytest.mark.parametrize(
    ("leads", "led", "outcome"),
    [
        ("/invoices.html", "/examples/invoices.html", "passed"),
        ("/team/billing/invoices", "/team/invoices", "passed"),
        ("/invoices.html", "/examples/quotes.html", "failed"),
        ("/customers/invoices", "/suppliers/invoices", "failed"),
        ("/account/users/delete", "/account/delete", "failed"),  # that is not called so, but done
        ("/de/index.html", "/index.html", "failed"),
        ("/app/invoices?of=1", "/invoices?of=2", "failed"),
        ("/app/12345", "/12345", "failed"),
    ],
)
def test_a_link_to_the_same_page_in_another_folder(leads: str, led: str, outcome: str) -> None:
    body = f'<nav><a href="{leads}">Invoices</a></nav>'
    assert _link("part of the text", f"https://shop.example{led}", body).outcome == outcome
    assert _link("", f"https://shop.example{led}", body).outcome == "failed"


def test_what_was_in_a_frame_is_put_back_into_it() -> None:
    html = (
        '<body><iframe name="a" srcdoc="&lt;div&gt;one&lt;iframe name=b srcdoc=&apos;&lt;i&gt;two&lt;/i&gt;&apos;&gt;'
        '&lt;/iframe&gt;&lt;/div&gt;"></iframe><p>after</p></body>'
    )
    root = parsed(as_opened(pruned(html).html))
    assert root is not None
    frames = root.findall(".//iframe")
    assert [frame.get("name") for frame in frames] == ["a"]
    inner = parsed(str(frames[0].get("srcdoc")))
    assert inner is not None
    assert inner.text_content().strip() == "one"
    (nested,) = inner.findall(".//iframe")
    assert "two" in str(nested.get("srcdoc"))


@pytest.mark.browser
def test_in_a_real_browser_style_sheets_hide_what_the_html_shows() -> None:
    shown = f"<html><head><style>.x{{display:none}}</style></head><body>{BODY}</body></html>"
    assert check_page(evidence(), proposal(), html=shown).outcome == "passed"
    hidden = check_page(evidence(), proposal(), html=shown.replace("<button", '<button class="x"'))
    assert hidden.outcome == "failed"


@pytest.mark.browser
def test_in_a_real_browser_an_element_of_a_frame_is_found_on_the_kept_page() -> None:
    html = '<iframe name="pay" srcdoc="&lt;button&gt;Pay now&lt;/button&gt;"></iframe>'
    known = evidence().model_copy(update={"page": Page(html=pruned(html).html, aria='- iframe:\n  - button "Pay now"')})
    check = check_page(known, proposal(f'frame_locator("iframe[name=\\"pay\\"]").{PAY}'))
    assert check.outcome == "passed"
