"""The archive that the trace viewer opens: laid out as Playwright's own, without what is not its own."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.tracing.untrusted_files import list_untrusted, open_untrusted
from tests.runtime.live_trace import LiveTrace


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveTrace]:
    trace = LiveTrace(tmp_path)
    yield trace
    trace.close()


def test_links_out_of_the_trace_lead_nowhere(live: LiveTrace, tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("the server's secret key\n")
    (live.trace / "resources").mkdir()
    (live.trace / "other.trace").symlink_to(secret)
    (live.trace / "resources" / "link.txt").symlink_to(secret)
    os.mkfifo(live.trace / "fifo.trace")
    os.mkfifo(live.trace / "resources" / "fifo")
    (live.bundle / "link.py").symlink_to(secret)
    live.before("c@1")
    live.before("c@2")
    live.write_place("c@1", ("link.py", 1, "x"))
    live.write_place("c@2", ("../key", 1, "x"))

    events = live.follower.poll()
    assert [data.get("file") for _, _, data in events] == ["link.py", None]
    with live.zip() as archive:
        assert all(b"secret" not in archive.read(name) for name in archive.namelist())


def test_a_link_in_the_place_of_the_trace_leads_nowhere(live: LiveTrace, tmp_path: Path) -> None:
    other = tmp_path / "other" / "resources"
    other.mkdir(parents=True)
    (other / "key").write_text("the server's secret key\n")
    shutil.rmtree(live.trace)
    live.trace.symlink_to(other.parent)

    assert list_untrusted(live.trace) == []
    assert list_untrusted(live.trace / "resources") == []
    assert open_untrusted(live.trace / "resources", "key") is None
    assert list_untrusted(other) == ["key"]


def test_the_archive_is_laid_out_as_playwrights_own(live: LiveTrace) -> None:
    (live.bundle / "workflows.py").write_text("page.click()")
    (live.trace / "resources").mkdir()
    (live.trace / "resources" / "abc.css").write_text("body {}")
    (live.trace / "aria").mkdir()
    (live.trace / "aria" / "c@1-before.json").write_text("[]")
    live.write_text("{}\n", name="run.network")
    live.write_place("c@1", ("workflows.py", 1, "x"))
    live.before("c@1")
    live.write_text('{"type":"after","callId":"c@')

    with live.zip() as archive:
        names = archive.namelist()
        sources = [name for name in names if name.startswith("src/")]
        assert {
            "trace.trace",
            "trace.network",
            "trace.stacks",
            "resources/abc.css",
            "aria/c@1-before.json",
            *sources,
        } == set(names)
        assert archive.read(sources[0]) == b"page.click()"
        stacks = {"files": [str(live.bundle / "workflows.py")], "stacks": [["c@1", [[0, 1, 0, "x"]]]]}
        assert json.loads(archive.read("trace.stacks")) == stacks
        lines = [json.loads(line) for line in archive.read("trace.trace").splitlines()]
        assert [line["type"] for line in lines] == ["context-options", "before"]


def test_several_traces_share_an_archive(live: LiveTrace) -> None:
    live.write_text('{"version":10,"type":"context-options"}\n', name="second.trace")

    with live.zip() as archive:
        assert {"0-trace.trace", "1-trace.trace"} <= set(archive.namelist())


def test_the_archive_holds_no_credential(live: LiveTrace) -> None:
    (live.trace / "resources").mkdir()
    (live.trace / "resources" / "answer.json").write_bytes(b'{"password":"hunter2-\\u00e9"}')
    live.before("c@1", method="fill", params={"selector": "#p", "value": "hunter2-é", "n": 1234})
    live.write({"type": "console", "text": 'typed "hunter2-é"'})

    with live.zip("hunter2-é", "1234") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
        assert b"hunter2" not in content
        lines = [json.loads(line) for line in archive.read("trace.trace").splitlines()]
        assert lines[1]["params"] == {"selector": "#p", "value": "[credential]", "n": 1234}
