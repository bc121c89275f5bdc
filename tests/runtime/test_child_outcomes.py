"""Whatever user code does, the host learns what became of it."""

from __future__ import annotations

import pytest

from runtime.python_child.channel import EXIT_HOST_GONE
from tests.runtime.child_runs import Run

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("kind", "body", "code", "message"),
    [
        ("async def", "sys.exit(3)", "workflow_error", "The workflow called sys.exit(3)."),
        ("def", "sys.exit(3)", "workflow_error", "The workflow called sys.exit(3)."),
        ("async def", "raise KeyboardInterrupt", "workflow_error", "KeyboardInterrupt"),
        ("def", "raise KeyboardInterrupt", "workflow_error", "KeyboardInterrupt"),
        ("async def", "return 'x' * 200", "result_too_large", "The result has 202 bytes as JSON; at most 100 bytes"),
        ("def", "return ctx.page", "result_not_json", "result is a Page"),
        ("async def", "return {'password': ctx.credentials}", "result_not_json", "result.password holds credentials"),
    ],
)
def test_how_both_kinds_may_end(child_run: Run, kind: str, body: str, code: str, message: str) -> None:
    error = child_run.failure(f"@workflow('w')\n{kind} w(ctx, input):\n    {body}\n", result_bytes=100)
    assert error["code"] == code
    assert message in error["message"]
    assert child_run.host.finish() == 0


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
def test_what_async_user_code_may_raise(child_run: Run, body: str, words: str) -> None:
    error = child_run.failure(f"@workflow('w')\nasync def w(ctx, input):\n    {body}\n")
    assert error["code"] == "workflow_error"
    assert words in error["message"]
    assert child_run.host.finish() == 0


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
def test_what_plain_user_code_may_raise(child_run: Run, body: str, words: str) -> None:
    error = child_run.failure(f"@workflow('w')\ndef w(ctx, input):\n    {body}\n")
    assert words in error["message"]
    assert child_run.host.finish() == 0


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("def", "sys.stdout = sys.stderr = None\n    return 1"),
        ("async def", "import os\n    os.close(1)\n    return 1"),
        ("def", "import threading\n    threading.Thread(target=time.sleep, args=(600,)).start()\n    return 1"),
        ("async def", "import os\n    if os.fork() == 0: raise ValueError('not the run')\n    os.wait()\n    return 1"),
        ("def", "import os\n    if os.fork() == 0: return 2\n    os.wait()\n    return 1"),
        ("async def", "import os\n    if os.fork() == 0: return 2\n    os.wait()\n    return 1"),
        ("def", "import multiprocessing\n    with multiprocessing.Pool(1) as pool: return pool.apply(abs, (-1,))"),
        ("async def", "import atexit\n    atexit.register(print, 'too late')\n    return 1"),
    ],
)
def test_what_user_code_may_do_to_its_process(child_run: Run, kind: str, body: str) -> None:
    assert child_run.result(f"@workflow('w')\n{kind} w(ctx, input):\n    {body}\n") == 1
    assert child_run.host.finish() == 0
    assert "stdout:too late" not in child_run.host.heard


def test_an_end_by_os_exit_is_an_end_without_a_word(child_run: Run) -> None:
    child_run.begin("@workflow('w')\nasync def w(ctx, input):\n    import os\n    os._exit(5)\n")
    assert child_run.host.end_of_child() == 5
    assert child_run.host.events[-1] == {"event": "started"}


def test_a_host_that_hangs_up_ends_a_running_workflow(child_run: Run) -> None:
    child_run.begin("@workflow('w')\ndef w(ctx, input):\n    print('waiting')\n    ctx.page.click('#nothing')\n")
    child_run.host.wait_for_line("stdout:waiting")
    child_run.host.hang_up()
    assert child_run.host.end_of_child() == EXIT_HOST_GONE


def test_a_burst_of_log_lines_arrives_whole(child_run: Run) -> None:
    value = child_run.result(
        "import threading\n"
        "@workflow('w')\ndef w(ctx, input):\n"
        "    def burst(name):\n        for n in range(1000): ctx.log.info('line', thread=name, n=n)\n"
        "    threads = [threading.Thread(target=burst, args=(name,)) for name in range(3)]\n"
        "    for thread in threads: thread.start()\n    for thread in threads: thread.join()\n    return 'done'\n"
    )
    assert value == "done"
    logs = [event["message"] for event in child_run.host.events if event["event"] == "log"]
    assert sorted(logs) == sorted(f"line thread={name} n={n}" for name in range(3) for n in range(1000))
