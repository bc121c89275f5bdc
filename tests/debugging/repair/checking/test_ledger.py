"""What a failed run may already have done, and whether it may be run again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from debugging.repair.checking import ledger
from debugging.repair.checking.ledger import ENDED_EARLY, GONE, what_was_done
from debugging.repair.checking.rerun import may_rerun
from deployments.models import WorkflowVersion
from jobs.models import Job
from libretto.protocol import ErrorCode
from recordings.models import BrowserSession
from tests.debugging.repair.checking.runs import ran, request, version_with
from tests.debugging.repair.memory.good_runs import keep
from tests.debugging.rows import failed_job, step
from tests.runtime.kept_pages import KeptPages

pytestmark = pytest.mark.django_db

SHOP = "https://shop.example"
OPENED = request(1, "GET", f"{SHOP}/", "document", document=True)
GOTO = step("call@1", 90, api="page.goto", title=f"Go to {SHOP}/")
CLICK = step("call@2", 200, api="locator.click", selector="x", title="Click x", snapshots=["before"])


def dialog(kind: str, answer: str) -> tuple[int, str, dict[str, Any]]:
    return 300, "dialog", {"id": "d1", "dialog": kind, "message": "Delete it?", "answer": answer}


def download(url: str) -> tuple[int, str, dict[str, Any]]:
    return 300, "download", {"id": "w1", "url": url, "name": "report.csv"}


def test_a_run_that_only_looked_did_nothing() -> None:
    events = [GOTO, OPENED, CLICK, dialog("confirm", "dismissed"), dialog("alert", "accepted")]
    assert what_was_done(ran(*events, download("blob:https://shop.example/1"))) == ()


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (request(2, "POST", f"{SHOP}/pay"), "It sent POST https://shop.example/pay, answered with 200."),
        (dialog("confirm", "accepted"), 'It accepted the dialog "Delete it?".'),
        (dialog("prompt", ""), 'It accepted the dialog "Delete it?".'),  # nobody knows
        (download(f"{SHOP}/report"), 'It downloaded "report.csv".'),
        (step("call@3", 300, api="locator.set_input_files", line=7), "It chose files to upload (workflows.py:7)."),
        (step("call@3", 300, api="file_chooser.set_files", line=7), "It chose files to upload (workflows.py:7)."),
        ((300, "network", {"id": "network-left-out", "title": "9 more requests were left out"}), "It did so much in a"),
    ],
)
def test_what_may_have_changed_something(event: tuple[int, str, dict[str, Any]], said: str) -> None:
    [sentence] = what_was_done(ran(GOTO, OPENED, event))
    assert sentence.startswith(said)


def test_files_that_could_not_be_chosen_were_not() -> None:
    failed = step("call@3", 300, api="locator.set_input_files", outcome="failed")
    assert what_was_done(ran(GOTO, OPENED, failed)) == ()


def sent_by_get(*, with_trace: bool) -> Job:
    asked = request(150, "GET", f"{SHOP}/go?room=1", "document")
    job = ran(GOTO, OPENED, CLICK, asked)
    if with_trace:
        kept = KeptPages()
        button = ["BUTTON", {"__playwright_target__": ""}, "Reserve"]
        kept.page(["HTML", {}, ["BODY", {}, ["FORM", {"action": f"{SHOP}/go"}, button]]], call="call@2", phase="action")
        keep(BrowserSession.objects.get(), kept)
    return job


def test_a_form_sent_by_get_is_seen_in_the_trace() -> None:
    assert what_was_done(sent_by_get(with_trace=True)) == ('It sent a form to https://shop.example/go with "Reserve".',)


@pytest.mark.parametrize(("text", "count"), [("query { rows }", 0), ("mutation { pay }", 1)])
def test_what_was_posted_is_seen_in_the_trace(text: str, count: int) -> None:
    job = ran(GOTO, OPENED, request(2, "POST", f"{SHOP}/graphql"))
    kept = KeptPages()
    posted = {"method": "POST", "url": f"{SHOP}/graphql", "postData": {"text": json.dumps({"query": text})}}
    kept.network.append(json.dumps({"snapshot": {"request": posted}}))
    keep(BrowserSession.objects.get(), kept)
    assert len(what_was_done(job)) == count


def test_without_a_trace_it_may_have_sent_forms() -> None:
    assert what_was_done(sent_by_get(with_trace=False)) == ("Which forms it sent is not kept.",)


def test_code_that_reaches_beyond_the_browser() -> None:
    job = ran(GOTO, OPENED, version=version_with("import httpx\n"))
    [sentence] = what_was_done(job)
    assert sentence.startswith("Its code uses httpx (workflows.py:1)")
    default_storage.delete(job.version.deployment.source_path)
    [sentence] = what_was_done(job)
    assert sentence.startswith("Its source cannot be read any more")


def test_what_is_not_kept_may_have_happened() -> None:
    job = ran(GOTO, OPENED)
    BrowserSession.objects.update(artifacts_expired_at=timezone.now())
    assert what_was_done(job) == (GONE,)
    job.session_id = None
    assert what_was_done(job) == (GONE,)


def test_a_recorder_that_heard_nothing_is_not_believed() -> None:
    assert what_was_done(ran(GOTO)) == ("What its pages asked for was not recorded.",)


@pytest.mark.parametrize("code", [ErrorCode.HOST_DIED, ErrorCode.WORKER_LOST, ErrorCode.BROWSER_DIED])
def test_a_run_that_ended_with_its_recorder_may_have_done_more(code: ErrorCode) -> None:
    assert what_was_done(ran(GOTO, OPENED, error_code=code)) == (ENDED_EARLY,)


def test_too_much_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "EVENTS_MOST", 2)
    assert what_was_done(ran(GOTO, OPENED, CLICK)) == ("It did so much that not all of it was looked at.",)


def test_a_run_whose_code_never_began_did_nothing() -> None:
    job = failed_job(version=version_with("import httpx\n"), error_code=ErrorCode.MISSING_CREDENTIALS)
    assert what_was_done(Job.objects.select_related("version__deployment", "team").get(pk=job.pk)) == ()


def test_a_run_that_did_nothing_may_be_run_again() -> None:
    assert may_rerun(ran(GOTO, OPENED)) is None


def test_a_run_that_did_something_may_not() -> None:
    told = may_rerun(ran(GOTO, OPENED, request(2, "POST", f"{SHOP}/pay"), dialog("confirm", "accepted")))
    assert told is not None
    assert (told.name, told.outcome, len(told.details)) == ("rerun", "not done", 2)
    assert told.sentence == (
        "Not re-run: it sent POST https://shop.example/pay, answered with 200. And 1 more. "
        'If running the workflow twice does no harm, declare it with @workflow(..., rerun="safe").'
    )


def test_a_workflow_that_is_declared_safe_may_always() -> None:
    version = version_with()
    WorkflowVersion.objects.filter(pk=version.pk).update(rerun="safe")
    assert may_rerun(ran(request(2, "POST", f"{SHOP}/pay"), version=version)) is None
