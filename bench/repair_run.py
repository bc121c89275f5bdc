"""One case through a whole installation: good runs on the old page, a failing one on the new, and what comes of it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bench.repair_case import Case
from bench.repair_site import Stage, Touch
from libretto.api_errors import LibrettoError
from tests.e2e.installation import Installation, logs_of

RUN_SECONDS: Final = 300
REPAIR_SECONDS: Final = 420
GOOD_RUNS: Final = 2
STARTS_MOST: Final = 3
REPORTED: Final = frozenset({"completed", "failed", "skipped"})
UNFINISHED: Final = frozenset({"pending", "running", "verifying"})
REPAIRED: Final = "repaired"
WRONG: Final = "wrong"
UNFIT: Final = "unfit"  # the case is not what it says, or our server did not answer
OPEN: Final = "unfinished"


@dataclass
class Outcome:
    case: Case
    status: str = ""  # repaired, wrong, unfit, unfinished, none, or a repair's own: suggested, refused, …
    sentence: str = ""
    seconds: float | None = None  # from the failure until it was published
    beyond: float | None = None  # … without the runs of the edited workflow
    rounds: int = 0
    diff: str = ""
    strangers: list[Touch] = field(default_factory=list)  # touched on the new page, and none of the true ones

    @property
    def is_published(self) -> bool:
        return self.status in (REPAIRED, WRONG)


class Plain(Installation):
    """As people start it, but for its own folder and port."""

    def environment(self) -> dict[str, str]:
        hasty = ("LIBRETTO_HEARTBEAT_SECONDS", "LIBRETTO_SILENCE_SECONDS", "LIBRETTO_SWEEP_SECONDS")
        return {name: value for name, value in super().environment().items() if name not in hasty}


@contextmanager
def plain_installation(home: Path, *, browsers: int, stays: bool) -> Iterator[Installation]:
    """`stays`: left running, to be found by the next one."""
    made = Plain(home)
    for _ in range(STARTS_MOST):  # the second waits on for what the first has started
        started = made.command("up", "--detach", "--no-samples", LIBRETTO_BROWSERS=str(browsers))
        if not started.returncode:
            break
    else:
        made.command("down")
        raise SystemExit(f"{started.stdout}{started.stderr}{logs_of(home)}")
    try:
        yield made
    finally:
        if not stays:
            made.command("down")


def run_case(installation: Installation, stage: Stage, site: str) -> Outcome:
    outcome = Outcome(stage.case)
    try:
        return _run_case(outcome, installation, stage, site)
    except LibrettoError as error:  # the others go on
        return _unfit(outcome, f"{type(error).__name__}: {error}")


def _run_case(outcome: Outcome, installation: Installation, stage: Stage, site: str) -> Outcome:
    _deploy(installation, stage.case)
    for _ in range(GOOD_RUNS):
        job = _run(installation, stage.case, site)
        if job["status"] != "completed":
            return _unfit(outcome, f"it fails on the old page: {job.get('error')}")
    stage.release = "new"
    failed = _run(installation, stage.case, site)
    if failed["status"] != "failed":
        return _unfit(outcome, "it does not fail on the new page")
    report = _report(installation, str(failed["job_id"]))
    outcome.strangers = _strangers(stage.take_touches())
    _take(outcome, report, failed, _verifications(installation, str(failed["job_id"])))
    if outcome.status == "published":
        _judge(outcome, _run(installation, stage.case, site), stage.take_touches())
    elif outcome.status in ("suggested", "refused", "waiting") and outcome.strangers:
        outcome.sentence += f" It touched {outcome.strangers[0].element}."
    return outcome


def _deploy(installation: Installation, case: Case) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for name, text in case.bundle().items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        with installation.client() as client:
            client.deploy(folder, description=case.name, auto_repair=True)


def _run(installation: Installation, case: Case, site: str) -> dict[str, Any]:
    with installation.client() as client:
        made = client.call("jobs/create", {"workflow": case.name, "params": {"site": site}})
        return dict(client.wait_for_job(made["job_id"], timeout=RUN_SECONDS, interval=0.3))


def _unfit(outcome: Outcome, why: str) -> Outcome:
    outcome.status, outcome.sentence = UNFIT, why
    return outcome


def _report(installation: Installation, job_id: str) -> dict[str, Any]:
    """Once nothing more comes of the failure, or the time is up."""
    deadline = time.monotonic() + REPAIR_SECONDS
    while True:
        report = installation.call("jobs/debugReport", {"id": job_id})
        repair = report["repair"]
        done = report["debug_agent_status"] in REPORTED and (repair is None or repair["status"] not in UNFINISHED)
        if done or time.monotonic() > deadline:
            return report
        time.sleep(0.3)


def _verifications(installation: Installation, job_id: str) -> list[dict[str, Any]]:
    newest = installation.call("jobs/list", {"limit": 50})["jobs"]
    return [installation.job(job["job_id"]) for job in newest if job.get("verification_of") == job_id]


def _take(
    outcome: Outcome, report: Mapping[str, Any], failed: Mapping[str, Any], runs: Sequence[Mapping[str, Any]]
) -> None:
    repair = report["repair"]
    if repair is None:
        outcome.status = "none"
        outcome.sentence = f"{report['failure_class']}: {report['autofix_summary'] or report['error'] or ''}"
        return
    status = OPEN if repair["status"] in UNFINISHED else repair["status"]
    outcome.status, outcome.diff, outcome.rounds = status, repair["diff"], len(runs)
    outcome.sentence = f"{report['failure_class']}: {repair['sentence']}"
    if repair["published_at"]:
        outcome.seconds = _between(failed["completed_at"], repair["published_at"])
        own = sum(_between(run["started_at"], run["completed_at"]) for run in runs)
        outcome.beyond = outcome.seconds - own


def _between(begin: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()


def _judge(outcome: Outcome, job: Mapping[str, Any], touches: Sequence[Touch]) -> None:
    """By what a run of the published version did on the new page, not by what the repair says of itself."""
    case = outcome.case
    outcome.strangers += _strangers(touches)
    untouched = [one for one in case.truth if one not in {touch.true for touch in touches}]
    if case.kind == "removed":
        outcome.status, outcome.sentence = WRONG, "It was published, though the element is not there any more."
    elif job["status"] != "completed":
        outcome.status, outcome.sentence = WRONG, f"The published version fails: {job.get('error')}"
    elif outcome.strangers:
        outcome.status, outcome.sentence = WRONG, f"It touches {outcome.strangers[0].element}"
    elif untouched:
        outcome.status, outcome.sentence = WRONG, f"It does not touch {', '.join(untouched)}"
    elif case.told is not None and job["result"] != case.told:
        outcome.status, outcome.sentence = WRONG, f"It returns {job['result']}"
    else:
        outcome.status = REPAIRED


def _strangers(touches: Sequence[Touch]) -> list[Touch]:
    return [touch for touch in touches if touch.release == "new" and not touch.true]
