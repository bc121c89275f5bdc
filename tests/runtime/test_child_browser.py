"""Workflows in their process, with a real Chromium and the smallest host there can be."""

from __future__ import annotations

import http.server
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from libretto.protocol import DEFAULT_VIEWPORT
from runtime.chromium import chromium_arguments, find_chromium
from runtime.python_child import channel as child_channel
from tests.runtime.fake_host import FakeHost, child

pytestmark = pytest.mark.browser

PAGE = "data:text/html,<title>Shop</title><h1>Hello</h1><input id=name><button onclick='document.title=1'>Go</button>"
HEAD = "from libretto import workflow, HasCredentials\nfrom pydantic import BaseModel\nimport asyncio, sys, time\n"


@pytest.fixture(scope="module")
def cdp_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    profile = tmp_path_factory.mktemp("profile")
    arguments = chromium_arguments(profile=profile, viewport=DEFAULT_VIEWPORT, headless=True, own_sandbox=False)
    with subprocess.Popen([str(find_chromium()), *arguments], stderr=subprocess.PIPE, text=True) as browser:
        assert browser.stderr is not None
        url = next(line.split()[-1] for line in browser.stderr if "DevTools listening on" in line)
        threading.Thread(target=browser.stderr.read, daemon=True).start()
        yield url
        browser.terminate()


class Run:
    """One run on the module's browser, up to its last word."""

    def __init__(self, host: FakeHost, folder: Path, cdp_url: str) -> None:
        self.host = host
        self.bundle = folder / "bundle"
        self.trace = folder / "trace"
        self._cdp_url = cdp_url

    def start(self, source: str, **order: Any) -> None:
        self.bundle.mkdir()
        (self.bundle / "workflows.py").write_text(HEAD + source, encoding="utf-8")
        self.host.prepare(self.bundle, **order)
        assert self.host.wait_for("ready", "failed") == {"event": "ready"}
        self.host.say({"command": "go", "cdp_url": self._cdp_url, "trace": str(self.trace)})

    def begin(self, source: str, **order: Any) -> None:
        self.start(source, **order)
        assert self.host.wait_for("started", "failed") == {"event": "started"}
        self.host.say({"command": "run"})

    def result(self, source: str, **order: Any) -> Any:
        self.begin(source, **order)
        event = self.host.wait_for("result", "failed")
        assert event["event"] == "result", event
        return event["value"]

    def failure(self, source: str, **order: Any) -> Any:
        self.begin(source, **order)
        return self.host.failure()

    def where(self) -> str:
        self.host.say({"command": "where"})
        return str(self.host.wait_for("stack")["mapped_stack"])

    def where_at(self, words: str) -> str:
        """Asked until the workflow has come to `words`."""
        deadline = time.monotonic() + 10
        while words not in (place := self.where()):
            assert time.monotonic() < deadline, place
        return place


@pytest.fixture
def run(tmp_path: Path, cdp_url: str) -> Iterator[Run]:
    (tmp_path / "home").mkdir()
    with child(tmp_path / "home") as host:
        yield Run(host, tmp_path, cdp_url)


@contextmanager
def front_page(cdp_url: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        yield playwright.chromium.connect_over_cdp(cdp_url).contexts[0].pages[-1]


def test_an_async_workflow_from_input_to_result(run: Run) -> None:
    value = run.result(
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
    assert run.host.finish() == 0
    assert [line for line in run.host.heard if line.startswith("log:")] == [
        "log:info:filling name=Ada",
        "log:warn:done",
    ]
    assert run.host.heard.index("stdout:filled") < run.host.heard.index("log:warn:done")


def test_a_plain_workflow_from_its_own_start_url_to_result(run: Run) -> None:
    value = run.result(
        f"@workflow('w', start_url={PAGE!r}, credentials=['token'])\n"
        "def w(ctx, input):\n"
        "    ctx.page.get_by_role('button').click()\n"
        "    return {'title': ctx.page.title(), 'n': input['n'], 'names': list(input['credentials'])}\n",
        params={"n": [1]},
        credentials={"token": "secret"},
    )
    assert value == {"title": "1", "n": [1], "names": ["token"]}
    assert run.host.finish() == 0


def test_the_live_trace_is_on_disk_before_the_child_ends(run: Run) -> None:
    run.failure(
        "@workflow('w')\nasync def w(ctx, input):\n"
        "    await ctx.page.set_content('<p>x</p>')\n    await ctx.page.click('#nothing', timeout=200)\n",
        start_url=PAGE,
    )
    names = {path.name for path in run.trace.iterdir()}
    assert {"run.trace", "run.network", "run.stacks"} <= names
    trace = (run.trace / "run.trace").read_text()
    assert '"method":"goto"' in trace
    assert '"selector":"#nothing"' in trace
    assert "workflows.py" in (run.trace / "run.stacks").read_text()


@pytest.mark.parametrize("kind", ["async def", "def"])
def test_a_failed_locator_leaves_the_page_as_it_was(run: Run, cdp_url: str, kind: str) -> None:
    wait = "await " if kind == "async def" else ""
    error = run.failure(
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
    with front_page(cdp_url) as page:
        assert page.input_value("#name") == "half done"
    assert run.host.finish() == 0
    with front_page(cdp_url) as page:
        assert page.input_value("#name") == "half done", "the end of the child changes nothing either"


def test_the_time_outs_of_actions_and_navigations(run: Run) -> None:
    run.result("@workflow('w')\ndef w(ctx, input): ctx.page.click('button')\n", start_url=PAGE)
    calls = [json.loads(line) for line in (run.trace / "run.trace").read_text().splitlines()]
    timeouts = {call["method"]: call["params"].get("timeout") for call in calls if call["type"] == "before"}
    assert timeouts["goto"] == 45_000
    assert timeouts["click"] == 30_000


def test_user_code_waits_for_the_word(run: Run) -> None:
    run.start("@workflow('w')\nasync def w(ctx, input):\n    print('begun')\n    return 1\n")
    run.host.wait_for("started")
    assert run.where() == ""
    assert "stdout:begun" not in run.host.heard
    run.host.say({"command": "run"})
    assert run.host.wait_for("result")["value"] == 1
    assert "stdout:begun" in run.host.heard


def test_a_start_url_that_cannot_be_opened(run: Run) -> None:
    run.start("@workflow('w')\ndef w(ctx, input): ...\n", start_url="http://127.0.0.1:9/")
    error = run.host.failure()
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


@pytest.mark.parametrize("kind", ["async def", "def"])
def test_where_a_slow_workflow_stands(run: Run, kind: str) -> None:
    wait = "await " if kind == "async def" else ""
    run.begin(
        f"{kind} look(page):\n    print('looking')\n    {wait}page.click('#nothing')\n\n"
        f"@workflow('w')\n{kind} w(ctx, input):\n    {wait}look(ctx.page)\n"
    )
    run.host.wait_for_line("stdout:looking")
    assert run.where_at("click").splitlines() == [
        "workflows.py:6 in look",
        f"    {wait}page.click('#nothing')",
        "workflows.py:10 in w",
        f"    {wait}look(ctx.page)",
    ]


@pytest.mark.parametrize("kind", ["async def", "def"])
def test_where_a_workflow_computes_without_end(run: Run, kind: str) -> None:
    run.begin(f"@workflow('w')\n{kind} w(ctx, input):\n    print('busy')\n    while True: time.sleep(0.001)\n")
    run.host.wait_for_line("stdout:busy")
    assert run.where() == "workflows.py:7 in w\n    while True: time.sleep(0.001)"
    assert run.host.finish() == 0


def test_where_several_tasks_stand(run: Run) -> None:
    run.begin(
        "async def one(): await asyncio.sleep(600)\n"
        "async def two(): await one()\n"
        "@workflow('w')\nasync def w(ctx, input):\n"
        "    hanging = asyncio.create_task(two(), name='second')\n    print('waiting')\n"
        "    async with asyncio.timeout(500):\n        await asyncio.gather(hanging)\n"
    )
    run.host.wait_for_line("stdout:waiting")
    assert run.where_at("in one").splitlines() == [
        "workflows.py:11 in w",
        "    await asyncio.gather(hanging)",
        "also running, second:",
        "workflows.py:4 in one",
        "    async def one(): await asyncio.sleep(600)",
        "workflows.py:5 in two",
        "    async def two(): await one()",
    ]


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ("sys.exit(3)", "workflow_error", "The workflow called sys.exit(3)."),
        ("raise KeyboardInterrupt", "workflow_error", "KeyboardInterrupt"),
        ("return {'rows': [b'x']}", "result_not_json", "result.rows[0] is bytes"),
        ("return 'x' * 200", "result_too_large", "The result has 202 bytes as JSON; at most 100 bytes"),
        ("return ctx.page", "result_not_json", "result is a Page"),
        ("return {'password': ctx.credentials}", "result_not_json", "result.password holds credentials"),
        ("1 / 0", "workflow_error", "division by zero"),
    ],
)
@pytest.mark.parametrize("kind", ["async def", "def"])
def test_outcomes_both_kinds_share(run: Run, kind: str, body: str, code: str, message: str) -> None:
    error = run.failure(f"@workflow('w')\n{kind} w(ctx, input):\n    {body}\n", result_bytes=100)
    assert error["code"] == code
    assert message in error["message"]
    assert run.host.finish() == 0


EXIT_IN_A_TASK = """
    async def leave(): sys.exit(4)
    task = asyncio.create_task(leave())
    await asyncio.sleep(600)
"""
GROUP = """
    async with asyncio.TaskGroup() as group:
        group.create_task(ctx.page.click('#nothing', timeout=9))
"""
CLOSED = """
    await ctx.page.context.browser.close()
    await ctx.page.title()
"""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (EXIT_IN_A_TASK, "The workflow called sys.exit(4)"),
        (GROUP, "unhandled errors in a TaskGroup (1 sub-exception)"),
        (CLOSED, "has been closed"),
        ("asyncio.current_task().cancel()\n    await asyncio.sleep(0)", "CancelledError"),
        ("from playwright.sync_api import sync_playwright as p\n    p().start()", "Sync API inside the asyncio loop"),
    ],
)
def test_what_async_user_code_may_raise(run: Run, body: str, words: str) -> None:
    error = run.failure(f"@workflow('w')\nasync def w(ctx, input):\n    {body}\n")
    assert error["code"] == "workflow_error"
    assert words in error["message"]
    assert run.host.finish() == 0


LOOP_IN_A_LOOP = """
    coroutine = asyncio.sleep(0)
    try:
        asyncio.run(coroutine)
    finally:
        coroutine.close()
"""
HANDLER_THAT_RAISES = """
    ctx.page.on('console', lambda message: 1 / 0)
    ctx.page.evaluate('console.log(1)')
    raise ValueError('mine')
"""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (LOOP_IN_A_LOOP, "cannot be called from a running event loop"),
        (HANDLER_THAT_RAISES, "mine"),
        ("return asyncio.sleep(0)", "result is a coroutine that has not been run"),
    ],
)
def test_what_plain_user_code_may_raise(run: Run, body: str, words: str) -> None:
    error = run.failure(f"@workflow('w')\ndef w(ctx, input):\n    {body}\n")
    assert words in error["message"]
    assert run.host.finish() == 0


@pytest.mark.parametrize("kind", ["async def", "def"])
@pytest.mark.parametrize(
    "body",
    [
        "sys.stdout = sys.stderr = None\n    return 1",
        "import os\n    os.close(1)\n    return 1",
        "import threading\n    threading.Thread(target=time.sleep, args=(600,)).start()\n    return 1",
        "import os\n    if os.fork() == 0: raise ValueError('not the run')\n    os.wait()\n    return 1",
        "import os\n    if os.fork() == 0: return 2\n    os.wait()\n    return 1",
        "import multiprocessing\n    with multiprocessing.Pool(1) as pool: return pool.apply(abs, (-1,))",
        "import atexit\n    atexit.register(print, 'too late')\n    return 1",
    ],
)
def test_what_user_code_may_do_to_its_process(run: Run, kind: str, body: str) -> None:
    assert run.result(f"@workflow('w')\n{kind} w(ctx, input):\n    {body}\n") == 1
    assert run.host.finish() == 0
    assert "stdout:too late" not in run.host.heard


def test_an_end_by_os_exit_is_an_end_without_a_word(run: Run) -> None:
    run.begin("@workflow('w')\nasync def w(ctx, input):\n    import os\n    os._exit(5)\n")
    assert run.host.end_of_child() == 5
    assert run.host.events[-1] == {"event": "started"}


def test_tasks_of_the_user_do_not_go_on_after_the_end(run: Run, cdp_url: str) -> None:
    run.result(
        "async def later(page):\n    await asyncio.sleep(0.05)\n    await page.fill('#name', 'changed')\n"
        "@workflow('w')\nasync def w(ctx, input):\n    asyncio.create_task(later(ctx.page))\n",
        start_url=PAGE,
    )
    with front_page(cdp_url) as page:
        page.wait_for_timeout(200)
        assert page.input_value("#name") == ""


def test_a_host_that_hangs_up_ends_a_running_workflow(run: Run) -> None:
    run.begin("@workflow('w')\ndef w(ctx, input):\n    print('waiting')\n    ctx.page.click('#nothing')\n")
    run.host.wait_for_line("stdout:waiting")
    run.host.hang_up()
    assert run.host.end_of_child() == child_channel.EXIT_HOST_GONE


def test_a_burst_of_log_lines_arrives_whole(run: Run) -> None:
    value = run.result(
        "import threading\n"
        "@workflow('w')\ndef w(ctx, input):\n"
        "    def burst(name):\n        for n in range(5000): ctx.log.info('line', thread=name, n=n)\n"
        "    threads = [threading.Thread(target=burst, args=(name,)) for name in range(3)]\n"
        "    for thread in threads: thread.start()\n    for thread in threads: thread.join()\n    return 'done'\n"
    )
    assert value == "done"
    logs = [event["message"] for event in run.host.events if event["event"] == "log"]
    assert sorted(logs) == sorted(f"line thread={name} n={n}" for name in range(3) for n in range(5000))


def test_downloads_and_popups_work_over_the_connection(run: Run) -> None:
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
        value = run.result(
            "@workflow('w')\ndef w(ctx, input):\n"
            "    with ctx.page.expect_download() as download: ctx.page.click('text=f')\n"
            "    text = download.value.path().read_text()\n"
            "    with ctx.page.expect_popup() as popup: ctx.page.click('text=n')\n"
            "    popup.value.click('text=f', trial=True)\n    popup.value.close()\n    return text\n",
            start_url=f"http://127.0.0.1:{server.server_port}/",
        )
        server.shutdown()
    assert value == "1,2"
