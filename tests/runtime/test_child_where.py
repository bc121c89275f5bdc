"""What the workflow's process answers when it is asked where it stands."""

from __future__ import annotations

import pytest

from tests.runtime.child_runs import Run

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", ["async def", "def"])
def test_where_a_slow_workflow_stands(child_run: Run, kind: str) -> None:
    wait = "await " if kind == "async def" else ""
    child_run.begin(
        f"{kind} look(page):\n    print('looking')\n    {wait}page.click('#nothing')\n\n"
        f"@workflow('w')\n{kind} w(ctx, input):\n    {wait}look(ctx.page)\n"
    )
    child_run.host.wait_for_line("stdout:looking")
    assert child_run.where_at("click").splitlines() == [
        "workflows.py:6 in look",
        f"    {wait}page.click('#nothing')",
        "workflows.py:10 in w",
        f"    {wait}look(ctx.page)",
    ]


@pytest.mark.parametrize("kind", ["async def", "def"])
def test_where_a_workflow_computes_without_end(child_run: Run, kind: str) -> None:
    child_run.begin(f"@workflow('w')\n{kind} w(ctx, input):\n    print('busy')\n    while True: time.sleep(0.001)\n")
    child_run.host.wait_for_line("stdout:busy")
    assert child_run.where_at("while") == "workflows.py:7 in w\n    while True: time.sleep(0.001)"
    assert child_run.host.finish() == 0


def test_where_several_tasks_stand(child_run: Run) -> None:
    child_run.begin(
        "async def one(): await asyncio.sleep(600)\n"
        "async def two(): await one()\n"
        "@workflow('w')\nasync def w(ctx, input):\n"
        "    hanging = asyncio.create_task(two(), name='second')\n    print('waiting')\n"
        "    async with asyncio.timeout(500):\n        await asyncio.gather(hanging)\n"
    )
    child_run.host.wait_for_line("stdout:waiting")
    assert child_run.where_at("in one").splitlines() == [
        "workflows.py:11 in w",
        "    await asyncio.gather(hanging)",
        "also running, second:",
        "workflows.py:4 in one",
        "    async def one(): await asyncio.sleep(600)",
        "workflows.py:5 in two",
        "    async def two(): await one()",
    ]
