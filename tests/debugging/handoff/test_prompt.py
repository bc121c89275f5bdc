"""The prompt as a whole: what is in it, that its commands exist, that it fits."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from debugging.diagnosis import Claim, Diagnosis
from debugging.evidence import Evidence, Page
from debugging.failure_classes import FailureClass
from debugging.handoff.more_links import TOKENS_MOST, HandoffLinks, with_links
from debugging.handoff.prompt import FOR_LINKS, handoff_prompt
from debugging.handoff.tokens import tokens_in
from libretto.cli.main import libretto
from tests.debugging.agent import making
from tests.debugging.handoff.making import GOOD_ID, JOB_ID, blocks, diagnosis, full_of, headings, named, renamed

LINKS = HandoffLinks(
    report="https://libretto.example/reports/a.1.b",
    log="https://libretto.example/reports/c.1.d/log",
    recording="https://libretto.example/recordings/e.1.f",
    until=datetime(2026, 1, 5, 10, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def prompt() -> str:
    return handoff_prompt(renamed(), diagnosis())


def test_what_is_most_useful_comes_first(prompt: str) -> None:
    assert headings(prompt) == [
        "Fix the browser workflow `pay-invoice`",
        "Diagnosis",
        "Suggested change",
        "The failing call",
        "The error",
        "Reproduce, fix and verify",
        "The page before and now",
        "What else happened",
        "More",
    ]


def test_it_names_place_diagnosis_and_change(prompt: str) -> None:
    assert "- Place: `workflows.py:21` in the deployed folder" in prompt
    assert f"- Run: `{JOB_ID}`, 05 January 2026 09:00 UTC" in prompt
    assert f"- Last good run: `{GOOD_ID}`" in prompt
    assert "Element not found (`element_not_found`). Almost certain (95 %)" in prompt
    assert '> **What:** pay-invoice could not click the button "Pay order"' in prompt
    assert '> **Why:** There is a button "Pay this order". (Click Pay)' in prompt
    assert '> **What changed since the last good run:** The button "Pay order" is called "Pay this order".' in prompt
    assert '> **Advice:** Look for "Pay this order".' in prompt
    assert blocks(prompt, "python")[0] == 'page.get_by_role("button", name="Pay this order").click()\n'


def test_the_failing_line_is_marked(prompt: str) -> None:
    marked = [line for line in blocks(prompt, "python")[1].splitlines() if line.startswith(">")]
    assert marked == ["> 21      page.get_by_role('button', name='Pay order').click()"]


def test_both_pages_are_outlined_in_one_notation(prompt: str) -> None:
    before, now = (block.split("\n\n", 1)[1] for block in blocks(prompt, "text") if "Checkout" in block)
    assert before == (
        "  main\n"
        '    heading "Checkout" [level=1]\n'
        "    form\n"
        '      textbox "Card" #card name="card"\n'
        '*     button "Pay order" #pay   <== the element that the step used\n'
    )
    assert now.splitlines()[:4] == before.splitlines()[:4]
    assert now.splitlines()[4] == '*     button "Pay this order" #pay   <== what the suggested change finds'


def test_without_a_suggestion_the_most_alike_element_is_marked() -> None:
    found = handoff_prompt(renamed(), diagnosis(suggestion=""))
    assert '*     button "Pay this order" #pay   <== most like the element' in found
    assert "Suggested change" not in headings(found)


def test_an_equal_page_is_shown_once() -> None:
    same = renamed(page=making.page(BEFORE_AND_NOW), good=making.good(BEFORE_AND_NOW))
    found = handoff_prompt(same, diagnosis())
    assert "It is the same as at this step in the last good run" in found
    assert found.count('heading "Checkout"') == 1


BEFORE_AND_NOW = "<main><h1>Checkout</h1><button>Cancel</button></main>"


def test_without_html_the_accessibility_tree_is_shown() -> None:
    page = Page(url="https://shop.example/", aria='- main:\n  - button "Pay this order"\n')
    found = handoff_prompt(renamed(page=page, good=None), diagnosis(suggestion=""))
    assert '  - button "Pay this order"' in found
    assert "none is known, so this workflow may never have worked" in found


def test_it_says_what_must_not_be_done(prompt: str) -> None:
    assert "Do not only wait longer, retry, or add a sleep." in prompt
    assert "Do not catch the error to go on without the step" in prompt
    assert "do not weaken or remove assertions" in prompt


@pytest.mark.parametrize(
    ("failure_class", "said"),
    [
        (FailureClass.BOT_WALL, "Do not try to get around it."),
        (FailureClass.LOGIN_REQUIRED, "libretto cloud credentials list"),
        (FailureClass.UNEXPECTED_DIALOG, "Do not accept a dialog before"),
        (FailureClass.NETWORK_ERROR, "If nothing here causes it, change nothing and say so."),
    ],
)
def test_some_classes_have_a_rule_of_their_own(failure_class: FailureClass, said: str) -> None:
    assert said in handoff_prompt(renamed(), diagnosis(failure_class=failure_class))


def test_a_weak_diagnosis_is_called_a_hint() -> None:
    assert "Take it for a hint" in handoff_prompt(renamed(), diagnosis(confidence=0.5))
    assert "Take it for a hint" not in handoff_prompt(renamed(), diagnosis())


def test_params_are_told_but_hidden_ones_are_asked_for(prompt: str) -> None:
    assert blocks(prompt, "json") == ['{\n  "order": "A-7",\n  "password": "[hidden]"\n}\n']
    assert "Ask the person for the values that are hidden." in prompt
    assert "libretto cloud jobs create pay-invoice --params @params.json --watch" in prompt
    without = handoff_prompt(renamed(run=making.run()), diagnosis())
    assert "libretto cloud jobs create pay-invoice --watch" in without
    assert "params.json" not in without


@pytest.mark.parametrize("failure_class", list(FailureClass))
def test_every_command_exists(failure_class: FailureClass, folder: Path) -> None:
    assert folder.is_dir()
    parse_all(handoff_prompt(renamed(), diagnosis(failure_class=failure_class)))


@pytest.mark.parametrize("workflow", ["pay the bill's rest", "-v", "`id`", "$(id)", "a; rm -rf b", "x" * 300])
def test_commands_take_any_name(workflow: str, folder: Path) -> None:
    assert folder.is_dir()
    parse_all(handoff_prompt(renamed(run=named(workflow, params={"order": "A-7"})), diagnosis()))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an agent would call them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params.json").write_text("{}")
    return tmp_path


def parse_all(prompt: str) -> None:
    lines = "".join(blocks(prompt, "sh")).splitlines()
    assert len(lines) == 6
    for command in [*lines, *re.findall(r"`(libretto [^`\n]+)`", prompt)]:
        parse(command)


def parse(command: str) -> None:
    """As click would, without running it. A sentence may name a command without its arguments."""
    words = shlex.split(command)
    assert words.pop(0) == "libretto"
    found: click.Command = libretto
    context = click.Context(found)
    while isinstance(found, click.Group):
        name = words.pop(0)
        found = found.commands[name]
        context = click.Context(found, parent=context)
    if words or not any(isinstance(param, click.Argument) and param.required for param in found.params):
        found.parse_args(context, words)


# --- It fits -----------------------------------------------------------------------------------------

LARGE = [
    "a",
    "Word " * 3000,
    "!" * 9000,
    "😀" * 3000,
    "日本語" * 3000,
    "x1" * 5000,
    "`" * 500,
    "\n" * 9000,
    "a\n" * 9000,
]


@pytest.mark.parametrize("text", LARGE, ids=lambda text: repr(text[:6]))
def test_it_always_fits_and_keeps_what_matters(text: str) -> None:
    found = handoff_prompt(*full_of(text))
    assert tokens_in(found) <= TOKENS_MOST - FOR_LINKS
    for heading in ("Diagnosis", "The error", "Reproduce, fix and verify", "More"):
        assert heading in headings(found)
    assert len(found) < 3 * TOKENS_MOST * 2  # even of what tokenizers are good at


def test_what_else_happened_goes_first_then_the_pages() -> None:
    seen = []
    for count in range(0, 3000, 250):
        claims = tuple(Claim(text="Word " * 80) for _ in range(8))
        long = diagnosis(why=claims, changed=claims, advice="Word " * count)
        failure = renamed().failure.model_copy(update={"message": "Timeout.\n" + "call log of some words\n" * count})
        found = handoff_prompt(renamed().model_copy(update={"failure": failure}), long)
        seen.append(("What else happened" in headings(found), "The page before and now" in headings(found)))
    assert set(seen) <= {(True, True), (False, True), (False, False)}


def test_links_are_added_and_fit(prompt: str) -> None:
    linked = handoff_prompt(renamed(), diagnosis(), links=LINKS)
    assert linked == with_links(prompt, LINKS)
    assert linked.startswith(prompt.rstrip())
    assert "- Report: <https://libretto.example/reports/a.1.b>" in linked
    assert "until 05 January 2026 10:00 UTC" in linked
    assert "Screenshot" not in linked.removeprefix(prompt.rstrip())
    assert tokens_in(linked) <= TOKENS_MOST
    long = HandoffLinks(report="https://a.example/" + "x1" * 9000, log="https://b.example/", until=LINKS.until)
    assert with_links(prompt, long) == prompt


def test_a_prompt_can_be_made_of_the_least_there_is() -> None:
    nothing = making.evidence(run=making.run(source_file=""), mapped_stack="")
    found = handoff_prompt(nothing, Diagnosis(failure_class=FailureClass.UNKNOWN, summary="It failed.", confidence=0))
    assert "- Place: not known" in found
    assert "(no message)" in found
    assert "The page" not in " ".join(headings(found))


def test_the_same_evidence_gives_the_same_prompt(prompt: str) -> None:
    stored = Evidence.model_validate_json(renamed().model_dump_json())
    assert handoff_prompt(stored, diagnosis()) == prompt
