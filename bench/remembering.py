"""What it costs to remember a good run, after it: `python bench/remembering.py [--rows 60 600]`.

Runs a workflow of 40 calls through the engine on a page with so many table rows, stores what it recorded in a private
database, and has it remembered. See docs/decisions/memory-of-good-runs.md.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

sys.path[0] = str(Path(__file__).parents[1])  # not the folder of this file, so that `bench` and `tests` are found

from bench.log_database import private_databases
from bench.server import Handler, serving
from tests.runtime.host_process import HostProcess

LINES: Final = """
    page.get_by_label("Name").fill("Customer {0}")
    page.get_by_role("button", name="Save").click()
"""
SOURCE: Final = """
from playwright.sync_api import expect

@workflow("w")
def w(ctx, input):
    page = ctx.page
    page.goto(input["site"])
{lines}
    page.get_by_role("checkbox", name="Newsletter").check()
    page.get_by_label("Country").select_option("fr")
    for row in (3, 9, 27):
        page.get_by_role("row", name=f"Order {row} Customer").get_by_role("button").click()
        expect(page.get_by_role("status")).to_have_text(f"Order {row}")
    page.get_by_role("link", name="Next page").click()
    return page.get_by_role("heading").text_content()
""".replace("{lines}", "\n".join(LINES.format(number) for number in range(12)))
PAGE: Final = """<!doctype html><meta charset="utf-8"><title>Orders</title><nav>{links}</nav><h1>Orders</h1><form
onsubmit="return false"><label>Name <input name="name"></label><label>Country <select name="country"><option value="de">
Germany<option value="fr">France</select></label><label><input type="checkbox" name="news"> Newsletter</label><button
class="btn btn-primary">Save</button></form><p role="status"></p><table>{rows}</table>
<a href="/?page=2">Next page</a>"""
ROW: Final = """<tr data-id="{0}"><td>Order {0} <td>Customer {0}<td><span class="b-{1}">{1}</span><td>{0},00 €<td>
<button class="btn" onclick="document.querySelector('[role=status]').textContent = 'Order {0}'">Open</button>"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[60, 600], help="of the table on the page")
    options = parser.parse_args()
    print("| elements | trace kB | calls kept | pages | first ms (CPU) | again ms (CPU) | in the database kB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with private_databases("memory"):
        for count in options.rows:
            print(f"| {' | '.join(measured(count))} |", flush=True)


def measured(rows: int) -> list[str]:
    from debugging.repair.memory.models import ElementFingerprint  # noqa: PLC0415
    from debugging.repair.memory.services import remember  # noqa: PLC0415 (after Django is set up)

    page = PAGE.format(
        links="".join(f'<a href="/{number}">Menu {number}</a>' for number in range(20)),
        rows="".join(ROW.format(number, ("paid", "open")[number % 2]) for number in range(1, rows + 1)),
    )
    with tempfile.TemporaryDirectory() as folder:
        host = ran(Path(folder), page)
        jobs = [stored(host, ago=timedelta(hours=hours)) for hours in (2, 1)]
        kilobytes = Path(next(one["path"] for one in host.of("artifact", kind="trace"))).stat().st_size / 1000
    first, again = (timed(lambda job=job: remember(job)) for job in jobs)
    kept = ElementFingerprint.objects.filter(workflow_name="w")
    pages = kept.exclude(page_html="").count()
    row = [f"{len(re.findall('<[a-z]', page)):,}", f"{kilobytes:.0f}", f"{kept.count()}", f"{pages}", first, again]
    row.append(f"{in_the_database() / 1000:.0f}")
    kept.delete()
    return row


def ran(folder: Path, page: str) -> HostProcess:
    class Site(Handler):
        def do_GET(self) -> None:
            self.answer(page)

    with serving(Site) as url, HostProcess(folder, SOURCE, params={"site": url}) as host:
        result = host.result()
    if result["outcome"] != "completed":
        raise SystemExit(f"The run failed: {result}")
    return host


def stored(host: HostProcess, *, ago: timedelta) -> Any:
    """As the worker stores what the host says; the job's id."""
    from deployments.models import WorkflowVersion  # noqa: PLC0415
    from recordings import services as recordings  # noqa: PLC0415
    from tests.debugging.rows import completed_job  # noqa: PLC0415
    from tests.factories import make_team  # noqa: PLC0415
    from tests.jobs.making import make_version  # noqa: PLC0415
    from tests.replay.making import with_session  # noqa: PLC0415

    version = WorkflowVersion.objects.filter(workflow__name="w").first() or make_version(make_team(), "w")
    job = completed_job(version.workflow.team, version, ago=ago)
    session = with_session(job)
    events = [(one["t_ms"], one["kind"], one["data"]) for one in host.of("timeline")]
    recordings.add_events(session_id=session.pk, events=events)
    trace = host.of("artifact", kind="trace")[0]
    recordings.add_artifact(
        session_id=session.pk, kind="trace", file=Path(trace["path"]), content_type="application/zip", t_ms=1
    )
    return job.pk


def timed(work: Any) -> str:
    began, cpu = perf_counter(), process_time()
    if not work():
        raise SystemExit("Nothing was remembered.")
    return f"{(perf_counter() - began) * 1000:.0f} ({(process_time() - cpu) * 1000:.0f})"


def in_the_database() -> int:
    """Bytes of the rows, compressed as they are."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(pg_column_size(one.*)), 0) FROM debugging_elementfingerprint one")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
