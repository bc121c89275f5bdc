"""Pages of earlier good runs, before the step that fails now: on these the old and the new locator are compared."""

from __future__ import annotations

from typing import Final

from debugging.evidence import Evidence, Page
from debugging.gathering.assembling import navigations_of, steps_of
from debugging.gathering.assembling_pages import page_of_good_run
from debugging.gathering.reading import recorded
from debugging.gathering.same_step import same_step
from debugging.gathering.services import run_of
from debugging.repair.checking.agreeing import agreeing
from debugging.repair.locating.pressed import is_pressed
from debugging.repair.proposal import Check, Proposal
from jobs.models import Job

NO_LOCATOR: Final = "The edit changes no locator, so there is nothing to compare on pages of earlier good runs."
LOCATES: Final = frozenset({"locator", "narrowed", "frame", "handle", "model"})
RUNS_MOST: Final = 4
PAGES_MOST: Final = 5


def back_test(job: Job, evidence: Evidence, proposal: Proposal) -> Check:
    """`job` is the failed run."""
    old, new = proposal.old_locator, proposal.new_locator
    if proposal.kind not in LOCATES or not new or old == new:
        return Check(name="backtest", outcome="not done", sentence=NO_LOCATOR)
    return agreeing(old, new, good_pages(job, evidence), presses=is_pressed(evidence))


def good_pages(job: Job, evidence: Evidence) -> tuple[Page, ...]:
    """Different ones, the newest first; each marks the element that the step acted on. `job` is the failed run."""
    found = [evidence.good.page if evidence.good else None]
    found += [evidence.remembered.page if evidence.remembered else None]
    found += [_page(other, job, evidence) for other in _earlier(job, evidence)]
    marked = [page for page in found if page is not None and page.target_xpath and not page.html_is_cut]
    return tuple({page.html: page for page in reversed(marked)}.values())[::-1][:PAGES_MOST]


def _earlier(job: Job, evidence: Evidence) -> list[Job]:
    """Good runs before the one that the evidence shows."""
    runs = Job.objects.of(job.team).ordinary().of_workflow(job.workflow_name).completed()
    before = runs.before(job.created_at, job.pk).filter(session_id__isnull=False)
    others = before.exclude(pk=evidence.good.job_id) if evidence.good else before
    return list(others.select_related("version", "team").newest_first()[:RUNS_MOST])


def _page(other: Job, job: Job, evidence: Evidence) -> Page | None:
    if evidence.failing_step is None:
        return None
    run = recorded(run_of(other), team=job.team, with_pages=True)
    steps = steps_of(run.events, navigations_of(run.events), with_log=False)
    same_source = other.version.deployment_id == job.version.deployment_id
    step = same_step(evidence.failing_step, evidence.steps, steps, same_source=same_source)
    return page_of_good_run(run, step)
