"""The edit for a banner, run in a real browser where the banner comes late."""

from __future__ import annotations

from pathlib import Path

import pytest

from debugging.failure_classes import FailureClass
from tests.debugging.repair.editing.making import NOWHERE, proposed
from tests.debugging.repair.editing.test_covered import BANNER, covered
from tests.runtime.host_process import HostProcess

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

PAGE = """<button onclick="document.title = 'gone'">Go</button><script>setTimeout(() => {
document.body.insertAdjacentHTML(
'beforeend', '<div id=consent style="position:fixed;inset:0;background:white">We use cookies.'
+ '<button onclick="this.parentNode.remove()">Reject all</button></div>') }, DELAY)</script>"""
WORKFLOW = """from libretto import workflow


@workflow("book")
{define} book(ctx, input):
    page = ctx.page
    page.set_default_timeout(5_000)
    {wait}page.set_content(input["page"])
    {wait}page.wait_for_timeout(300)
    {wait}page.get_by_role("button", name="Go").click()
    return {wait}page.title()
"""


@pytest.mark.parametrize(("define", "wait"), [("def", ""), ("async def", "await ")])
def test_it_is_closed(tmp_path: Path, define: str, wait: str) -> None:
    sources = {"workflows.py": WORKFLOW.format(define=define, wait=wait)}
    evidence = covered(sources, BANNER.format(buttons="<button>Reject all</button><button>Accept all</button>"))
    edited = proposed(sources, evidence, NOWHERE, FailureClass.ELEMENT_COVERED).changes[0].new
    host = HostProcess(tmp_path, "", workflow="book", params={"page": PAGE.replace("DELAY", "0")})
    Path(host.spec.bundle, "workflows.py").write_text(edited, encoding="utf-8")
    with host:
        while host.next()["event"] != "closed":
            pass
        [result] = host.of("result")
    assert (result["outcome"], result.get("value")) == ("completed", "gone"), result
