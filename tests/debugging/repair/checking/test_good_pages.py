"""Pages of earlier good runs, for the back-test."""

from __future__ import annotations

from datetime import timedelta

import pytest

from debugging.evidence import Page
from debugging.gathering.services import gather
from debugging.repair.checking.agreeing import NO_PAGES, NOT_THERE, agreeing
from debugging.repair.checking.good_pages import NO_LOCATOR, back_test, good_pages
from jobs.models import Job
from tests.debugging.repair.memory.good_runs import button, click, good_run, page_with
from tests.debugging.repair.rows import make_proposal
from tests.debugging.rows import failed_job, pay_step, recorded_session
from tests.factories import make_team
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db

PAY = 'get_by_role("button", name="Pay")'
HOUR = timedelta(hours=1)


def test_different_pages_of_good_runs_the_newest_first() -> None:
    version = make_version(make_team(), "pay")
    headings = ["new", "old", "old", "oldest"]
    for number, heading in enumerate(headings, 1):
        page = page_with(button("Pay", marked=True), heading=heading)
        good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": page}, ago=number * HOUR)
    unmarked = page_with(button("Pay"), heading="nothing is marked")
    good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": unmarked}, ago=5 * HOUR)
    stranger = make_version(make_team(), "pay")
    good_run(stranger, [click("c@1", 500, 21, PAY)], {"c@1": page_with(button("Pay", marked=True), heading="theirs")})
    job = failed_job(version.workflow.team, version=version)
    recorded_session(job, pay_step(outcome="failed"))
    job = Job.objects.select_related("team", "version").get(pk=job.pk)

    found = good_pages(job, gather(job))

    assert [page.html.partition("<h1>")[2].partition("<")[0] for page in found] == ["new", "old", "oldest"]
    assert {page.target_xpath for page in found} == {"/html/body/button"}


def test_without_good_runs_there_are_none() -> None:
    job = failed_job()
    recorded_session(job, pay_step(outcome="failed"))
    job = Job.objects.select_related("team", "version").get(pk=job.pk)
    assert good_pages(job, gather(job)) == ()


PAY_NOW = 'get_by_role("button", name="Pay now")'
PAGE = """<body><form><button id="pay" class="big">{}</button></form><button>Help</button>{}</body>"""


def kept(text: str = "Pay", more: str = "") -> Page:
    return Page(html=PAGE.format(text, more), target_xpath="/html/body/form/button")


@pytest.mark.parametrize(
    ("new", "pages", "outcome"),
    [
        ('locator("#pay")', [kept()], "passed"),
        ('locator("form").get_by_role("button")', [kept(), kept("Pay!")], "passed"),
        (PAY_NOW, [kept()], "not done"),  # it was not called so then
        (PAY_NOW, [kept(), kept("Pay now")], "passed"),
        ('get_by_role("button", name="Help")', [kept()], "failed"),  # it was there all the time, and is another one
        (PAY_NOW, [kept(more="<button>Pay now</button>")], "failed"),
        (PAY_NOW, [kept(more="<button hidden>Pay now</button>")], "not done"),
        ('get_by_role("button")', [kept()], "not done"),  # it is among others
        ('locator("button:has-text(1)")', [kept()], "not done"),  # nobody can tell
        ('locator("#pay")', [], "not done"),
        ('locator("#pay")', [kept().model_copy(update={"target_xpath": ""})], "not done"),
    ],
)
def test_old_and_new_locators_on_pages_of_good_runs(new: str, pages: list[Page], outcome: str) -> None:
    assert agreeing(PAY, new, pages).outcome == outcome


@pytest.mark.parametrize(("presses", "outcome"), [(True, "passed"), (False, "failed")])
def test_a_click_on_the_text_of_a_link_is_one_on_the_link(presses: bool, outcome: str) -> None:
    body = '<a href="/help"><i></i><span>Help</span> new</a>'
    page = Page(
        html=f"<html><body>{body}</body></html>", url="https://shop.example/help", target_xpath="/html/body/a/span"
    )
    old, new = 'locator("a > span")', 'get_by_role("link", name="Help new")'
    assert agreeing(old, new, [page], presses=presses).outcome == outcome


@pytest.mark.parametrize(
    ("body", "target", "new", "presses", "outcome"),
    [
        ('<label class="l"><input type="checkbox"><b>Stay</b></label>', "label", 'get_by_text("Stay")', True, "passed"),
        (
            '<label class="l"><input type="checkbox"><b>Stay</b></label>',
            "label",
            'get_by_text("Stay")',
            False,
            "failed",
        ),
        ('<label class="l"><input type="checkbox"> Stay</label>', "label", 'get_by_role("checkbox")', True, "passed"),
        ('<label class="l"><input type="checkbox"> Stay</label>', "label", 'get_by_role("checkbox")', False, "failed"),
        (
            '<input type="checkbox" id="a"><label for="a" class="l">Stay</label>',
            "label",
            'get_by_role("checkbox")',
            True,
            "passed",
        ),
        (
            '<label><input type="checkbox" class="l"> Stay</label><label id="b"><input name="b"> Go</label>',
            "label[1]/input",
            'locator("#b")',
            True,
            "failed",
        ),
        ('<div class="l"><input type="checkbox"><ins></ins></div>', "div", 'get_by_role("checkbox")', True, "passed"),
        ('<label id="d"><b class="l">Stay</b></label>', "label/b", 'locator("#d")', True, "passed"),
        ('<div id="d"><b class="l">Stay</b></div>', "div/b", 'locator("#d")', True, "failed"),  # its middle may miss it
        ('<div class="l"><button>Stay</button></div>', "div", 'get_by_role("button")', True, "failed"),
        ('<label class="l"><b>Stay</b> here</label>', "label", 'locator("b")', True, "failed"),
    ],
)
def test_a_label_and_the_text_in_it_are_one_to_press(
    body: str, target: str, new: str, presses: bool, outcome: str
) -> None:
    page = Page(html=f"<html><body>{body}</body></html>", target_xpath=f"/html/body/{target}")
    assert agreeing('locator(".l")', new, [page], presses=presses).outcome == outcome


def test_a_page_on_which_the_old_locator_found_something_else_tells_nothing() -> None:
    assert agreeing('locator("#other")', 'locator("#pay")', [kept()]).sentence == NO_PAGES


def test_it_is_said_what_the_new_locator_found_instead() -> None:
    told = agreeing(PAY, 'get_by_role("button", name="Help")', [kept()])
    assert told.sentence == 'On the page of an earlier good run the new locator finds another element: button "Help".'
    assert agreeing(PAY, PAY_NOW, [kept()]).sentence == NOT_THERE


def test_the_back_test_of_an_edit() -> None:
    version = make_version(make_team(), "pay")
    good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": page_with(button("Pay", marked=True))})
    job = failed_job(version.workflow.team, version=version)
    recorded_session(job, pay_step(outcome="failed"))
    job = Job.objects.select_related("team", "version").get(pk=job.pk)
    evidence = gather(job)
    assert back_test(job, evidence, make_proposal(new_locator='locator("#pay")')).outcome == "passed"
    assert back_test(job, evidence, make_proposal(kind="dismissal", new_locator='locator("#x")')).sentence == NO_LOCATOR
    assert back_test(job, evidence, make_proposal(kind="option", new_locator=PAY)).sentence == NO_LOCATOR
