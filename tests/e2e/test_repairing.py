"""A site changes, a run fails, and the server repairs the workflow: found, proved, published; the next run works."""

from __future__ import annotations

from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.installation import Installation, wait_until
from tests.web_server import QuietHandler, serving

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(600)]

SOON_SECONDS = 60
REPAIRED_SECONDS = 240  # two edits, two builds and two runs, on a machine that runs other tests beside
RELEASES = {
    "old": """<!doctype html><title>Accounts</title><h1>Accounts</h1><nav><a href="/help">Help</a></nav>
        <main><button id="month-button" class="btn">Show this month</button><button class="btn">Print the list</button>
        <section id="month" hidden><h2>This month</h2>
        <button id="total-button" class="btn">Add up the month</button></section><p role="status"></p></main>""",
    "new": """<!doctype html><title>Accounts</title><h1>Accounts</h1><nav><a href="/help">Help</a></nav>
        <main><div class="bar"><button data-test="month" class="ui-button">Show this month</button>
        <button class="ui-button">Print the list</button></div>
        <section id="month" hidden><h2>This month</h2>
        <button data-test="total" class="ui-button">Add up the month</button></section><p role="status"></p></main>""",
}
SCRIPT = """<script>
    const [first, , second] = document.querySelectorAll("button");
    first.onclick = () => document.getElementById("month").hidden = false;
    second.onclick = () => document.querySelector("[role=status]").textContent = "1,250.00";
</script>"""


class Site(QuietHandler):
    release = "old"

    def do_GET(self) -> None:
        body = (RELEASES[Site.release] + SCRIPT).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def url() -> Iterator[str]:
    Site.release = "old"
    with serving(Site) as address:
        yield address


def test_a_changed_site_is_caught_up_with(site: Installation, url: str) -> None:
    with site.client() as client:
        before = client.deploy(Path(__file__).parent / "repaired", auto_repair=True)["id"]
    good = site.finished(site.start_job("read-total", params={"url": url}))
    assert good["result"] == {"total": "1,250.00"}, good

    Site.release = "new"
    failed = site.start_job("read-total", params={"url": url})
    assert site.finished(failed)["status"] == "failed"
    repair = _ended(site, failed)
    assert repair["title"] == "Repaired and verified", repair
    assert [edit["old_locator"] for edit in repair["edits"]] == ['locator("#month-button")', 'locator("#total-button")']
    assert site.job(repair["verification_job_id"])["status"] == "completed"
    assert repair["parent_deployment_id"] == before

    again = site.finished(site.start_job("read-total", params={"url": url}))
    assert (again["status"], again["result"]) == ("completed", {"total": "1,250.00"})
    assert again["deployment_id"] == repair["deployment_id"] == _report(site, failed)["autofix_deployment_id"]
    wait_until(lambda: _report(site, failed)["email_sent_at"] is not None, SOON_SECONDS, "the mail")
    subjects = [_subject(mail) for mail in (site.home / "mail").glob("*")]
    assert any(subject.startswith("Repaired: read-total could not click") for subject in subjects), subjects


def _ended(site: Installation, job_id: str) -> dict[str, Any]:
    def ended() -> bool:
        repair = _report(site, job_id)["repair"]
        return bool(repair) and repair["status"] not in ("pending", "running", "verifying")

    wait_until(ended, REPAIRED_SECONDS, "the repair")
    found: dict[str, Any] = _report(site, job_id)["repair"]
    return found


def _report(site: Installation, job_id: str) -> dict[str, Any]:
    return site.call("jobs/debugReport", {"id": job_id})


def _subject(mail: Path) -> str:
    return str(BytesParser(policy=default).parsebytes(mail.read_bytes(), headersonly=True)["Subject"]).strip()
