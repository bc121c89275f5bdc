"""The page in a download, opened from a disk in a real browser: no server, no network."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jobs.models import Job
from libretto.protocol import JobState
from recordings import services as recordings
from recordings.finishing import finish_recording
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.real_browser import launched
from tests.recordings.making import add_fragments
from tests.replay.making import add_lines, add_steps, with_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

FAILED = {
    "id": "call@9",
    "title": "Click Pay",
    "outcome": "failed",
    "error": "No such button",
    "file": "w.py",
    "line": 3,
    "end_ms": 1810,
}
SOURCE = {"id": "source:w.py:3", "file": "w.py", "line": 3, "first_line": 2, "text": "def w():\n    pay()"}
COLOURED = '\x1b[32mfound\x1b[0m {"orders": 3}'
HARM = "<!doctype html><h1>The end</h1><script>top.document.title = document.title = 'harm'</script>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A failed run, taken away and unpacked."""
    job = make_job(make_team(), state=JobState.RUNNING)
    session = with_session(job)
    add_fragments(session, tmp_path)
    add_steps(session, 8, every_ms=200)
    recordings.add_events(session_id=session.pk, events=[(1800, "step", FAILED), (1800, "source", SOURCE)])
    add_lines(session, "said </script><b>something</b>", "a long line " * 100 + "with an end", COLOURED)
    html = tmp_path / "page.html"
    html.write_text(HARM)
    recordings.add_artifact(session_id=session.pk, kind="page_html", file=html, content_type="text/html", t_ms=1900)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, error="No such button\nat all", mapped_stack="w.py:3 in w", params={"name": "Ärger"}
    )
    recordings.close_session(session_id=session.pk)
    finish_recording(session_id=session.pk)
    response = signed_in(make_user(job.team)).get(f"/sessions/{session.pk}/download.zip")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path / "run")
    return tmp_path / "run"


@pytest.fixture
def page(folder: Path) -> Iterator[Page]:
    with launched() as browser:
        page = browser.new_context(offline=True, viewport={"width": 1400, "height": 900}).new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        page.on("request", lambda request: problems.append(request.url))
        page.goto(f"file://{folder}/index.html")
        yield page
    own = f"file://{folder}/"
    expected = (own, f"Blocked script execution in '{own}page.html'")
    assert [problem for problem in problems if not problem.startswith(expected)] == []


def test_it_opens_at_the_failure_with_all_that_is_known_of_it(page: Page) -> None:
    expect(page.locator("#replay-list")).to_contain_text("Click Pay")
    expect(page.locator("#replay-details")).to_contain_text("No such button")
    expect(page.locator("#replay-details")).to_contain_text("pay()")
    page.wait_for_function("Math.abs(document.querySelector('video').currentTime - 1.8) < 0.05")
    expect(page.get_by_role("heading", name="Why it failed")).to_be_visible()
    expect(page.get_by_text('"name": "Ärger"')).to_be_visible()


def test_a_step_leads_to_its_moment_in_the_video(page: Page) -> None:
    page.locator("#replay-list").get_by_text("Step 3", exact=True).click()
    page.wait_for_function("Math.abs(document.querySelector('video').currentTime - 0.6) < 0.05")


def test_lines_are_whole(page: Page) -> None:
    expect(page.locator("#replay-list")).to_contain_text("said </script><b>something</b>")
    page.locator("#replay-list").get_by_text("a long line").click()
    expect(page.locator("#replay-details")).to_contain_text("with an end")


def test_lines_have_their_colours_and_their_json_is_set_out(page: Page) -> None:
    expect(page.locator("#replay-list .ansi-green")).to_have_text("found")
    page.locator("#replay-list").get_by_text("found").click()
    page.locator("#replay-details").get_by_role("button", name="Pretty JSON").click()
    expect(page.locator("#replay-details pre")).to_have_text('found\n{\n  "orders": 3\n}', use_inner_text=True)


def test_the_page_at_the_end_is_shown_and_runs_nothing(page: Page, folder: Path) -> None:
    title = page.title()
    page.get_by_text("page.html", exact=False).first.click()
    expect(page.frame_locator("iframe.file-frame").get_by_role("heading", name="The end")).to_be_visible()
    assert page.title() == title
    assert "harm" in (folder / "page.html").read_text()


def test_the_page_by_itself_runs_nothing(folder: Path) -> None:
    with launched() as browser:
        page = browser.new_page()
        page.goto(f"file://{folder}/page.html")
        assert page.evaluate("document.compatMode") == "CSS1Compat"
        assert page.title() == ""
