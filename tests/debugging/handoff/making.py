"""Evidence to make prompts of, and prompts read as Markdown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from markdown_it import MarkdownIt
from markdown_it.token import Token

from debugging.diagnosis import Claim, Diagnosis, Pointer
from debugging.evidence import Evidence, Failure, GoodRun, Happening, Line, Message, Request, Run, SourceExcerpt
from debugging.failure_classes import FailureClass
from libretto.protocol import ErrorCode
from tests.debugging.agent import making

PAY = 'get_by_role("button", name="Pay order")'
FORM = '<main><h1>Checkout</h1><form><label>Card<input id="card" name="card"></label>{}</form></main>'
BEFORE = FORM.format('<button id="pay">Pay order</button>')
NOW = FORM.format('<button id="pay">Pay this order</button>')
GOOD_ID, JOB_ID = UUID(int=9), UUID(int=1)
SOURCE = "def pay(ctx):\n    page = ctx.page\n    page.get_by_role('button', name='Pay order').click()\n    return 1\n"


def renamed(**facts: Any) -> Evidence:
    """The button "Pay order" is called "Pay this order"."""
    known: dict[str, Any] = {
        "page": making.page(NOW),
        "good": making.good(BEFORE, xpath="/html/body/main/form/button"),
        "source": SourceExcerpt(file="workflows.py", line=21, first_line=19, text=SOURCE),
        "steps": (making.done("page.goto", title="Go to https://shop.example/checkout"),),
        "run": making.run(params={"order": "A-7", "password": "[hidden]"}, source_file="workflows.py"),
    }
    return making.not_found(PAY, **known | facts)


def diagnosis(**fields: Any) -> Diagnosis:
    known: dict[str, Any] = {
        "failure_class": FailureClass.ELEMENT_NOT_FOUND,
        "summary": 'pay-invoice could not click the button "Pay order" (workflows.py:21): it is not on the page.',
        "why": (
            Claim(text='There is a button "Pay this order".', pointers=(Pointer(kind="step", label="Click Pay"),)),
        ),
        "changed": (Claim(text='The button "Pay order" is called "Pay this order".'),),
        "advice": 'Look for "Pay this order".',
        "suggestion": 'page.get_by_role("button", name="Pay this order").click()',
        "confidence": 0.95,
    }
    return Diagnosis(**known | fields)


def named(workflow: str, **fields: Any) -> Run:
    return making.run().model_copy(update={"workflow": workflow, **fields})


def full_of(text: str) -> tuple[Evidence, Diagnosis]:
    """`text` wherever a page, an error, a log, a param or a model may put something."""
    step = making.step("locator.click", text, title=text, error=text, url=text, call_log=(text,) * 9)
    html = f"<main><h1>x</h1>{'<p></p><button></button><a href=/></a>' * 60}</main>"
    page = making.page(html, title=text, url=text, target_xpath="/html/body/main/button[7]")
    page = page.model_copy(update={"html": html.replace("></", f">{_escaped(text)}</"), "aria": text})
    run = named(text, source_file=text, params={text: text, "list": [text] * 50})
    evidence = Evidence(
        run=run,
        failure=Failure(
            code=ErrorCode.WORKFLOW_ERROR, type=text, message=text * 30, mapped_stack=f"{text}:3 in x\n" * 9
        ),
        failing_step=step,
        steps=(step,) * 60,
        source=SourceExcerpt(file=text, line=40, first_line=1, text=f"{text}\n" * 80),
        page=page,
        requests=(Request(key="r", t_ms=1, method="GET", url=text, status=500, failure=text),) * 50,
        messages=(Message(key="m", t_ms=1, kind="console", level="error", text=text),) * 50,
        happenings=(Happening(key="h", t_ms=1, kind="dialog", title=text, message=text),) * 50,
        lines=(Line(sequence=1, t_ms=1, level="info", source="workflow", text=text),) * 200,
        good=GoodRun(job_id=GOOD_ID, session_id=GOOD_ID, deployment_id=GOOD_ID, step=step, page=page),
    )
    claim = Claim(text=text, pointers=(Pointer(kind="step", label=text, t_ms=1),) * 9)
    said = {"summary": text, "why": (claim,) * 30, "changed": (claim,) * 30, "advice": text, "suggestion": text}
    return evidence, diagnosis(**said, missing=(text,) * 30)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def unquoted(prompt: str) -> str:
    """What stands in no fenced block, no quote and no code."""
    told: list[str] = []
    depth = 0
    for token in MarkdownIt().parse(prompt):
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if depth == 0 and token.type != "fence":
            told += _texts(token)
    return "\n".join(told)


def blocks(prompt: str, language: str) -> list[str]:
    tokens = MarkdownIt().parse(prompt)
    return [token.content for token in tokens if token.type == "fence" and token.info == language]


def headings(prompt: str) -> list[str]:
    tokens = MarkdownIt().parse(prompt)
    return [tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"]


def _texts(token: Token) -> list[str]:
    if token.type == "inline":
        return [child.content for child in token.children or [] if child.type != "code_inline"]
    return [token.content] if token.content else []
