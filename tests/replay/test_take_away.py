"""Everything of a session as one zip, made while it is sent."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import AsyncClient, Client

from jobs.models import Job
from libretto.protocol import JobState
from recordings import files
from recordings import services as recordings
from recordings.finishing import finish_recording
from recordings.models import BrowserSession
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.recordings.making import add_fragments, played
from tests.replay.making import add_lines, add_steps, with_session
from tests.replay.share_links import make_link

pytestmark = pytest.mark.django_db

LONG = "a long line " * 100
CLICK = {
    "id": "call@7",
    "title": "Click Pay",
    "outcome": "failed",
    "error": "No such button",
    "file": "w.py",
    "line": 3,
}
SOURCE = {"id": "source:w.py:3", "file": "w.py", "line": 3, "first_line": 2, "text": "def w():\n    pay()"}
REQUEST = {"id": "net@1", "url": "http://shop.test/", "request_headers": {"cookie": "c"}, "status": 200}


@pytest.fixture
def job(tmp_path: Path) -> Job:
    job = make_job(make_team(), state=JobState.RUNNING)
    session = with_session(job)
    add_fragments(session, tmp_path)
    add_steps(session, 3)
    events = [(900, "step", CLICK), (900, "source", SOURCE), (950, "network", REQUEST)]
    recordings.add_events(session_id=session.pk, events=events)
    add_lines(session, "said </script> something", LONG)
    Job.objects.filter(pk=job.pk).update(params={"name": "Ärger"}, error="No such button\nat all")
    job.refresh_from_db()
    return job


def session_of(job: Job) -> BrowserSession:
    assert job.session_id
    session: BrowserSession = BrowserSession.objects.get(pk=job.session_id)
    return session


def finish(job: Job, state: JobState = JobState.FAILED) -> None:
    assert job.session_id
    Job.objects.filter(pk=job.pk).update(state=state)
    recordings.close_session(session_id=job.session_id)
    finish_recording(session_id=job.session_id)


def keep(job: Job, folder: Path, kind: str, content: bytes, content_type: str) -> None:
    file = folder / kind
    file.write_bytes(content)
    assert job.session_id
    recordings.add_artifact(session_id=job.session_id, kind=kind, file=file, content_type=content_type, t_ms=1000)


def taken(job: Job) -> zipfile.ZipFile:
    return opened(signed_in(make_user(job.team)), f"/sessions/{job.session_id}/download.zip")


def opened(client: Client, path: str) -> zipfile.ZipFile:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    assert archive.testzip() is None
    return archive


def data_of(archive: zipfile.ZipFile) -> Any:
    head, _, text = archive.read("data.js").decode().partition("=")
    assert head == "window.REPLAY_DATA "
    return json.loads(text.removesuffix(";\n"))


def test_it_holds_everything(job: Job, tmp_path: Path) -> None:
    keep(job, tmp_path, "screenshot", b"\x89PNG", "image/png")
    keep(job, tmp_path, "aria_snapshot", b"- button", "text/plain")
    keep(job, tmp_path, "trace", b"PK", "application/zip")
    keep(job, tmp_path, "page_html", b"<!DOCTYPE html>\n<html><script>alert(1)</script>", "text/html")
    finish(job)
    archive = taken(job)

    own = {name for name in archive.namelist() if not name.startswith("assets/")}
    records = {"README.txt", "index.html", "data.js", "run.json", "events.ndjson", "logs.ndjson"}
    assert own == {*records, "recording.mp4", "screenshot.png", "aria.txt", "trace.zip", "page.html"}
    readme = archive.read("README.txt").decode()
    assert all(name in readme for name in own - {"README.txt", "data.js"})
    pictures, seconds = played(archive.read("recording.mp4"))
    assert (pictures, round(seconds)) == (20, 2)
    assert archive.getinfo("recording.mp4").compress_type == zipfile.ZIP_STORED
    assert archive.getinfo("screenshot.png").compress_type == zipfile.ZIP_STORED
    facts = json.loads(archive.read("run.json"))
    assert facts["run"]["params"] == {"name": "Ärger"}
    assert facts["run"]["status"] == "failed"
    assert facts["session"]["session_id"] == str(job.session_id)


def test_other_programs_can_unpack_it(job: Job, tmp_path: Path) -> None:
    finish(job)
    file = tmp_path / "run.zip"
    response = signed_in(make_user(job.team)).get(f"/sessions/{job.session_id}/download.zip")
    file.write_bytes(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    unpacked = subprocess.run(["unzip", "-q", file, "-d", tmp_path / "run"], capture_output=True, check=False)
    assert (unpacked.returncode, unpacked.stderr) == (0, b"")
    assert "attachment; filename=" in response.headers["Content-Disposition"]


def test_the_data_is_a_feed_with_all_details(job: Job) -> None:
    finish(job)
    data = data_of(taken(job))

    feed = data["feed"]
    assert [event[0] for event in feed["events"]] == ["call@1", "call@2", "call@3", "call@7", "net@1"]
    assert [line[4][:10] for line in feed["lines"]] == ["said </scr", "a long lin"]
    assert (feed["ended"], feed["failed_key"], feed["state"]) == (True, "call@7", "failed")
    assert (feed["video"]["state"], feed["video"]["url"]) == ("ready", "recording.mp4")
    details = data["details"]["call@7"]
    assert details["source"]["text"] == "def w():\n    pay()"
    assert (details["error"], details["snapshots"]) == ("No such button", {"before": None, "after": None})
    [whole] = data["lines"].values()
    assert whole["text"] == LONG


def test_every_object_is_a_line_for_other_programs(job: Job) -> None:
    archive = taken(job)
    events = [json.loads(line) for line in archive.read("events.ndjson").splitlines()]
    lines = [json.loads(line) for line in archive.read("logs.ndjson").splitlines()]
    assert [event["key"] for event in events][-2:] == ["call@7", "net@1"]
    assert events[-1]["data"]["request_headers"] == {"cookie": "c"}
    assert [line["text"] for line in lines] == ["said </script> something", LONG]


def test_a_run_that_goes_on_is_taken_as_it_is(job: Job) -> None:
    archive = taken(job)
    assert played(archive.read("recording.mp4"))[0] == 20
    feed = data_of(archive)["feed"]
    assert (feed["ended"], feed["state"], feed["video"]["state"]) == (True, "running", "ready")
    assert "while it was still going on" in archive.read("README.txt").decode()


def test_a_session_without_a_picture_has_no_video(job: Job) -> None:
    session = with_session(make_job(job.team, state=JobState.RUNNING))
    archive = opened(signed_in(make_user(job.team)), f"/sessions/{session.pk}/download.zip")
    assert "recording.mp4" not in archive.namelist()
    assert data_of(archive)["feed"]["video"]["url"] is None


def test_what_is_gone_from_storage_ends_its_file(job: Job, tmp_path: Path) -> None:
    keep(job, tmp_path, "trace", b"PK", "application/zip")
    files.remove([session_of(job).artifacts.get().path])
    assert taken(job).read("trace.zip") == b""


@pytest.mark.parametrize("doctype", ["<!DOCTYPE html>", ""])
def test_the_page_cannot_run_scripts_from_a_disk(job: Job, tmp_path: Path, doctype: str) -> None:
    keep(job, tmp_path, "page_html", doctype.encode() + b"<script>alert(1)</script>", "text/html")
    html = taken(job).read("page.html").decode().lower()
    policy = '<meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src \'none\';'
    assert html.startswith(doctype.lower() + policy)


@pytest.mark.parametrize(("steps", "logs"), [(False, False), (True, False), (False, True)])
def test_a_share_link_gives_what_its_scope_holds(job: Job, tmp_path: Path, steps: bool, logs: bool) -> None:
    for kind in ("screenshot", "trace"):
        keep(job, tmp_path, kind, b"", "")
    link = make_link(session_of(job), steps=steps, logs=logs)
    archive = opened(Client(), f"/shared/{link.token}/download.zip")

    names = {name for name in archive.namelist() if not name.startswith("assets/")}
    records = [name for name, held in (("events.ndjson", steps), ("logs.ndjson", logs)) if held]
    assert names == {"README.txt", "index.html", "data.js", "recording.mp4", *records}
    data = data_of(archive)
    assert (len(data["feed"]["events"]), len(data["feed"]["lines"])) == (5 * steps, 2 * logs)
    everything = b"".join(archive.read(name) for name in names)
    assert b"Cookie" not in everything
    assert b"cookie" not in everything
    assert b"pay()" not in everything
    assert "Ärger".encode() not in everything


@pytest.mark.django_db(transaction=True)
def test_a_server_sends_it_while_it_makes_it(job: Job, tmp_path: Path) -> None:
    keep(job, tmp_path, "trace", bytes(3 * 1024**2), "application/zip")
    client = AsyncClient()
    client.cookies = signed_in(make_user(job.team)).cookies

    async def pieces() -> list[bytes]:
        response = await client.get(f"/sessions/{job.session_id}/download.zip")
        return [piece async for piece in response]  # type: ignore[attr-defined]

    received = asyncio.run(pieces())
    assert len(received) > 10
    assert zipfile.ZipFile(io.BytesIO(b"".join(received))).testzip() is None
