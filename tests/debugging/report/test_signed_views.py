"""What people without an account see of a failed run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client

from debugging.diagnosis import Claim, Pointer
from debugging.links import Purpose, link_of
from debugging.models import DebugReport, ReportStatus
from debugging.report import signed_views
from jobs.models import Job
from logs import services as logs
from recordings import services as recordings
from tests.debugging.page_rows import diagnosed_run, make_diagnosis, make_report
from tests.debugging.rows import failed_job, recorded_session
from tests.factories import make_team, make_user, signed_in

pytestmark = pytest.mark.django_db

BROWSER = {"Accept": "text/html,*/*;q=0.8"}


@pytest.fixture
def diagnosed(tmp_path: Path) -> DebugReport:
    report = diagnosed_run(make_team("Acme"), tmp_path)
    assert report.job.session_id
    file = tmp_path / "screenshot.png"
    file.write_bytes(b"\x89PNG")
    for kind, content_type in (("screenshot", "image/png"), ("page_html", "text/html")):
        recordings.add_artifact(
            session_id=report.job.session_id, kind=kind, file=file, content_type=content_type, t_ms=1900
        )
    return report


def path_of(purpose: Purpose, job: Job, seconds: int | None = None) -> str:
    return urlsplit(link_of(purpose, job.pk, seconds)[0]).path


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode())


def shown(job: Job) -> str:
    response = Client().get(path_of("report", job), headers=BROWSER)
    assert response.status_code == 200
    return text_of(response)


def test_the_page_tells_the_diagnosis_and_leads_nowhere_else(diagnosed: DebugReport) -> None:
    page = shown(diagnosed.job)
    assert '<h2 class="report-summary">pay could not click the button &quot;Pay&quot;' in page
    assert "Almost certain" in page
    assert "The page has a button &quot;Pay now&quot; where &quot;Pay&quot; was." in page
    assert "Look for the button &quot;Pay now&quot;." in page
    assert "# Fix the workflow `pay`" in page
    assert 'class="site-nav"' not in page
    assert "Acme" not in page
    led_to = {urlsplit(url).path.strip("/").partition("/")[0] for url in re.findall(r'(?:href|src)="([^"]+)"', page)}
    assert led_to == {"static", "recordings", "artifacts", "reports", "runs", ""}


def test_each_link_of_the_page_opens_without_an_account(diagnosed: DebugReport) -> None:
    page = shown(diagnosed.job)
    urls = set(re.findall(r'(?:href|src)="([^"]*/(?:recordings|artifacts|reports)/[^"]+)"', page))
    assert {urlsplit(url).path.split("/")[1] for url in urls} == {"recordings", "artifacts", "reports"}
    for url in urls:
        parts = urlsplit(url)
        assert Client().get(parts.path, headers=BROWSER).status_code == 200, url


def test_claims_lead_to_their_moment_of_the_recording(diagnosed: DebugReport) -> None:
    moments = re.findall(r'<a class="evidence" href="[^"]+/recordings/[\w.-]+\?t=([0-9.]+)"', shown(diagnosed.job))
    assert moments == ["1.5"]


def test_other_runs_are_named_but_not_linked(tmp_path: Path) -> None:
    elsewhere = Pointer(kind="run", ref="0b9c3f5e-8a54-4b0c-9c39-0d8c5e1a7f11", label="The last good run", t_ms=5)
    report = diagnosed_run(
        make_team(), tmp_path, make_diagnosis(changed=(Claim(text="It moved.", pointers=(elsewhere,)),))
    )
    page = shown(report.job)
    assert "The last good run" in page
    assert "0b9c3f5e" not in page


def test_what_a_page_wrote_is_text(tmp_path: Path) -> None:
    planted = "</pre><script>alert(1)</script><img src=x onerror=alert(2)>"
    claim = Claim(text=planted, pointers=(Pointer(kind="step", label=planted),))
    said = make_diagnosis(summary=planted, why=(claim,), advice=planted, suggestion=planted, missing=(planted,))
    page = shown(diagnosed_run(make_team(), tmp_path, said, handoff_prompt=planted).job)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("&lt;script&gt;alert(1)") == 7


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({}, "The debug agent looks at this run in a moment."),
        ({"status": ReportStatus.RUNNING}, "The debug agent is looking at this run."),
        ({"status": ReportStatus.FAILED, "error": "It could not."}, "It could not."),
        (None, "The debug agent looks at this run in a moment."),
    ],
)
def test_without_a_diagnosis_the_page_says_why(fields: dict[str, Any] | None, note: str) -> None:
    job = failed_job()
    if fields is not None:
        make_report(job, **fields)
    page = shown(job)
    assert note in page
    assert ('http-equiv="refresh"' in page) is ("looking at" in note or "in a moment" in note)
    prompt = Client().get(path_of("prompt", job))
    assert (prompt.status_code, note in text_of(prompt)) == (404, True)


@pytest.mark.parametrize("purpose", ["report", "log", "prompt"])
def test_wrong_and_old_links_say_so(purpose: Purpose, diagnosed: DebugReport) -> None:
    path = path_of(purpose, diagnosed.job)
    assert Client().get(path).status_code == 200
    for headers in (BROWSER, {}):
        wrong = Client().get(path.replace(".", ".1", 1), headers=headers)
        old = Client().get(path_of(purpose, diagnosed.job, -1), headers=headers)
        assert (wrong.status_code, old.status_code) == (404, 410)
        assert "This link does not work" in text_of(wrong)
        assert "This link has expired" in text_of(old)
        assert "no-store" in old["Cache-Control"]
    assert Client().post(path).status_code == 405
    gone = Client().get(urlsplit(link_of(purpose, uuid4())[0]).path, headers=BROWSER)
    assert (gone.status_code, "This report is no longer kept" in text_of(gone)) == (410, True)


@pytest.mark.parametrize("purpose", ["report", "log", "prompt"])
def test_answers_are_private_and_stay_out_of_other_sites_logs(purpose: Purpose, diagnosed: DebugReport) -> None:
    response = Client().get(path_of(purpose, diagnosed.job), headers=BROWSER)
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    if purpose == "report":
        assert "script-src 'self'" in response["Content-Security-Policy"]
    else:
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_the_prompt_has_links_that_work(diagnosed: DebugReport) -> None:
    prompt = text_of(Client().get(path_of("prompt", diagnosed.job)))
    assert prompt.startswith("# Fix the workflow `pay`\n")
    urls = re.findall(r"<(http[^>]+)>", prompt)
    assert len(urls) == 5
    assert all(Client().get(urlsplit(url).path).status_code == 200 for url in urls)


def test_members_get_the_prompt_of_their_run(diagnosed: DebugReport) -> None:
    address = f"/runs/{diagnosed.job_id}/report/prompt.txt"
    response = signed_in(make_user(diagnosed.team)).get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert text_of(response).startswith("# Fix the workflow `pay`\n")
    assert signed_in(make_user(make_team())).get(address).status_code == 404
    pending = failed_job(diagnosed.team)
    waiting = signed_in(make_user(diagnosed.team)).get(f"/runs/{pending.pk}/report/prompt.txt")
    assert (waiting.status_code, "in a moment" in text_of(waiting)) == (404, True)


# --- The log -----------------------------------------------------------------------------------------


def log(job: Job, *texts: str) -> None:
    session = recorded_session(job)
    job.save()
    lines = [
        logs.Line(t_ms=number, source="workflow", level="info", message=text, at=job.created_at)
        for number, text in enumerate(texts)
    ]
    logs.append(team_id=job.team_id, job_id=job.pk, session_id=session.pk, workflow="pay", lines=lines)


def lines_of(job: Job) -> list[str]:
    return text_of(Client().get(path_of("log", job))).splitlines()


def test_the_log_is_plain_text() -> None:
    job = failed_job()
    log(job, "\x1b[31mred\x1b[0m", "<b>two</b>\nlines", "\x1b]0;title\x07end")
    first, second, further, third = lines_of(job)
    assert first.endswith(" info  workflow  red")
    assert second.endswith("workflow  <b>two</b>")
    assert further == "    lines"
    assert third.endswith("workflow  end")


def test_the_log_has_no_secret_params_and_no_lines_of_other_runs() -> None:
    job, other = failed_job(params={"password": "hunter2hunter2"}), failed_job()
    log(job, "signed in with hunter2hunter2")
    log(other, "of another run")
    [line] = lines_of(job)
    assert "hunter2hunter2" not in line
    assert "signed in with" in line


def test_a_long_log_is_cut_at_a_line_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_views, "LOG_BYTES_MOST", 400)
    job = failed_job()
    log(job, *(f"line {number} äöü" for number in range(50)))
    *lines, _, said = lines_of(job)
    assert 3 < len(lines) < 10
    assert lines[-1].endswith(f"line {len(lines) - 1} äöü")
    assert said == f"… The log is longer. `libretto cloud logs {job.pk}` prints all of it."


def test_a_run_without_lines_says_so() -> None:
    assert lines_of(failed_job()) == ["This run has no lines in the log, or they are no longer kept."]


def test_the_log_is_sent_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    job, taken = failed_job(), []

    def pages(**_: Any) -> Iterator[bytes]:
        for number in range(3):
            taken.append(number)
            yield b"line\n"

    monkeypatch.setattr(signed_views, "exported", pages)
    response: Any = Client().get(path_of("log", job))
    assert next(iter(response.streaming_content)) == b"line\n"
    assert taken == [0]
