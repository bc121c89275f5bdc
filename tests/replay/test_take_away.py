"""Everything of a session as one zip, made while it is sent."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import zipfile
from pathlib import Path

import av
import pytest
from django.test import AsyncClient, Client

from jobs.models import Job
from libretto.protocol import JobState
from recordings import files, links
from tests.factories import make_user, signed_in
from tests.jobs.making import make_job
from tests.recordings.making import played
from tests.replay.making import with_session
from tests.replay.share_links import make_link
from tests.replay.taking_away import LONG, data_of, finish, keep, opened, recorded_job, session_of, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return recorded_job(tmp_path)


def test_it_holds_everything(job: Job, tmp_path: Path) -> None:
    keep(job, tmp_path, "screenshot", b"\x89PNG", "image/png")
    session_of(job).artifacts.update(kind="screenshot_full")
    keep(job, tmp_path, "screenshot", b"\x89PNG", "image/png")
    keep(job, tmp_path, "aria_snapshot", b"- button", "text/plain")
    keep(job, tmp_path, "trace", b"PK", "application/zip")
    keep(job, tmp_path, "page_html", b"<!DOCTYPE html>\n<html><script>alert(1)</script>", "text/html")
    finish(job)
    archive = taken(job)

    own = {name for name in archive.namelist() if not name.startswith("assets/")}
    records = {"README.txt", "index.html", "data.js", "run.json", "events.ndjson", "logs.ndjson"}
    pictures = {"recording.mp4", "screenshot.png", "screenshot-full.png"}
    assert own == {*records, *pictures, "aria.txt", "trace.zip", "page.html"}
    readme = archive.read("README.txt").decode()
    assert all(name in readme for name in own - {"README.txt", "data.js"})
    assert {archive.getinfo(name).compress_type for name in pictures} == {zipfile.ZIP_STORED}
    shown, seconds = played(archive.read("recording.mp4"))
    assert (shown, round(seconds)) == (20, 2)
    facts = json.loads(archive.read("run.json"))
    assert facts["run"]["params"] == {"name": "Ärger"}
    assert facts["run"]["status"] == "failed"
    assert facts["session"]["session_id"] == str(job.session_id)


def test_the_video_alone_is_a_file_that_every_player_opens(job: Job) -> None:
    finish(job)
    client = signed_in(make_user(job.team))
    for path in (f"/sessions/{job.session_id}/video.mp4", links.video_path(session_of(job).pk)):
        response = client.get(f"{path}?download=1")
        assert response.headers["Content-Disposition"].startswith('attachment; filename="recording-')
        assert client.get(path).headers["Content-Disposition"].startswith("inline")
        video = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        assert video.index(b"moov") < video.index(b"mdat"), "it plays before it is whole"
        with av.open(io.BytesIO(video)) as container:
            codec = container.streams.video[0].codec_context
            assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")


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
