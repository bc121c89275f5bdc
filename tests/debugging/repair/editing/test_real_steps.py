"""Calls of a real run, in many styles: each is found again in the source by what the trace says of it."""

from __future__ import annotations

import uuid
from contextlib import ExitStack
from pathlib import Path

import pytest

from debugging.evidence import Evidence, Failure, Run, Step
from debugging.gathering.recorded_run import step_of
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import ACTIONS, READS, WAITS, find_call
from debugging.repair.editing.splices import CannotEdit
from libretto.protocol import ErrorCode
from tests.debugging.repair.editing.making import NOON, SOMEBODY
from tests.faults.fault import Fault
from tests.faults.heard_run import heard_run
from tests.runtime.host_process import HostProcess

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

PAGE = """
<h1>Shop</h1>
<form id="f" aria-label="Order"><label>Card <input id="card" placeholder="Number" title="Card number"></label>
<select id="s"><option>a<option>b</select><input type="checkbox" id="c" aria-label="Terms">
<button type="button" id="go" data-testid="go">Go <b>now</b></button></form>
<table><tr id="row-7"><td>PO-7<td><a href="#x" class="open">Open</a><tr><td>PO-8<td><a href="#y">Open</a></table>
<ul><li>one<li>two</ul><img alt="Logo" width=9 height=9>
<iframe id="pay" srcdoc="<label>IBAN <input></label><button>Pay</button>"></iframe>
"""
BOTH = """
import re
from libretto import workflow

GO = "#go"
NAMES = {{"row": "PO-7"}}
PATTERN = re.compile("^go", re.IGNORECASE)


class Shop:
    CARD = "#card"

    def __init__(self, page):
        self.page = page
        self.go = page.get_by_test_id("go")

    @property
    def form(self):
        return self.page.get_by_role("form", name="Order")

    def row(self, text):
        return self.page.get_by_role("row").filter(has_text=text)

    {define} press(self, name):
        {wait}self.form.get_by_role("button", name=name).click()


@workflow("styles")
{define} styles(ctx, input):
    page = ctx.page
    page.set_default_timeout(3_000)
    {wait}page.set_content(PAGE)
    order = input["order"]
    shop = Shop(page)
    {wait}page.get_by_role("button", name="Go").click()
    {wait}page.get_by_role("button", name="Go now", exact=True).click()
    {wait}ctx.page.get_by_role("button", name=PATTERN).click()
    {wait}page.get_by_role("button", name=re.compile(r"go\\b", re.I)).hover()
    {wait}page.locator(GO).click(); {wait}page.locator("#c").check()
    {wait}page.click(GO)
    {wait}page.click("text=Go")
    {wait}page.click("#f >> button")
    {wait}page.click("css=#go")
    {wait}page.locator("xpath=//button[@id='go']").click()
    {wait}page.locator("//button").click()
    {wait}page.click("xpath=//button")
    {wait}page.fill(Shop.CARD, "1")
    {wait}page.fill(selector="#card", value="2")
    {wait}page.get_by_label("Card").fill("3")
    {wait}page.get_by_label(re.compile("^Card")).clear()
    {wait}page.get_by_placeholder("Number").press_sequentially("4")
    {wait}page.get_by_title("Card number", exact=True).press("Tab")
    {wait}page.get_by_alt_text("Logo").click()
    {wait}page.type("#card", "5")
    {wait}page.press("#card", "Tab")
    {wait}page.select_option("#s", "b")
    {wait}page.locator("#s").select_option(label="a")
    {wait}page.set_checked("#c", False)
    {wait}page.get_by_label("Terms").set_checked(True)
    {wait}page.locator("tr", has_text=order).locator("a.open").click()
    {wait}page.locator(f"#row-{{order[3:]}} a").click()
    {wait}page.locator("#row-" + order[3:]).get_by_text("Open").click()
    {wait}page.get_by_role("row", name=NAMES["row"]).get_by_role("link").click()
    {wait}page.get_by_text("Open").first.click()
    {wait}page.get_by_text("Open").nth(1).click()
    {wait}page.get_by_text("Open").last.click()
    {wait}page.locator("li").filter(has_text="two").click()
    {wait}page.locator("tr").filter(has=page.get_by_text("PO-7")).get_by_role("link").click()
    {wait}page.frame_locator("#pay").get_by_label("IBAN").fill("DE")
    {wait}page.locator("#pay").content_frame.get_by_role("button").click()
    inner = page.frame_locator("#pay")
    {wait}inner.get_by_text("Pay").click()
    {wait}(
        page.get_by_role("form", name="Order")
        # the only one
        .get_by_role(
            "button",
            name="Go",
        )
        .click(
            timeout=1_000,
        )
    )
    button = page.get_by_test_id("go")
    {wait}button.click()
    button = page.locator(GO)
    {wait}button.hover()
    {wait}shop.go.click()
    {wait}shop.form.get_by_role("checkbox").uncheck()
    {wait}shop.row(order).get_by_role("link").click()
    {wait}shop.press("Go")
    {wait}page.wait_for_selector("#go")
    {wait}page.get_by_role("heading").wait_for()
    texts = [{wait}page.inner_text("h1"), {wait}page.locator("h1").text_content()]
    for name in ("one", "two"):
        {wait}page.get_by_text(name).click()
    if {wait}page.locator("h1").get_attribute("id"):
        return texts
    return {wait}page.locator("#card").input_value()
"""


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_every_call_is_found_by_what_its_trace_says(tmp_path: Path, is_async: bool) -> None:
    words = {"define": "async def", "wait": "await "} if is_async else {"define": "def", "wait": ""}
    source = BOTH.format(**words).replace("PAGE)", f"{PAGE!r})")
    lost: dict[str, str] = {}
    steps = [step for step in _steps(tmp_path, source) if step.api.rpartition(".")[2] in ACTIONS | READS | WAITS]
    assert len(steps) > 50
    bundle = Bundle({"workflows.py": source})
    for step in steps:
        evidence = _failed_at(step)
        try:
            found = find_call(bundle, evidence, step)
        except CannotEdit as error:
            lost[f"{step.line}: {source.splitlines()[(step.line or 1) - 1].strip()} ({step.api} {step.selector})"] = (
                str(error)
            )
        else:
            assert found.chain.links
    assert lost == {}


def _failed_at(step: Step) -> Evidence:
    run = Run(job_id=SOMEBODY, workflow="styles", deployment_id=SOMEBODY, created_at=NOON)
    stack = f"{step.site} in press\n" if "Go" in step.selector else f"{step.site} in styles\n"
    return Evidence(run=run, failure=Failure(code=ErrorCode.WORKFLOW_ERROR, mapped_stack=stack), failing_step=step)


def _steps(folder: Path, source: str) -> list[Step]:
    host = HostProcess(folder, "", workflow="styles", params={"order": "PO-7"})
    Path(host.spec.bundle, "workflows.py").write_text(source, encoding="utf-8")
    fault = Fault(name="styles", expected=None, workflow=source)  # type: ignore[arg-type]
    with host, ExitStack() as traces:
        while host.next()["event"] != "closed":
            pass
        [result] = host.of("result")
        assert result["outcome"] == "completed", result
        run = heard_run(fault, host, deployment=uuid.uuid4(), traces=traces)
        return [step_of(event) for event in run.events if event.kind == "step"]
