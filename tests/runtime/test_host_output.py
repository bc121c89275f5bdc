"""What a workflow prints and shows in the real host, with a real browser: what comes through, and what must not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import psutil
import pytest

from libretto.protocol import Limits
from runtime import sandbox
from tests.runtime.host_process import HostProcess

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

CREDENTIALS = {"password": "hunter2hunter2"}
FLOOD = 20_000
OUTSPOKEN = """
import json

@workflow("w", credentials=["password"])
def w(ctx, input):
    for n in range(20_000):
        print("line", n)
    write_oddly(ctx)
    print(json.dumps(look_around(ctx, input["paths"])))
    tell_secrets(ctx)

def write_oddly(ctx):
    write = sys.stdout.buffer.write
    write(b"a" * 5_000_000 + b"\\n")
    write(b"nul \\0 and \\xff\\n")
    write(b"10%\\r20%\\n")
    sys.stdout.flush()
    ctx.log.info("." * 65_530 + "hunter2hunter2" + "." * 100)
    os.write(200, b"garbage\\n")
    print("no end", end="", file=sys.stderr)

def look_around(ctx, paths):
    seen = []
    for path in paths:
        try:
            ctx.page.goto("file://" + path)
            text = ctx.page.content()
        except Exception as error:
            text = str(error)
        seen.append([words for words in ("servers secret", "root:", "[project]") if words in text])
    ctx.page.set_content("<a download=x.txt href='data:text/plain,hello'>down</a><input type=file>")
    with ctx.page.expect_download() as download:
        ctx.page.click("a")
    ctx.page.set_input_files("input", __file__)
    uploaded = ctx.page.evaluate("() => document.querySelector('input').files[0].text()")
    return {"seen": seen, "downloaded": open(download.value.path()).read(), "uploaded": uploaded[:9]}

def tell_secrets(ctx):
    print("-----BEGIN PRIVATE KEY-----")
    print("jKc8sU9tUTJV7CQABIoAAEgAjSgwcKBSAAFEQAB0w9GikhqkgBNADABIQvEIIM"[::-1])
    print("-----END PRIVATE KEY-----")
    print("password=hunter2-secret")
    ctx.log.warn('{"token": "hunter2-secret"}')
    ctx.page.set_content('<label>Password <input type=password></label>')
    ctx.page.evaluate("console.error('Authorization: Bearer hunter2-secret')")
    ctx.page.get_by_label("Password").fill("hunter2-secret")
    ctx.page.get_by_label("Password").press_sequentially("hunter2-secret")
    ctx.page.evaluate("setTimeout(() => { throw new Error('api_key: hunter2-secret') })")
    ctx.page.wait_for_timeout(200)
    raise RuntimeError("login failed for https://shop.test/?password=hunter2-secret")
"""


@dataclass
class Outspoken:
    host: HostProcess
    bytes_after_the_flood: int  # that the host then held in memory
    result: dict[str, Any]


@pytest.fixture(scope="module")
def outspoken(tmp_path_factory: pytest.TempPathFactory) -> Outspoken:
    folder = tmp_path_factory.mktemp("run")
    secret = folder / "home" / "secret_key"
    secret.parent.mkdir()
    secret.write_text("the servers secret")
    paths = [str(secret), "/etc/shadow", str(sandbox.SOURCE_ROOT / "pyproject.toml")]
    with HostProcess(
        folder, OUTSPOKEN, credentials=CREDENTIALS, params={"paths": paths}, hidden_paths=(str(secret.parent),)
    ) as host:
        host.until("log", message=f"line {FLOOD - 1}")
        peak = psutil.Process(host.process.pid).memory_info().rss
        return Outspoken(host, peak, host.result())


def test_a_flood_of_lines_comes_through_in_order(outspoken: Outspoken) -> None:
    assert outspoken.host.printed()[:FLOOD] == [f"line {n}" for n in range(FLOOD)]
    assert outspoken.bytes_after_the_flood < 400 * 1024**2


def test_odd_output_harms_nobody(outspoken: Outspoken) -> None:
    assert outspoken.result["error"]["type"] == "RuntimeError"  # which the workflow raises at its end
    printed = outspoken.host.printed()[FLOOD:]
    assert printed[0] == "a" * 65_536 + " … [cut: the line was 5,000,000 bytes long]"
    assert printed[1:4] == ["nul \ufffd and \ufffd", "10%", "20%"]
    assert not any("hunter" in line for line in printed)
    assert outspoken.host.of("log", source="workflow", level="warn")[-1]["message"] == "no end"


@pytest.mark.skipif(not sandbox.uses_bubblewrap("auto"), reason="bubblewrap does not work here")
def test_a_page_cannot_read_the_servers_files_either(outspoken: Outspoken) -> None:
    [line] = [line for line in outspoken.host.printed() if '"downloaded"' in line]
    assert json.loads(line) == {"seen": [[], [], []], "downloaded": "hello", "uploaded": "import os"}


def test_what_looks_like_a_secret_is_in_nothing_that_people_read(outspoken: Outspoken) -> None:
    assert "password=[hidden]" in outspoken.result["error"]["message"]
    assert 'Fill get_by_label("Password") with "[hidden]"' in [
        event["data"].get("title") for event in outspoken.host.of("timeline")
    ]
    everything = json.dumps(outspoken.host.events)
    assert "MIIEv" not in everything
    assert "hunter2" not in everything


LONG_WINDED = """
@workflow("w")
def w(ctx, input):
    began = time.monotonic()
    for n in range(7_000):
        print("a line of some length that fills the pipe", n, "." * 100)
    seconds = time.monotonic() - began
    for n in range(1_000):
        print("one more line", n)
    print("and then it broke")
    return seconds
"""


@pytest.fixture(scope="module")
def long_winded(tmp_path_factory: pytest.TempPathFactory) -> tuple[HostProcess, dict[str, Any]]:
    """Its host, and how it ended."""
    limits = Limits(log_lines=7_000, log_lines_per_second=1_000)
    with HostProcess(tmp_path_factory.mktemp("run"), LONG_WINDED, limits=limits) as host:
        return host, host.result()


def test_a_workflow_that_prints_fast_is_slowed_down(long_winded: tuple[HostProcess, dict[str, Any]]) -> None:
    _, result = long_winded
    assert result["outcome"] == "completed"
    assert result["value"] > 0.5  # 4,000 lines at once, the others no faster than 1,000 a second; some wait in the pipe


def test_a_flood_is_cut_with_a_line_that_says_how_much_and_the_end_is_kept(
    long_winded: tuple[HostProcess, dict[str, Any]],
) -> None:
    host, _ = long_winded
    printed = host.printed()
    said = [event["message"] for event in host.of("log", source="executor", level="warn")]
    assert [int(line.split()[9]) for line in printed[:7_000]] == list(range(7_000))
    assert len(printed) == 7_100
    assert printed[-1] == "and then it broke"
    assert said == [
        "The log of this run is full: of what its workflow prints, 7,000 lines are kept. "
        "The rest is left out, but for its last 100 lines.",
        "901 more lines of the workflow were left out here. The last 100 follow.",
    ]
