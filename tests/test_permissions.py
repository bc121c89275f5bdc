"""Who may do what, as a table. A new endpoint or page is a new row: without one, a test here fails."""

from __future__ import annotations

import re

import pytest

from tests.debugging import permission_rows as debugged
from tests.deployments import permission_rows as deployed
from tests.factories import make_team
from tests.jobs import permission_rows as ran
from tests.logs import permission_rows as logged
from tests.permissions import Actor, Row, admin_page, keyed, page, public, routes, staff
from tests.recordings import permission_rows as recorded
from tests.replay import permission_rows as replayed
from tests.replay import share_rows as sharing

pytestmark = pytest.mark.django_db

SIGNED_IN = (Actor.MEMBER, Actor.ADMIN, Actor.OTHER_ADMIN, Actor.STAFF)

TABLE: list[Row] = [
    # --- the site
    public("", status=302),
    public("healthz"),
    public("docs/api"),
    public("v1/openapi.json"),
    public("^(?:v1|api)(?:/.*)?$", at="v1/nothing/here", status=404),
    # --- people
    public("sign-in", but=dict.fromkeys(SIGNED_IN, 302)),
    public("sign-out", method="POST", status=302),
    public("team", status=302, but=dict.fromkeys(SIGNED_IN, 200)),
    # --- Django's admin; its many pages have a test of their own below
    public("admin/login/", status=302, but=dict.fromkeys((Actor.MEMBER, Actor.ADMIN, Actor.OTHER_ADMIN), 403)),
    staff("admin/"),
    # --- deployments, workflows, credentials
    page("deployments"),
    page("deployments/<uuid:deployment_id>", deployed.deployment_page),
    page("deployments/<uuid:deployment_id>/build-log", deployed.deployment_page),
    admin_page("deployments/<uuid:deployment_id>/roll-back", deployed.deployment_page, method="POST", status=302),
    page("deployments/<uuid:deployment_id>/source", deployed.deployment_page, status=302),
    page("deployments/<uuid:deployment_id>/source/<path:path>", deployed.deployment_file),
    page("deployments/<uuid:deployment_id>/compare", deployed.deployment_page),
    page("deployments/<uuid:deployment_id>/compare.patch", deployed.two_deployments),
    keyed("v1/deployments/create", deployed.new_deployment, new=True),
    keyed("v1/deployments/sync", deployed.deployment_id),
    keyed("v1/deployments/list"),
    keyed("v1/workflows/list"),
    keyed("v1/workflows/get", deployed.workflow_name),
    keyed("v1/workflows/delete", deployed.workflow_name),
    keyed("v1/credentials/upsert", deployed.new_credential, new=True),
    keyed("v1/credentials/create", deployed.new_credential, new=True),
    keyed("v1/credentials/list"),
    keyed("v1/credentials/get", deployed.credential_name),
    keyed("v1/credentials/update", deployed.credential_change),
    keyed("v1/credentials/delete", deployed.credential_id),
    # --- jobs
    page("runs"),
    page("runs/<uuid:job_id>", ran.run_page),
    page("runs/<uuid:job_id>/facts", ran.run_page),
    page("runs/<uuid:job_id>/cancel", ran.run_page, method="POST", status=302),
    keyed("v1/jobs/create", ran.workflow_name),
    keyed("v1/jobs/get", ran.job_id),
    keyed("v1/jobs/list"),
    keyed("v1/jobs/cancel", ran.job_id),
    # --- recordings
    public("recordings/<str:token>", recorded.recording_token),
    public("recordings/<str:token>/video.mp4", recorded.recording_token),
    public("recordings/<str:token>/feed", recorded.recording_token),
    public("artifacts/<str:token>", recorded.artifact_token),
    keyed("v1/recordings/get", recorded.session_id),
    # --- replay
    page("sessions/<uuid:session_id>", recorded.session_id),
    page("sessions/<uuid:session_id>/facts", recorded.session_id),
    page("sessions/<uuid:session_id>/feed", recorded.session_id),
    page("sessions/<uuid:session_id>/video.mp4", replayed.video),
    page("sessions/<uuid:session_id>/events/<path:key>", replayed.event),
    page("sessions/<uuid:session_id>/lines/<int:sequence>", replayed.line),
    page("sessions/<uuid:session_id>/snapshots/<path:key>/<str:moment>", replayed.snapshot),
    public("snapshot-resources/<str:token>/<str:sha1>", replayed.snapshot_resource),
    page("sessions/<uuid:session_id>/download.zip", replayed.video),
    page("sessions/<uuid:session_id>/shares", recorded.session_id),
    admin_page("sessions/<uuid:session_id>/shares/<int:link_id>/revoke", sharing.own_link, method="POST", status=302),
    public("shared/<str:token>", sharing.token),
    public("shared/<str:token>/facts", sharing.token),
    public("shared/<str:token>/video.mp4", sharing.token),
    public("shared/<str:token>/feed", sharing.token),
    public("shared/<str:token>/events/<path:key>", sharing.event),
    public("shared/<str:token>/lines/<int:sequence>", sharing.line),
    public("shared/<str:token>/download.zip", sharing.token),
    public("shared/<str:token>/snapshots/<path:key>/<str:moment>", sharing.page, status=404),
    public("trace-viewer/<path:name>", at="trace-viewer/index.html"),
    # --- debugging
    page("runs/<uuid:job_id>/report", debugged.failed_run),
    page("runs/<uuid:job_id>/report/feedback", debugged.failed_run, method="POST", status=302),
    page("runs/<uuid:job_id>/report/prompt.txt", debugged.run_with_prompt),
    public("reports/<str:token>", debugged.report_token),
    public("reports/<str:token>/log", debugged.log_token),
    public("reports/<str:token>/prompt", debugged.prompt_token),
    keyed("v1/jobs/debugReport", debugged.failed_job_id),
    page("failures"),
    page("failures/<uuid:group_id>", debugged.failure_group),
    page("failures/<uuid:group_id>/state", debugged.failure_group, method="POST", status=302),
    # --- repairs
    page("repairs"),
    page("repairs/<uuid:repair_id>", debugged.repair),
    admin_page("repairs/<uuid:repair_id>/decision", debugged.repair, method="POST", status=302),
    page("repairs/<uuid:repair_id>/edit.patch", debugged.repair),
    page("deployments/<uuid:deployment_id>/repair", debugged.repaired_deployment),
    admin_page("team/notifications/repairs", method="POST", status=302),
    keyed("v1/repairs/list"),
    keyed("v1/repairs/get", debugged.repair_id),
    keyed("v1/repairs/approve", debugged.waiting_repair_id),
    keyed("v1/repairs/reject", debugged.waiting_repair_id),
    keyed("v1/repairs/takeBack", debugged.published_repair_id),
    # --- mail
    admin_page("team/notifications"),
    admin_page("team/notifications/recipients", method="POST", status=400),
    admin_page("team/notifications/recipients/<int:recipient_id>", debugged.recipient),
    admin_page(
        "team/notifications/recipients/<int:recipient_id>/remove", debugged.recipient, method="POST", status=302
    ),
    admin_page(
        "team/notifications/recipients/<int:recipient_id>/use-again", debugged.recipient, method="POST", status=302
    ),
    admin_page("team/notifications/test-mail", method="POST", status=302),
    public("mails/stop/<str:token>", debugged.stop_token),
    keyed("v1/tenant/settings"),
    # --- logs
    page("logs"),
    page("logs/lines"),
    page("logs/lines/<str:place>", logged.line),
    page("logs/download"),
    keyed("v1/logs/list", logged.job_id),
]


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_everybody_gets_what_the_table_says(row: Row) -> None:
    assert row.measure() == row.statuses


def test_every_route_has_one_row() -> None:
    own = {route for route in routes() if not _of_django_admin(route)}
    named = [row.route for row in TABLE]
    assert own - set(named) == set(), "These routes have no row in the permission table."
    assert set(named) - own - {"admin/"} == set(), "These rows have no route."
    assert len(named) == len(set(named)), "A route has two rows."


def test_django_admin_is_for_staff() -> None:
    team, other = make_team(), make_team()
    for actor in set(Actor) - {Actor.STAFF}:
        client = actor.client(team, other)
        for route in filter(_of_django_admin, routes()):
            response = client.get("/" + re.sub(r"<[^>]+>|\(.*\)\$", "1", route))
            assert response.status_code == 302, (actor, route)
            assert response.headers["Location"].startswith("/admin/"), (actor, route)


def _of_django_admin(route: str) -> bool:
    return route.startswith("admin/") and route != "admin/login/"
