"""The report on a failed run: the panel that its page loads, and the page without scripts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Team
from debugging.diagnosis import Claim, Pointer
from debugging.failure_classes import FailureClass
from debugging.models import DebugReport, FailureGroup, ReportStatus
from libretto.protocol import JobState
from recordings.models import BrowserSession
from tests.debugging.page_rows import STEP, diagnosed_run, failures_of, make_diagnosis, make_group, make_report
from tests.debugging.rows import failed_job
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(make_user(team))


def shown(browser: Client, report: DebugReport, query: str = "") -> str:
    response = browser.get(f"/runs/{report.job_id}/report{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_panel_says_what_failed_why_and_what_to_do(browser: Client, team: Team, tmp_path: Path) -> None:
    report = diagnosed_run(team, tmp_path)
    page = shown(browser, report)

    assert "<!doctype" not in page
    for words in (
        "Element not found",
        "Almost certain",
        "93 %",
        "no such button is on the page",
        "Look for the button",
    ):
        assert words in page
    assert f'href="/runs/{report.job_id}#step-call%401"' in page
    assert f'href="/failures/{report.group_id}"' in page
    assert "# Fix the workflow `pay`" in page
    assert f'href="/runs/{report.job_id}/report/prompt.txt"' in page
    assert "a screenshot." in page  # was not kept


def test_both_pages_are_offered_to_be_compared_and_loaded_by_nobody_yet(
    browser: Client, team: Team, tmp_path: Path
) -> None:
    report = diagnosed_run(team, tmp_path)
    page = shown(browser, report)

    assert report.evidence is not None
    for session_id in (report.evidence["good"]["session_id"], report.evidence["run"]["session_id"]):
        path = f"/sessions/{session_id}/snapshots/call%401/before"
        assert f'data-page="{path}"' in page
        assert browser.get(path).status_code == 200
    assert "<iframe" not in page


def test_pages_that_have_expired_are_not_offered(browser: Client, team: Team, tmp_path: Path) -> None:
    report = diagnosed_run(team, tmp_path)
    assert report.evidence is not None
    good = BrowserSession.objects.filter(pk=report.evidence["good"]["session_id"])
    good.update(artifacts_expired_at=timezone.now())
    page = shown(browser, report)

    assert page.count("data-page=") == 1
    assert "The page of the last good run is not kept." in page
    BrowserSession.objects.update(artifacts_expired_at=timezone.now())
    assert "data-page=" not in shown(browser, report)


def test_nothing_that_a_page_or_a_model_says_is_taken_for_html(browser: Client, team: Team, tmp_path: Path) -> None:
    pointer = Pointer(kind="run", ref="javascript:alert(1)", label=EVIL)
    said = Claim(text=EVIL, pointers=(pointer, Pointer(kind="step", ref='"><b>', label=EVIL)))
    diagnosis = make_diagnosis(
        summary=EVIL, why=(said,), changed=(said,), advice=EVIL, missing=(EVIL,), suggestion=EVIL
    )
    group = make_group(team, title=EVIL, step=EVIL, host=EVIL, workflow_name=EVIL)
    report = diagnosed_run(team, tmp_path, diagnosis, group=group, handoff_prompt=EVIL, model_note=EVIL)
    DebugReport.objects.filter(pk=report.pk).update(model_status="failed")

    for page in (shown(browser, report), browser.get(f"/failures/{group.pk}").content.decode()):
        assert EVIL not in page
        assert ESCAPED in page
        assert 'href="javascript' not in page
        assert '"><b>' not in page


@pytest.mark.parametrize(
    ("fields", "sentence", "is_unfinished"),
    [
        ({"status": ReportStatus.PENDING}, "looks at this run in a moment", True),
        ({"status": ReportStatus.PENDING, "tries": 1}, "tries again within a minute", True),
        ({"status": ReportStatus.RUNNING}, "is looking at this run", True),
        ({"status": ReportStatus.FAILED, "error": "Its worker was lost."}, "Its worker was lost.", False),
        ({"status": ReportStatus.SKIPPED}, "did not look at this run", False),
    ],
)
def test_a_report_without_a_diagnosis_says_why(
    browser: Client, team: Team, fields: dict[str, Any], sentence: str, is_unfinished: bool
) -> None:
    page = shown(browser, make_report(failed_job(team), **fields))

    assert sentence in page
    assert ("data-unfinished" in page) is is_unfinished


def test_what_another_version_of_the_server_wrote_is_not_guessed_at(browser: Client, team: Team) -> None:
    report = make_report(failed_job(team), make_diagnosis())
    DebugReport.objects.update(diagnosis={"of": "old"}, evidence={"version": "old"})

    assert "by another version of this server" in shown(browser, report)


def test_a_run_that_nobody_has_looked_at_yet_is_waited_for_unless_it_is_old(browser: Client, team: Team) -> None:
    new = failed_job(team)
    old = failed_job(team, completed_at=timezone.now() - timedelta(days=3))

    assert "data-unfinished" in browser.get(f"/runs/{new.pk}/report").content.decode()
    assert "There is no report on this run" in browser.get(f"/runs/{old.pk}/report").content.decode()


def test_a_run_that_has_not_failed_has_no_report(browser: Client, team: Team) -> None:
    job = make_job(team, state=JobState.RUNNING)

    assert browser.get(f"/runs/{job.pk}/report").status_code == 204
    assert browser.get(f"/runs/{job.pk}/report?page=1").status_code == 404


def test_without_scripts_the_report_is_a_page(browser: Client, team: Team, tmp_path: Path) -> None:
    report = diagnosed_run(team, tmp_path)
    page = shown(browser, report, "?page=1")

    assert page.startswith("<!doctype html>")
    assert "no such button is on the page" in page
    assert f'href="/runs/{report.job_id}/report?page=1"' in browser.get(f"/runs/{report.job_id}").content.decode()


def test_the_page_of_a_run_has_a_place_for_it_if_it_failed_or_may(browser: Client, team: Team) -> None:
    def has_place(state: JobState) -> bool:
        return b'id="debug-report"' in browser.get(f"/runs/{make_job(team, state=state).pk}").content

    places = {state: has_place(state) for state in JobState}
    assert {state for state, there in places.items() if not there} == {JobState.COMPLETED, JobState.CANCELLED}


@pytest.mark.parametrize(
    ("status", "note", "words"),
    [
        ("asking", "", "A language model is looking further."),
        ("used", "0.01 €", "A language model looked further. 0.01 €"),
        ("failed", "It did not answer.", ">It did not answer.<"),
        ("failed", "", "answer was not used"),
        ("skipped", "Seen before.", ">Seen before.<"),
    ],
)
def test_it_says_what_a_model_did(browser: Client, team: Team, status: str, note: str, words: str) -> None:
    page = shown(browser, make_report(failed_job(team), make_diagnosis(), model_status=status, model_note=note))

    assert words in page
    assert ("data-unfinished" in page) is (status == "asking")


def test_not_enough_evidence_is_not_said_to_be_sure(browser: Client, team: Team) -> None:
    diagnosis = make_diagnosis(failure_class=FailureClass.UNKNOWN, confidence=0.0, why=(), missing=("A recording.",))
    page = shown(browser, make_report(failed_job(team), diagnosis))

    assert "Not known" in page
    assert "A recording." in page
    assert "0 %" not in page


def test_a_failure_says_what_it_is_to_its_group(browser: Client, team: Team) -> None:
    group = make_group(team, occurrences=14, first_seen_at=timezone.now() - timedelta(days=400))
    again, back = failures_of(group, 1, 0)
    DebugReport.objects.filter(pk=back.pk).update(occurrence="back")

    assert "14 failures of this kind since" in shown(browser, again)
    assert "Back after" not in shown(browser, again)
    assert "Back after it was resolved" in shown(browser, back)


def test_the_panel_asks_the_database_a_few_times_however_much_is_said(
    browser: Client, team: Team, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    claims = tuple(Claim(text=f"{n}", pointers=(Pointer(kind="step", ref=STEP, label="x"),) * 5) for n in range(30))
    report = diagnosed_run(team, tmp_path, make_diagnosis(why=claims, changed=claims))
    for number in range(3):
        make_group(team, workflow_name=f"other {number}")

    with django_assert_max_num_queries(10):
        shown(browser, report)


def test_the_panel_tells_that_the_site_broke_others_too(browser: Client, team: Team, tmp_path: Path) -> None:
    report = diagnosed_run(team, tmp_path)
    assert "portal.example broke" not in shown(browser, report)
    make_group(team, workflow_name="export", first_seen_at=timezone.now() - timedelta(minutes=1))

    assert "2 workflows of portal.example broke since" in shown(browser, report)
    FailureGroup.objects.filter(workflow_name="pay").update(state="ignored")
    assert "portal.example broke" not in shown(browser, report)
