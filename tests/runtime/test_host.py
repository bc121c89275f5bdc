"""One run after the other in the real host, with a real browser: how it goes, how it ends, what is left."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import psutil
import pytest

from libretto.protocol import Limits
from runtime import sandbox
from runtime.remux import remux
from tests.runtime.host_process import HostProcess

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

CLICKS = """
@workflow("w", credentials=["password"])
async def w(ctx, input):
    print("begun with", input["credentials"]["password"])
    await ctx.page.set_content("<label>Name<input></label><button>Go</button><p>hunter2hunter2</p>")
    await ctx.page.get_by_label("Name").fill(ctx.credentials["password"])
    await ctx.page.get_by_role("button", name="Go").click()
    return {"done": [1, "hunter2hunter2"]}
"""
FAILS = """
@workflow("w", credentials=["password"])
def w(ctx, input):
    page = "<title>Shop</title><input value='hunter2hunter2'><button>Buy</button><hr style='margin: 900px'>"
    ctx.page.set_content(page)
    ctx.page.get_by_role("button", name="Pay").click(timeout=300)
"""
CREDENTIALS = {"password": "hunter2hunter2"}


def recording(host: HostProcess, folder: Path) -> Any:
    fragments = host.of("fragment")
    assert [fragment["index"] for fragment in fragments] == list(range(len(fragments)))
    return remux(fragments=[Path(fragment["path"]) for fragment in fragments], target=folder / "film.mp4")


def told(host: HostProcess) -> list[str]:
    """The host's own sentences, with '…' for durations and the browser's version."""
    messages = [event["message"] for event in host.of("log", source="executor")]
    return [re.sub(r"\S+(?= runs)|[\d.]+ s\b", "…", message) for message in messages]


def test_a_run_that_succeeds(tmp_path: Path) -> None:
    with HostProcess(tmp_path, CLICKS, credentials=CREDENTIALS) as host:
        result = host.result()

    assert result["outcome"] == "completed"
    assert result["value"] == {"done": [1, "[credential]"]}
    assert host.names() == ["session_started", "browser_started", "workflow_started", "artifact", "result", "closed"]
    assert host.printed() == ["begun with [credential]"]
    steps = {event["data"]["id"]: event["data"] for event in host.of("timeline", kind="step")}
    assert [step["title"] for step in steps.values()][-2:] == [
        'Fill get_by_label("Name") with "[credential]"',
        'Click get_by_role("button", name="Go")',
    ]
    assert all(step["outcome"] == "ok" for step in steps.values())
    assert list(steps.values())[-1]["file"] == "workflows.py"
    assert recording(host, tmp_path).duration_ms > 300
    assert told(host) == [
        "Importing workflow w and checking its input.",
        "The input is valid. Starting the browser.",
        "… runs and is being recorded.",
        "The workflow has finished.",
        "Clean-up: recording of … and trace kept; all processes have ended.",
    ]
    assert not any("hunter2" in json.dumps(event) for event in host.events)


def test_a_run_that_fails_keeps_the_page(tmp_path: Path) -> None:
    with HostProcess(tmp_path, FAILS, credentials=CREDENTIALS) as host:
        result = host.result()

    error = result["error"]
    assert (error["code"], error["type"]) == ("workflow_error", "TimeoutError")
    assert error["mapped_stack"].startswith("workflows.py:")
    assert 'get_by_role("button", name="Pay")' in error["message"]
    artifacts = {event["kind"]: Path(event["path"]) for event in host.of("artifact")}
    assert set(artifacts) == {"screenshot", "screenshot_full", "page_html", "aria_snapshot", "trace"}
    assert "Buy" in artifacts["page_html"].read_text()
    assert "hunter2" not in artifacts["page_html"].read_text() + artifacts["aria_snapshot"].read_text()
    steps = {
        event["data"]["id"]: event["data"] for event in host.of("timeline", kind="step")
    }  # told again as more is known
    [failed] = [step for step in steps.values() if step["outcome"] == "failed"]
    assert failed["selector"] == 'get_by_role("button", name="Pay")'
    with zipfile.ZipFile(artifacts["trace"]) as archive:
        assert {"trace.trace", "trace.network", "trace.stacks"} <= set(archive.namelist())
        assert any(name.startswith("src/") for name in archive.namelist())
        assert all(b"hunter2" not in archive.read(name) for name in archive.namelist())
    assert host.events.index(host.of("artifact")[0]) < host.events.index(result)
    assert told(host)[-2:] == [
        "The run has failed. Keeping the page as the failure left it.",
        "Clean-up: recording of …, screenshot, HTML, accessibility tree, screenshot of the whole page and trace kept; "
        "all processes have ended.",
    ]


@pytest.mark.parametrize(
    ("source", "changes", "code"),
    [  # more of them in test_child_prepare.py
        (
            "from pydantic import BaseModel\nclass In(BaseModel):\n    n: int\n"
            '@workflow("w", input=In)\nasync def w(ctx, input): ...',
            {"params": {"n": "x"}},
            "invalid_input",
        ),
        ('import os\nprint("bye")\nos._exit(3)', {}, "child_died"),
    ],
)
def test_a_run_that_cannot_begin_starts_no_browser(
    tmp_path: Path, source: str, changes: dict[str, Any], code: str
) -> None:
    with HostProcess(tmp_path, source, **changes) as host:
        result = host.result()

    assert result["error"]["code"] == code
    assert host.names() == ["session_started", "result", "closed"]
    assert told(host) == [
        "Importing workflow w and checking its input.",
        "Clean-up: nothing kept; all processes have ended.",
    ]


def test_no_chromium_is_said_clearly(tmp_path: Path) -> None:
    with HostProcess(tmp_path, CLICKS, credentials=CREDENTIALS, chromium="/nowhere/chromium") as host:
        result = host.result()

    assert result["error"]["code"] == "browser_not_started"
    assert "/nowhere/chromium" in result["error"]["message"]


@pytest.mark.parametrize("wait", ["ctx.page.wait_for_timeout(60_000)", "while True: pass"])
def test_a_run_out_of_time(tmp_path: Path, wait: str) -> None:
    source = f'@workflow("w")\ndef w(ctx, input):\n    {wait}\n'
    with HostProcess(tmp_path, source, timeout_seconds=1) as host:
        result = host.result()

    assert result["error"]["code"] == "timeout"
    assert result["error"]["message"] == "The run took longer than its time limit of 1 second."
    assert "workflows.py:6 in w" in result["error"]["mapped_stack"]
    assert {"screenshot", "page_html", "trace"} <= {event["kind"] for event in host.of("artifact")}


def test_a_run_is_cancelled(tmp_path: Path) -> None:
    source = '@workflow("w")\ndef w(ctx, input):\n    print("here")\n    ctx.page.wait_for_timeout(60_000)\n'
    with HostProcess(tmp_path, source) as host:
        host.until("log", message="here")
        host.tell({"command": "cancel"})
        result = host.result()

    assert result["outcome"] == "cancelled"
    assert recording(host, tmp_path).duration_ms > 0


def test_a_run_can_be_cancelled_before_user_code_begins(tmp_path: Path) -> None:
    with HostProcess(tmp_path, "time.sleep(30)") as host:
        host.until("log", source="executor")
        host.tell({"command": "cancel"})
        assert host.result()["outcome"] == "cancelled"

    assert host.names() == ["session_started", "result", "closed"]


def test_user_code_waits_for_the_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, Any]] = []
    source = '@workflow("w")\ndef w(ctx, input):\n    print("here")\n'
    with HostProcess(tmp_path, source) as host:
        with monkeypatch.context() as patch:
            patch.setattr(host, "tell", told.append)
            host.until("workflow_started")
            host.until("fragment")  # a moment later
        assert told == [{"command": "start"}]
        assert host.printed() == []
        host.tell({"command": "start"})
        assert host.result()["outcome"] == "completed"
    assert host.printed() == ["here"]


def test_a_flood_of_lines_comes_through_in_order(tmp_path: Path) -> None:
    source = '@workflow("w")\ndef w(ctx, input):\n    for n in range(20_000):\n        print("line", n)\n'
    with HostProcess(tmp_path, source) as host:
        host.until("workflow_started")
        host.until("log", message="line 19999")
        peak = psutil.Process(host.process.pid).memory_info().rss
        assert host.result()["outcome"] == "completed"

    assert host.printed() == [f"line {n}" for n in range(20_000)]
    assert peak < 400 * 1024**2


def test_a_flood_is_cut_with_a_line_that_says_how_much_and_the_end_is_kept(tmp_path: Path) -> None:
    source = """
@workflow("w")
def w(ctx, input):
    for n in range(5_000):
        print("line", n)
    ctx.log.error("and then it broke")
"""
    limits = Limits(log_lines=1_000)
    with HostProcess(tmp_path, source, limits=limits) as host:
        assert host.result()["outcome"] == "completed"

    printed = host.printed()
    said = [event["message"] for event in host.of("log", source="executor", level="warn")]
    assert printed[:1_000] == [f"line {n}" for n in range(1_000)]
    assert len(printed) == 1_100
    assert printed[-1] == "and then it broke"
    assert said == [
        "The log of this run is full: of what its workflow prints, 1,000 lines are kept. "
        "The rest is left out, but for its last 100 lines.",
        "3,901 more lines of the workflow were left out here. The last 100 follow.",
    ]


def test_a_workflow_that_prints_fast_is_slowed_down(tmp_path: Path) -> None:
    source = """
@workflow("w")
def w(ctx, input):
    began = time.monotonic()
    for n in range(7_000):
        print("a line of some length that fills the pipe", n, "." * 100)
    return time.monotonic() - began
"""
    with HostProcess(tmp_path, source, limits=Limits(log_lines_per_second=1_000)) as host:
        seconds = host.result()["value"]

    assert len(host.printed()) == 7_000
    assert seconds > 0.5  # 4,000 lines at once, the others no faster than 1,000 a second; some wait in the pipe


def test_what_looks_like_a_secret_is_in_nothing_that_people_read(tmp_path: Path) -> None:
    source = """
@workflow("w")
async def w(ctx, input):
    print("-----BEGIN PRIVATE KEY-----")
    print("jKc8sU9tUTJV7CQABIoAAEgAjSgwcKBSAAFEQAB0w9GikhqkgBNADABIQvEIIM"[::-1])
    print("-----END PRIVATE KEY-----")
    print("password=hunter2-secret")
    ctx.log.warn('{"token": "hunter2-secret"}')
    await ctx.page.set_content('<label>Password <input type=password></label>')
    await ctx.page.evaluate("console.error('Authorization: Bearer hunter2-secret')")
    await ctx.page.get_by_label("Password").fill("hunter2-secret")
    await ctx.page.get_by_label("Password").press_sequentially("hunter2-secret")
    await ctx.page.evaluate("setTimeout(() => { throw new Error('api_key: hunter2-secret') })")
    await ctx.page.wait_for_timeout(200)
    raise RuntimeError("login failed for https://shop.test/?password=hunter2-secret")
"""
    with HostProcess(tmp_path, source) as host:
        result = host.result()

    assert "password=[hidden]" in result["error"]["message"]
    assert 'Fill get_by_label("Password") with "[hidden]"' in [
        event["data"].get("title") for event in host.of("timeline")
    ]
    everything = json.dumps(host.events)
    assert "MIIEv" not in everything
    assert "hunter2" not in everything


def test_odd_output_harms_nobody(tmp_path: Path) -> None:
    source = """
@workflow("w", credentials=["password"])
async def w(ctx, input):
    write = sys.stdout.buffer.write
    write(b"a" * 5_000_000 + b"\\n")
    write(b"nul \\0 and \\xff\\n")
    write(b"10%\\r20%\\n")
    sys.stdout.flush()
    ctx.log.info("." * 65_530 + "hunter2hunter2" + "." * 100)
    os.write(200, b"garbage\\n")
    print("no end", end="", file=sys.stderr)
"""
    with HostProcess(tmp_path, source, credentials=CREDENTIALS) as host:
        assert host.result()["outcome"] == "completed"

    printed = host.printed()
    assert printed[0] == "a" * 65_536 + " … [cut: the line was 5,000,000 bytes long]"
    assert printed[1:4] == ["nul \ufffd and \ufffd", "10%", "20%"]
    assert not any("hunter" in line for line in printed)
    assert host.of("log", source="workflow", level="warn")[-1]["message"] == "no end"


@pytest.mark.skipif(not sandbox.uses_bubblewrap("auto"), reason="bubblewrap does not work here")
def test_a_page_cannot_read_the_servers_files_either(tmp_path: Path) -> None:
    secret = tmp_path / "home" / "secret_key"
    secret.parent.mkdir()
    secret.write_text("the servers secret")
    source = """
@workflow("w")
def w(ctx, input):
    seen = []
    for path in input["paths"]:
        try:
            ctx.page.goto("file://" + path)
            seen.append(ctx.page.content())
        except Exception as error:
            seen.append(str(error))
    ctx.page.set_content("<a download=x.txt href='data:text/plain,hello'>down</a><input type=file>")
    with ctx.page.expect_download() as download:
        ctx.page.click("a")
    ctx.page.set_input_files("input", __file__)
    uploaded = ctx.page.evaluate("() => document.querySelector('input').files[0].text()")
    return {"seen": seen, "downloaded": open(download.value.path()).read(), "uploaded": uploaded[:9]}
"""
    paths = [str(secret), "/etc/shadow", str(sandbox.SOURCE_ROOT / "pyproject.toml")]
    with HostProcess(tmp_path, source, params={"paths": paths}, hidden_paths=(str(secret.parent),)) as host:
        value = host.result()["value"]

    assert value["downloaded"] == "hello"
    assert value["uploaded"] == "import os"
    for text in value["seen"]:
        assert "servers secret" not in text
        assert "root:" not in text
        assert "[project]" not in text
