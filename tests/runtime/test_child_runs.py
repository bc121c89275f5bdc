"""Workflows in their process, with a real Chromium and the smallest host there can be."""

from __future__ import annotations

import http.server
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.child_runs import PAGE, Run, front_page
from tests.runtime.fake_host import child

pytestmark = pytest.mark.browser


def test_an_async_workflow_from_input_to_result(child_run: Run) -> None:
    value = child_run.result(
        "class Search(BaseModel, HasCredentials):\n    name: str\n"
        "class Found(BaseModel):\n    heading: str\n    name: str\n    session: str\n"
        "@workflow('w', input=Search, output=Found, credentials=['Token'])\n"
        "async def w(ctx, input):\n"
        "    assert input.credentials['token'] == ctx.credentials['token'] == 'secret'\n"
        "    assert list(ctx.credentials) == ['token']\n"
        "    ctx.log.info('filling', name=input.name)\n"
        "    await ctx.page.fill('#name', input.name)\n"
        "    print('filled')\n    ctx.log.warn('done')\n"
        "    name = await ctx.page.input_value('#name')\n"
        "    return Found(heading=await ctx.page.inner_text('h1'), name=name, session=ctx.session)\n",
        params={"name": "Ada"},
        credentials={"token": "secret", "other": "x"},
        start_url=PAGE,
    )
    assert value == {"heading": "Hello", "name": "Ada", "session": "session-1"}
    assert child_run.host.finish() == 0
    assert [line for line in child_run.host.heard if line.startswith("log:")] == [
        "log:info:filling name=Ada",
        "log:warn:done",
    ]
    assert child_run.host.heard.index("stdout:filled") < child_run.host.heard.index("log:warn:done")


def test_a_plain_workflow_from_its_own_start_url_to_result(child_run: Run) -> None:
    value = child_run.result(
        f"@workflow('w', start_url={PAGE!r}, credentials=['token'])\n"
        "def w(ctx, input):\n"
        "    ctx.page.get_by_role('button').click()\n"
        "    return {'title': ctx.page.title(), 'n': input['n'], 'names': list(input['credentials'])}\n",
        params={"n": [1]},
        credentials={"token": "secret"},
    )
    assert value == {"title": "1", "n": [1], "names": ["token"]}
    assert child_run.host.finish() == 0


def test_the_live_trace_is_on_disk_before_the_child_ends(child_run: Run) -> None:
    child_run.failure(
        "@workflow('w')\nasync def w(ctx, input):\n"
        "    await ctx.page.set_content('<p>x</p>')\n    await ctx.page.click('#nothing', timeout=200)\n",
        start_url=PAGE,
    )
    names = {path.name for path in child_run.trace.iterdir()}
    assert {"run.trace", "run.network", "run.calls"} <= names
    trace = (child_run.trace / "run.trace").read_text()
    assert '"method":"goto"' in trace
    assert '"selector":"#nothing"' in trace
    assert "workflows.py" in (child_run.trace / "run.calls").read_text()


@pytest.mark.parametrize("kind", ["async def", "def"])
def test_a_failed_locator_leaves_the_page_as_it_was(child_run: Run, shared_chromium: str, kind: str) -> None:
    wait = "await " if kind == "async def" else ""
    error = child_run.failure(
        f"{kind} search(page):\n    {wait}page.locator('#results').wait_for(timeout=300)\n\n"
        f"@workflow('w')\n{kind} w(ctx, input):\n"
        f"    {wait}ctx.page.fill('#name', 'half done')\n    {wait}search(ctx.page)\n",
        start_url=PAGE,
    )
    assert (error["code"], error["type"]) == ("workflow_error", "TimeoutError")
    assert error["message"].startswith("Locator.wait_for: Timeout 300ms exceeded.")
    assert 'waiting for locator("#results")' in error["message"]
    assert error["mapped_stack"].splitlines() == [
        "workflows.py:5 in search",
        f"    {wait}page.locator('#results').wait_for(timeout=300)",
        "workflows.py:10 in w",
        f"    {wait}search(ctx.page)",
    ]
    assert "python_child" not in error["stack"]
    with front_page(shared_chromium) as page:
        assert page.input_value("#name") == "half done"
    assert child_run.host.finish() == 0
    with front_page(shared_chromium) as page:
        assert page.input_value("#name") == "half done", "the end of the child changes nothing either"


def test_the_time_outs_of_actions_and_navigations(child_run: Run) -> None:
    child_run.result("@workflow('w')\ndef w(ctx, input): ctx.page.click('button')\n", start_url=PAGE)
    calls = [json.loads(line) for line in (child_run.trace / "run.trace").read_text().splitlines()]
    timeouts = {call["method"]: call["params"].get("timeout") for call in calls if call["type"] == "before"}
    assert timeouts["goto"] == 45_000
    assert timeouts["click"] == 30_000


def test_user_code_waits_for_the_word(child_run: Run) -> None:
    child_run.start("@workflow('w')\nasync def w(ctx, input):\n    print('begun')\n    return 1\n")
    child_run.host.wait_for("started")
    assert child_run.where() == ""
    assert "stdout:begun" not in child_run.host.heard
    child_run.host.say({"command": "run"})
    assert child_run.host.wait_for("result")["value"] == 1
    assert "stdout:begun" in child_run.host.heard


def test_tasks_of_the_user_do_not_go_on_after_the_end(child_run: Run, shared_chromium: str) -> None:
    child_run.result(
        "async def later(page):\n    await asyncio.sleep(0.05)\n    await page.fill('#name', 'changed')\n"
        "@workflow('w')\nasync def w(ctx, input):\n    asyncio.create_task(later(ctx.page))\n",
        start_url=PAGE,
    )
    with front_page(shared_chromium) as page:
        page.wait_for_timeout(200)
        assert page.input_value("#name") == ""


def test_a_start_url_that_cannot_be_opened(child_run: Run) -> None:
    child_run.start("@workflow('w')\ndef w(ctx, input): ...\n", start_url="http://127.0.0.1:9/")
    error = child_run.host.failure()
    assert (error["code"], error["mapped_stack"]) == ("start_url_failed", "")
    assert error["message"].startswith("The start URL http://127.0.0.1:9/ could not be opened: ")
    assert "ERR_" in error["message"]


def test_no_browser_to_connect_to(tmp_path: Path) -> None:
    with child(tmp_path) as host:
        run = Run(host, tmp_path, "ws://127.0.0.1:9/devtools/browser/none")
        run.start("@workflow('w')\nasync def w(ctx, input): ...\n")
        error = host.failure()
    assert error["code"] == "browser_not_started"
    assert error["message"].startswith("The workflow's process could not connect to the browser: ")


def test_downloads_and_popups_work_over_the_connection(child_run: Run) -> None:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            if self.path == "/file":
                self.send_header("content-disposition", "attachment; filename=a.csv")
            self.end_headers()
            self.wfile.write(b"1,2" if self.path == "/file" else b"<a href=/file>f</a><a href=/ target=_blank>n</a>")

        def log_message(self, *arguments: Any) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        value = child_run.result(
            "@workflow('w')\ndef w(ctx, input):\n"
            "    with ctx.page.expect_download() as download: ctx.page.click('text=f')\n"
            "    text = download.value.path().read_text()\n"
            "    with ctx.page.expect_popup() as popup: ctx.page.click('text=n')\n"
            "    popup.value.click('text=f', trial=True)\n    popup.value.close()\n    return text\n",
            start_url=f"http://127.0.0.1:{server.server_port}/",
        )
        server.shutdown()
    assert value == "1,2"
