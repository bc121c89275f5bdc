"""The table of contents of the site."""

from django.contrib import admin as django_admin
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from accounts import views as account_views
from api import documents
from api.endpoint import unknown_route
from debugging import api as debugging_api
from debugging.groups import views as group_views
from debugging.mail import tenant_api, webhooks
from debugging.mail import views as mail_views
from debugging.repair import api as repairs_api
from debugging.repair import policy_views
from debugging.repair import views as repair_views
from debugging.report import signed_views
from debugging.report import views as report_views
from deployments.api import credentials as credentials_api
from deployments.api import deployments as deployments_api
from deployments.api import workflows as workflows_api
from deployments.pages import source_views
from deployments.pages import views as deployment_views
from jobs import api as jobs_api
from jobs import views as job_views
from libretto_site import health
from logs import api as logs_api
from logs import views as log_views
from recordings import api as recordings_api
from recordings import views as recording_views
from replay import data as replay_data
from replay import recording_link, share_views, snapshots, trace_viewer
from replay import views as replay_views
from replay.take_away import views as take_away
from replay.viewing import member

handler400 = "libretto_site.failures.bad_request"
handler403 = "libretto_site.failures.forbidden"
handler404 = "libretto_site.failures.not_found"
handler500 = "libretto_site.failures.server_error"

# /
site = [
    path("", RedirectView.as_view(url="/runs"), name="home"),
    path("healthz", health.healthz),
    path("docs/api", documents.browse, name="api-docs"),
    path("v1/openapi.json", documents.openapi, name="openapi"),
]

# /sign-in, /sign-out, /team
people = [
    path("sign-in", account_views.sign_in, name="sign-in"),
    path("sign-out", account_views.sign_out, name="sign-out"),
    path("team", account_views.team, name="team"),
]

# /admin/
admin: list[URLPattern | URLResolver] = [
    path("admin/login/", account_views.admin_sign_in),
    path("admin/", django_admin.site.urls),
]

# /deployments, /v1/deployments/
deployments = [
    path("deployments", deployment_views.deployments, name="deployments"),
    path("deployments/<uuid:deployment_id>", deployment_views.deployment, name="deployment"),
    path("deployments/<uuid:deployment_id>/build-log", deployment_views.build_log, name="build-log"),
    path("deployments/<uuid:deployment_id>/roll-back", deployment_views.roll_back, name="roll-back"),
    path("deployments/<uuid:deployment_id>/source", source_views.source, name="deployment-source"),
    path("deployments/<uuid:deployment_id>/source/<path:path>", source_views.source, name="deployment-file"),
    path("deployments/<uuid:deployment_id>/compare", source_views.compare, name="compare-deployments"),
    path("deployments/<uuid:deployment_id>/compare.patch", source_views.patch, name="deployment-patch"),
    path("v1/deployments/create", deployments_api.create),
    path("v1/deployments/sync", deployments_api.sync),
    path("v1/deployments/list", deployments_api.list_newest),
]

# /v1/workflows/
workflows = [
    path("v1/workflows/list", workflows_api.list_all),
    path("v1/workflows/get", workflows_api.get),
    path("v1/workflows/delete", workflows_api.delete),
]

# /v1/credentials/
credentials = [
    path("v1/credentials/upsert", credentials_api.upsert),
    path("v1/credentials/create", credentials_api.create),
    path("v1/credentials/list", credentials_api.list_all),
    path("v1/credentials/get", credentials_api.get),
    path("v1/credentials/update", credentials_api.update),
    path("v1/credentials/delete", credentials_api.delete),
]

# /runs, /v1/jobs/
jobs = [
    path("runs", job_views.runs, name="runs"),
    path("runs/<uuid:job_id>", replay_views.run, name="run"),
    path("runs/<uuid:job_id>/facts", replay_views.run_facts, name="run-facts"),
    path("runs/<uuid:job_id>/cancel", job_views.cancel, name="cancel-run"),
    path("v1/jobs/create", jobs_api.create),
    path("v1/jobs/get", jobs_api.get),
    path("v1/jobs/list", jobs_api.list_newest),
    path("v1/jobs/cancel", jobs_api.cancel),
]

# /recordings/<token>, /artifacts/<token>: signed links; /v1/recordings/
recordings = [
    path("recordings/<str:token>", recording_views.recording, name="recording"),
    path("recordings/<str:token>/video.mp4", recording_views.video, name="recording-video"),
    path("recordings/<str:token>/feed", recording_link.feed, name="recording-feed"),
    path("artifacts/<str:token>", recording_views.artifact, name="artifact"),
    path("v1/recordings/get", recordings_api.get_recording),
]

# /sessions/, /trace-viewer/
replay = [
    path("sessions/<uuid:session_id>", replay_views.session, name="session"),
    path("sessions/<uuid:session_id>/facts", replay_views.session_facts, name="session-facts"),
    path("sessions/<uuid:session_id>/feed", member(replay_data.feed), name="session-feed"),
    path("sessions/<uuid:session_id>/video.mp4", member(replay_data.video), name="session-video"),
    path("sessions/<uuid:session_id>/events/<path:key>", member(replay_data.event), name="session-event"),
    path("sessions/<uuid:session_id>/lines/<int:sequence>", member(replay_data.line), name="session-line"),
    path(
        "sessions/<uuid:session_id>/snapshots/<path:key>/<str:moment>",
        member(snapshots.snapshot),
        name="session-snapshot",
    ),
    path("snapshot-resources/<str:token>/<str:sha1>", snapshots.resource, name="snapshot-resource"),
    path("sessions/<uuid:session_id>/download.zip", member(take_away.download), name="session-download"),
    path("sessions/<uuid:session_id>/shares", share_views.shares, name="shares"),
    path("sessions/<uuid:session_id>/shares/<int:link_id>/revoke", share_views.revoke, name="revoke-share"),
    path("trace-viewer/<path:name>", trace_viewer.trace_viewer, name="trace-viewer"),
]

# /shared/<token>: what holders of a share link see; the data is that of /sessions/
shared = [
    path("shared/<str:token>", share_views.shared_page, name="shared"),
    path("shared/<str:token>/facts", share_views.shared_facts, name="shared-facts"),
    path("shared/<str:token>/video.mp4", share_views.shared(replay_data.video), name="shared-video"),
    path("shared/<str:token>/feed", share_views.shared(replay_data.feed), name="shared-feed"),
    path("shared/<str:token>/events/<path:key>", share_views.shared(replay_data.event), name="shared-event"),
    path("shared/<str:token>/lines/<int:sequence>", share_views.shared(replay_data.line), name="shared-line"),
    path("shared/<str:token>/download.zip", share_views.shared(take_away.download), name="shared-download"),
    path(
        "shared/<str:token>/snapshots/<path:key>/<str:moment>",
        share_views.shared(snapshots.snapshot),
        name="shared-snapshot",
    ),
]

# /runs/<id>/report, /failures
debugging = [
    path("runs/<uuid:job_id>/report", report_views.report, name="report"),
    path("runs/<uuid:job_id>/report/feedback", report_views.feedback, name="report-feedback"),
    path("failures", group_views.failures, name="failures"),
    path("failures/<uuid:group_id>", group_views.failure, name="failure"),
    path("failures/<uuid:group_id>/state", group_views.change_state, name="failure-state"),
]

# /repairs, /v1/repairs/
repairs = [
    path("repairs", repair_views.repairs, name="repairs"),
    path("repairs/<uuid:repair_id>", repair_views.repair, name="repair"),
    path("repairs/<uuid:repair_id>/decision", repair_views.decide, name="repair-decision"),
    path("repairs/<uuid:repair_id>/edit.patch", repair_views.patch, name="repair-patch"),
    path("deployments/<uuid:deployment_id>/repair", repair_views.deployment_panel, name="deployment-repair"),
    path("v1/repairs/list", repairs_api.list_newest),
    path("v1/repairs/get", repairs_api.get),
    path("v1/repairs/approve", repairs_api.approve),
    path("v1/repairs/reject", repairs_api.reject),
    path("v1/repairs/takeBack", repairs_api.take_back),
]

# /reports/<token>: signed links; /v1/jobs/debugReport
handoff = [
    path("runs/<uuid:job_id>/report/prompt.txt", signed_views.run_prompt, name="run-prompt"),
    path("reports/<str:token>", signed_views.report, name="signed-report"),
    path("reports/<str:token>/log", signed_views.report_log, name="signed-report-log"),
    path("reports/<str:token>/prompt", signed_views.report_prompt, name="signed-report-prompt"),
    path("v1/jobs/debugReport", debugging_api.debug_report),
]

# /team/notifications, /mails/stop/<token>, /v1/tenant/; /anymail/ where it has a secret: see docs/mail.md
mail: list[URLPattern | URLResolver] = [
    path("team/notifications", mail_views.notifications, name="notifications"),
    path("team/notifications/recipients", mail_views.add_recipient, name="add-recipient"),
    path("team/notifications/recipients/<int:recipient_id>", mail_views.recipient, name="recipient"),
    path(
        "team/notifications/recipients/<int:recipient_id>/remove", mail_views.remove_recipient, name="remove-recipient"
    ),
    path(
        "team/notifications/recipients/<int:recipient_id>/use-again",
        mail_views.use_recipient_again,
        name="use-recipient-again",
    ),
    path("team/notifications/repairs", policy_views.repair_policy, name="repair-policy"),
    path("team/notifications/test-mail", mail_views.send_test_mail, name="send-test-mail"),
    path("mails/stop/<str:token>", mail_views.stop, name="stop-mails"),
    path("v1/tenant/settings", tenant_api.settings),
    *webhooks.routes(),
]

# /logs, /v1/logs/
logs = [
    path("logs", log_views.log, name="log"),
    path("logs/lines", log_views.lines, name="log-lines"),
    path("logs/lines/<str:place>", log_views.line, name="log-line"),
    path("logs/download", log_views.download, name="log-download"),
    path("v1/logs/list", logs_api.list_logs),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *site,
    *people,
    *admin,
    *deployments,
    *workflows,
    *credentials,
    *jobs,
    *recordings,
    *replay,
    *shared,
    *debugging,
    *repairs,
    *handoff,
    *mail,
    *logs,
    re_path(r"^(?:v1|api)(?:/.*)?$", unknown_route),
]
