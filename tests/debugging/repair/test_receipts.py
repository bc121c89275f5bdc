"""Receipts: in the report, on pages, behind signed links, in mails, by the API; what a page says is only ever text."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, Team
from debugging.links import report_link
from debugging.mail.models import MailKind, SentMail
from debugging.mail.rendering import render_failure
from debugging.models import DebugReport, DebugSettings
from debugging.repair.models import MAIL_WAITS, Repair, RepairPolicy, RepairStatus
from debugging.repair.proposal import Round
from debugging.repair.words import edits_in_words
from debugging.telling import sweep, tell
from jobs.models import Job
from libretto.protocol import JobState
from tests.debugging.repair.rows import (
    PAGE_PASSED,
    RERUN_FAILED,
    auto_version,
    make_located,
    make_proposal,
    make_repair,
    published_repair,
    reported,
    run_of,
)
from tests.factories import Api, make_key, make_team, make_user, signed_in

pytestmark = pytest.mark.django_db

EVIL = '<img src=x onerror="alert(1)">'


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def admin(team: Team) -> Client:
    return signed_in(make_user(team, Role.ADMIN))


def shown(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def test_the_report_shows_what_was_proved_and_what_was_not(team: Team, admin: Client) -> None:
    repair = published_repair(team)
    page = shown(admin, f"/runs/{repair.report.job_id}/report")
    for words in (
        "Repaired and verified",
        "What was wrong",
        escape('The button "Pay" is called "Pay now" by now.'),
        PAGE_PASSED.sentence,
        "Not checked",
        "The edited workflow was not run to its end.",
        escape('link "Payments"'),
        f"libretto cloud repairs apply {repair.pk}",
        "or the next deploy undoes it",
    ):
        assert words in page
    assert '<span class="diff-added">+ page.get_by_role(' in page
    assert "data-unfinished" not in page


def test_while_it_is_looked_for_the_report_asks_again(team: Team, admin: Client) -> None:
    repair = make_repair(team, status=RepairStatus.RUNNING, sentence="", diff="", proposal=None)
    page = shown(admin, f"/runs/{repair.report.job_id}/report")
    assert "A repair is looked for" in page
    assert "data-unfinished" in page


def test_a_refusal_shows_its_reason(team: Team, admin: Client) -> None:
    known: dict[str, Any] = {"proposal": None, "diff": "", "checks": [], "not_checked": []}
    located = make_located().model_dump(mode="json")
    repair = make_repair(team, status=RepairStatus.REFUSED, sentence="The element is gone.", located=located, **known)
    for path in (f"/repairs/{repair.pk}", f"/runs/{repair.report.job_id}/report"):
        page = shown(admin, path)
        assert "No repair" in page
        assert "The element is gone." in page
        assert escape('button "Pay now"') in page
        assert "repairs apply" not in page


def test_a_verified_one_that_was_not_published_is_not_called_unverified(team: Team, admin: Client) -> None:
    make_repair(team, status=RepairStatus.SUGGESTED, verified_at=timezone.now())
    assert "Verified, not published" in shown(admin, "/repairs?status=suggested")


def test_why_none_was_begun_is_said(team: Team, admin: Client) -> None:
    report = reported(auto_version(team))
    DebugReport.objects.filter(pk=report.pk).update(repair_note="No repair is tried: it is not current.")
    assert "No repair is tried" in shown(admin, f"/runs/{report.job_id}/report")
    _, answer = Api(make_key(team)).post("jobs/debugReport", {"id": report.job_id})
    assert (answer["autofix_summary"], answer["repair"]) == ("No repair is tried: it is not current.", None)


def test_a_signed_link_shows_it_without_anything_to_press(team: Team) -> None:
    repair = make_repair(team, status=RepairStatus.WAITING)
    page = shown(Client(), urlsplit(report_link(repair.report)[0]).path)
    assert "Verified, waits for approval" in page
    for missing in ("Approve", "/repairs/", "edit.patch"):
        assert missing not in page


def test_what_a_page_says_is_text_everywhere(team: Team, admin: Client) -> None:
    evil = make_proposal(sentence=EVIL, was_wrong=EVIL, other_uses=(EVIL,))
    check = PAGE_PASSED.model_copy(update={"sentence": EVIL, "details": (EVIL,)})
    located = make_located().model_dump(mode="json")
    located["candidates"][0]["element"] = EVIL
    stored = evil.model_dump(mode="json") | {"located": located}
    repair = make_repair(
        team,
        status=RepairStatus.WAITING,
        sentence=EVIL,
        proposal=stored,
        diff=f"--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-{EVIL}\n+b\n",
        checks=[check.model_dump(mode="json")],
        not_checked=[EVIL],
        earlier=[Round(proposal=evil, checks=(check,)).model_dump(mode="json")],
    )
    mail = render_failure(*_mail(repair))
    pages = [
        shown(admin, path) for path in ("/repairs", f"/repairs/{repair.pk}", f"/runs/{repair.report.job_id}/report")
    ]
    for page in (*pages, str(mail["html"])):
        assert EVIL not in page
        assert escape(EVIL) in page


def test_each_edit_has_its_proofs_and_the_sentence_tells_how_many_there_are(team: Team, admin: Client) -> None:
    first, last = make_proposal(sentence="a.py:1 looks for b."), make_proposal(sentence="a.py:2 looks for c.")
    rerun = RERUN_FAILED.model_copy(update={"sentence": "It got further."})
    earlier = [Round(proposal=first, checks=(PAGE_PASSED, rerun)).model_dump(mode="json")]
    said = edits_in_words(2, last)
    repair = make_repair(team, earlier=earlier, proposal=last.model_dump(mode="json"), sentence=said)
    assert said == "2 edits, the last one: a.py:2 looks for c."
    page = shown(admin, f"/repairs/{repair.pk}")
    assert page.index("Proofs of edit 1") < page.index("Proofs of edit 2")
    assert page.count(PAGE_PASSED.sentence) == 2
    assert said not in page  # the edits say it
    assert "It got further." not in page
    assert said in shown(admin, "/repairs")


def test_a_repair_written_by_another_version_of_the_server_is_no_failure(team: Team, admin: Client) -> None:
    repair = make_repair(team, proposal={"odd": True}, earlier=[{"odd": True}])
    assert "Suggested, not verified" in shown(admin, f"/repairs/{repair.pk}")


def test_a_run_that_tried_a_repair_leads_to_it(team: Team, admin: Client) -> None:
    repair = published_repair(team)
    assert repair.deployment is not None
    job = run_of(repair.deployment, JobState.FAILED)
    Job.objects.filter(pk=job.pk).update(purpose="verification", verification_of=repair.report.job)
    assert f'href="/repairs/{repair.pk}"' in shown(admin, f"/runs/{job.pk}/report")
    status, answer = Api(make_key(team)).post("jobs/debugReport", {"id": job.pk})
    assert (status, "tried out a repair" in answer["message"]) == (404, True)


def test_the_patch_is_a_file(team: Team, admin: Client) -> None:
    repair = make_repair(team)
    response = admin.get(f"/repairs/{repair.pk}/edit.patch")
    assert response.content.decode() == repair.diff
    assert response["Content-Disposition"] == f'attachment; filename="repair-{repair.pk.hex[:8]}.patch"'
    assert admin.get(f"/repairs/{make_repair(team, diff='').pk}/edit.patch").status_code == 404


def test_the_list_is_of_one_team_and_state(team: Team, admin: Client) -> None:
    assert "Nothing was repaired yet" in shown(admin, "/repairs")
    waiting = make_repair(team, status=RepairStatus.WAITING)
    suggested, other = make_repair(team), make_repair(make_team())
    page = shown(admin, "/repairs")
    assert [f"/repairs/{one.pk}" in page for one in (waiting, suggested, other)] == [True, True, False]
    assert "1 verified repair waits for approval" in page
    page = shown(admin, "/repairs?status=waiting")
    assert [f"/repairs/{one.pk}" in page for one in (waiting, suggested)] == [True, False]


def test_a_version_shows_the_repair_that_made_it(team: Team, admin: Client) -> None:
    repair = published_repair(team)
    assert "Repaired and verified" in shown(admin, f"/deployments/{repair.deployment_id}/repair")
    assert admin.get(f"/deployments/{repair.parent_id}/repair").status_code == 204


BY_MODEL = "Proposed by a language model (anthropic:claude-sonnet-4-5); proved like any other."
BILL = "anthropic:claude-sonnet-4-5: 2 requests, 18,204 tokens, $0.0641, 9 s."


def proposed_by_model(team: Team, **fields: Any) -> Repair:
    says = "It is the only button that pays the invoice."
    proposal = make_proposal(by="model", model="anthropic:claude-sonnet-4-5", model_says=says)
    known: dict[str, Any] = {"proposal": proposal.model_dump(mode="json"), "proposed_by": "model", "model_note": BILL}
    return make_repair(team, **known | fields)


def test_what_a_model_proposed_is_called_so_everywhere(team: Team, admin: Client) -> None:
    repair = proposed_by_model(team, status=RepairStatus.WAITING)
    mail = render_failure(*_mail(repair))
    pages = [shown(admin, path) for path in (f"/repairs/{repair.pk}", f"/runs/{repair.report.job_id}/report")]
    pages.append(shown(Client(), urlsplit(report_link(repair.report)[0]).path))
    for page in (*pages, str(mail["html"]), str(mail["text"])):
        assert BY_MODEL in page
        assert BILL in page
    _, answer = Api(make_key(team)).post("repairs/get", {"id": repair.pk})
    assert (answer["proposed_by"], answer["model_note"]) == ("model", BILL)
    edit = answer["edits"][0]
    assert (edit["proposed_by"], edit["model"]) == ("model", "anthropic:claude-sonnet-4-5")
    assert edit["model_says"].startswith("It is the only button")
    _, listed = Api(make_key(team)).post("repairs/list", {})
    assert listed["repairs"][0]["proposed_by"] == "model"


def test_what_no_model_proposed_is_not(team: Team, admin: Client) -> None:
    repair = make_repair(team, status=RepairStatus.WAITING)
    page = shown(admin, f"/repairs/{repair.pk}")
    assert "language model" not in page
    assert "language model" not in str(render_failure(*_mail(repair))["text"])
    assert Api(make_key(team)).post("repairs/get", {"id": repair.pk})[1]["proposed_by"] == "deterministic"


def test_a_model_that_found_nothing_is_told_of_with_what_it_cost(team: Team, admin: Client) -> None:
    note = "A language model was asked for an edit, and gave none that holds. small: 2 requests, 9,000 tokens."
    known: dict[str, Any] = {"proposal": None, "diff": "", "checks": [], "not_checked": []}
    repair = make_repair(team, status=RepairStatus.REFUSED, model_note=note, **known)
    assert note in shown(admin, f"/repairs/{repair.pk}")
    assert note in str(render_failure(*_mail(repair))["text"])


def test_what_a_model_says_is_text_everywhere(team: Team, admin: Client) -> None:
    evil = make_proposal(by="model", model=EVIL, model_says=EVIL).model_dump(mode="json")
    repair = make_repair(team, proposal=evil, model_note=EVIL)
    mail = render_failure(*_mail(repair))
    for page in (shown(admin, f"/repairs/{repair.pk}"), str(mail["html"])):
        assert EVIL not in page
        assert escape(EVIL) in page


# --- The API ------------------------------------------------------------------------------------------


def test_debug_report_tells_the_outcome(team: Team) -> None:
    repair, api = published_repair(team), Api(make_key(team))
    _, answer = api.post("jobs/debugReport", {"id": repair.report.job_id})
    assert answer["autofix_summary"].startswith("Repaired and verified: ")
    assert answer["autofix_deployment_id"] == str(repair.deployment_id)
    assert answer["repair"]["diff"] == repair.diff
    assert answer["repair"]["edits"][0]["candidates"][0]["taken"] is True
    _, got = api.post("repairs/get", {"id": repair.pk})
    assert got == answer["repair"]


def test_an_unpublished_version_is_not_called_the_fix(team: Team) -> None:
    repair, api = make_repair(team, status=RepairStatus.WAITING), Api(make_key(team))
    _, answer = api.post("jobs/debugReport", {"id": repair.report.job_id})
    assert answer["autofix_deployment_id"] is None
    assert answer["repair"]["deployment_id"] == str(repair.deployment_id)


def test_repairs_are_listed_and_decided_on(team: Team) -> None:
    api, waiting = Api(make_key(team)), make_repair(team, status=RepairStatus.WAITING)
    make_repair(team, auto_version(team, "search"))
    _, answer = api.post("repairs/list", {"limit": 1})
    assert len(answer["repairs"]) == 1
    _, rest = api.post("repairs/list", {"limit": 1, "cursor": answer["next_cursor"]})
    assert [one["id"] for one in rest["repairs"]] == [str(waiting.pk)]
    _, found = api.post("repairs/list", {"status": "waiting"})
    assert [one["title"] for one in found["repairs"]] == ["Verified, waits for approval"]
    assert api.post("repairs/approve", {"id": waiting.pk})[1]["status"] == "published"
    status, refused = api.post("repairs/reject", {"id": waiting.pk})
    assert (status, refused["data"]["reason"]) == (409, "not_waiting")
    assert api.post("repairs/takeBack", {"id": waiting.pk})[1]["status"] == "taken_back"
    assert api.post("repairs/list", {"status": "odd"})[0] == 400


# --- Mails --------------------------------------------------------------------------------------------


def _mail(repair: Repair, kind: MailKind = MailKind.NEW) -> tuple[SentMail, DebugReport]:
    report = DebugReport.objects.select_related("repair", "group", "job__team", "job__version").get(pk=repair.report_id)
    return SentMail(team=repair.team, to="dora@example.com", kind=kind, report=report), report


def test_the_mail_tells_the_outcome(team: Team) -> None:
    repair = published_repair(team)
    mail = render_failure(*_mail(repair))
    assert str(mail["subject"]).startswith("Repaired: pay could not click")
    for words in ("REPAIR: Repaired and verified", "+    page.get_by_role", "Not checked:", f"/repairs/{repair.pk}"):
        assert words in str(mail["text"])
    assert "Look for the button" not in str(mail["text"])  # it was done


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (RepairStatus.WAITING, "Approve or reject it"),
        (RepairStatus.SUGGESTED, "Suggested, not verified"),
        (RepairStatus.REFUSED, "No repair"),
        (RepairStatus.VERIFYING, "still at work on a repair"),
    ],
)
def test_in_the_words_of_each_state(team: Team, status: RepairStatus, words: str) -> None:
    mail = render_failure(*_mail(make_repair(team, status=status)))
    assert words in str(mail["text"])
    assert words in str(mail["html"])
    assert "Look for the button" in str(mail["text"])


def test_it_waits_for_the_repair_but_not_for_ever(team: Team) -> None:
    repair = make_repair(team, status=RepairStatus.VERIFYING)
    assert not tell(repair.report_id)
    sweep()
    assert DebugReport.objects.get().told_at is None
    DebugReport.objects.update(completed_at=timezone.now() - MAIL_WAITS)
    sweep()
    assert DebugReport.objects.get().told_at is not None
    assert not tell(repair.report_id)


# --- The team's policy --------------------------------------------------------------------------------


def test_admins_choose_the_policy(team: Team, admin: Client) -> None:
    assert 'value="publish" checked' in shown(admin, "/team/notifications")
    admin.post("/team/notifications/repairs", {"repair_policy": "approve"})
    assert DebugSettings.objects.get().repair_policy == RepairPolicy.APPROVE
    assert 'value="approve" checked' in shown(admin, "/team/notifications")
    admin.post("/team/notifications/repairs", {"repair_policy": "odd"})
    assert DebugSettings.objects.get().repair_policy == RepairPolicy.APPROVE
    admin.post("/team/notifications", {"notification_email": "team@example.com"})
    assert DebugSettings.objects.get().repair_policy == RepairPolicy.APPROVE
