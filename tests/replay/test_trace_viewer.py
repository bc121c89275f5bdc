"""Playwright's trace viewer, served by us: it shows a run's trace, and a trace does nothing to who looks at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from recordings import links, services
from recordings.models import Artifact
from replay.trace_viewer import viewer_path
from tests.factories import make_team, make_user, signed_in
from tests.recordings.making import make_session
from tests.replay.attacker import Attacker, attacker
from tests.replay.forged_trace import CALL, FORGED, harm, hostile_trace
from tests.replay.trace_reader import Reader, reading
from tests.runtime.host_process import HostProcess

SHOP = """
@workflow("w")
def w(ctx, input):
    ctx.page.set_content("<style>h1 { color: rgb(1, 2, 3) }</style><h1>Hello</h1><button>Buy</button>")
    ctx.page.get_by_role("button", name="Buy").click()
"""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at:UserWarning"),  # the live server starts before the settings
]


@pytest.fixture
def site() -> Iterator[Attacker]:
    with attacker() as site:
        yield site


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """Where the viewer shows the trace of a run of SHOP."""
    with HostProcess(tmp_path, SHOP) as host:
        host.result()
    [trace] = host.of("artifact", kind="trace")
    return viewer_path(kept(Path(trace["path"])))


@pytest.fixture
def hostile(site: Attacker, tmp_path: Path) -> Artifact:
    empty, target = tmp_path / "empty", tmp_path / "trace.zip"
    empty.touch()
    trace = kept(empty)
    hostile_trace(target, outside=site.origin, trace=links.artifact_path(trace))
    return services.add_artifact(
        session_id=trace.session_id, kind="trace", file=target, content_type="application/zip", t_ms=0
    )


def kept(file: Path) -> Artifact:
    session = make_session()
    return services.add_artifact(session_id=session.pk, kind="trace", file=file, content_type="application/zip", t_ms=0)


@pytest.fixture
def reader(live_server: LiveServer, site: Attacker) -> Iterator[Reader]:
    """Last of a test's fixtures: Playwright runs a loop in this thread, where Django refuses to ask the database."""
    cookie = signed_in(make_user(make_team())).cookies["sessionid"].value
    with reading(live_server.url, cookie, site) as reader:
        yield reader


def test_it_shows_a_runs_steps_pages_and_source(shop: str, reader: Reader) -> None:
    page = reader.page
    page.goto(shop)
    page.locator(".action-title-method", has_text="Click").click()

    expect(reader.snapshot().get_by_role("heading", name="Hello")).to_have_css("color", "rgb(1, 2, 3)")
    page.get_by_role("tab", name="Source").click()
    expect(page.locator(".source-line-running")).to_contain_text('name="Buy").click()')
    with page.expect_popup() as popup:
        page.get_by_title("Open snapshot in a new tab").click()
    expect(popup.value.frame_locator("iframe").get_by_role("heading", name="Hello")).to_be_visible()


def test_a_forged_page_runs_nothing_and_asks_nobody(hostile: Artifact, reader: Reader) -> None:
    page = reader.page
    page.goto(viewer_path(hostile))
    page.locator(".action-title-method", has_text="Click").click()
    forged = reader.snapshot()
    # What it is allowed: a style sheet out of the trace.
    expect(forged.get_by_role("heading", name="Forged page")).to_have_css("color", "rgb(1, 2, 3)")
    forged.get_by_role("heading", name="Forged page").click()
    forged.get_by_text("a link").click()
    forged.get_by_text("Leave").click()
    forged.get_by_text("Send").click()
    for tab in ("Errors", "Console", "Network", "Attachments"):
        page.get_by_role("tab", name=tab).click()
    reader.is_unharmed()


def test_a_forged_page_cannot_send_its_frame_elsewhere(hostile: Artifact, reader: Reader) -> None:
    page = reader.page
    page.goto(viewer_path(hostile))
    page.locator(".action-title-method", has_text="Press").click()
    reader.wait_for_line(f"Framing '{reader.attacker.origin}/' violates")
    reader.is_unharmed()


def test_files_of_a_trace_run_nothing_wherever_they_are_opened(hostile: Artifact, reader: Reader) -> None:
    viewer = reader.page
    viewer.goto(viewer_path(hostile))
    viewer.locator(".action-title-method", has_text="Click").click()
    trace = urlencode({"trace": links.artifact_path(hostile)})
    names = [f"evil.html?dct=text/html&dn=page&{trace}", *(f"{name}?{trace}" for name in FORGED)]
    paths = [f"/trace-viewer/file/resources/{name}" for name in names]
    paths.append(f"/trace-viewer/snapshot/{CALL}?phase=after&{trace}")
    for path in paths:
        reader.try_in_a_tab(path)
        reader.try_inside(path)
    for frame in ("javascript:" + harm("popout", ""), f"{reader.attacker.origin}/popout", *paths):
        reader.try_in_a_tab(f"/trace-viewer/snapshot.html?{urlencode({'r': frame})}&{trace}")
    reader.is_unharmed()


def test_traces_from_elsewhere_are_not_read(reader: Reader) -> None:
    page = reader.page
    for trace in (f"{reader.attacker.origin}/trace.zip", "/healthz", "/artifacts/../team", "data:,"):
        page.goto(f"/trace-viewer/index.html?{urlencode({'trace': trace})}")
        expect(page.get_by_role("alert")).to_have_text("Only traces of this server are shown here.")
        reader.is_unharmed()
    assert not {"/healthz", "/team"} & set(reader.asked)


def test_nobody_can_hand_it_a_trace(reader: Reader) -> None:
    page = reader.page
    page.goto("/trace-viewer/index.html")
    page.get_by_text("Drop Playwright Trace to load").wait_for()
    page.evaluate("postMessage({method: 'load', params: {trace: new Blob(['a trace'])}})")
    expect(page.get_by_role("alert")).to_have_text("Only traces of this server are shown here.")


def test_without_a_service_worker_it_says_what_to_do(live_server: LiveServer, reader: Reader) -> None:
    address = live_server.url.replace("localhost", "plain.test")
    reader.page.goto(f"{address}/trace-viewer/index.html?trace=/artifacts/some")
    expect(reader.page.get_by_role("alert")).to_contain_text("needs HTTPS, or localhost")
    expect(reader.page.get_by_role("link", name="Download the trace")).to_have_attribute("href", "/artifacts/some")


def test_nothing_else_is_served_below_its_address() -> None:
    client = Client()
    for name in ("../package.json", "..%2f..%2fpackage.json", "/etc/passwd", "uiMode.html", "assets", "", "snapshot/x"):
        assert client.get(f"/trace-viewer/{name}").status_code == 404, name


def test_its_files_have_types_policies_and_versions() -> None:
    client = Client()
    types = {"index.html": "text/html", "sw.bundle.js": "text/javascript", "playwright-logo.svg": "image/svg+xml"}
    for name, content_type in types.items():
        response = client.get(f"/trace-viewer/{name}")
        assert response.headers["Content-Type"].partition(";")[0] == content_type
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert (
            client.get(f"/trace-viewer/{name}", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
        )
    [lasting] = re.findall(r'src="./(index\.[^"]+)"', client.get("/trace-viewer/index.html").content.decode())
    assert "immutable" in client.get(f"/trace-viewer/{lasting}").headers["Cache-Control"]
