from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from libretto.api_errors import (
    ApiError,
    BuildFailed,
    DownloadFailed,
    KeyMissing,
    NotConfigured,
    ServerUnreachable,
    StillRunning,
    UnexpectedAnswer,
)
from libretto.client import Client, Job
from libretto.download import download
from tests.libretto.fake_server import DEPLOYMENT, JOB, FakeServer, Raw, error, fake_server, job


@pytest.fixture
def client(server: FakeServer) -> Client:
    return Client(server.url, "lk_test")


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_call_wraps_and_unwraps_the_envelope(server: FakeServer, client: Client) -> None:
    server.answers["jobs/get"] = [job("queued")]
    assert client.call("jobs/get", {"id": JOB}) == job("queued")
    assert server.asked == [("jobs/get", {"id": JOB})]
    assert server.headers[0]["x-api-key"] == "lk_test"
    assert server.headers[0]["content-type"] == "application/json"


def test_a_bare_answer_is_taken_as_it_is(server: FakeServer, client: Client) -> None:
    server.answers["jobs/list"] = [Raw(b'{"jobs": []}')]
    assert client.call("jobs/list") == {"jobs": []}


def test_the_environment_names_server_and_key(server: FakeServer) -> None:
    server.answers["jobs/list"] = [{}]
    with Client.from_environment({"LIBRETTO_API_URL": f" {server.url}/\n", "LIBRETTO_API_KEY": " k "}) as client:
        client.call("jobs/list")
    assert server.headers[0]["x-api-key"] == "k"
    assert Client.from_environment({"LIBRETTO_API_KEY": "k"}).url == "http://127.0.0.1:8000"


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://", "not an address"])
def test_an_unusable_address_says_what_to_set(url: str) -> None:
    with pytest.raises(NotConfigured, match=r"LIBRETTO_API_URL is .*Use an address such as"):
        Client(url, "k")


def test_an_unusable_key_says_what_to_set() -> None:
    with pytest.raises(KeyMissing, match="LIBRETTO_API_KEY is not set"):
        Client.from_environment({"LIBRETTO_API_KEY": "  "})
    for key in ("schlüssel", "a\nb"):
        with pytest.raises(NotConfigured, match="Copy the key again"):
            Client("http://127.0.0.1", key)


def test_an_error_keeps_status_code_message_and_data(server: FakeServer, client: Client) -> None:
    server.answers["jobs/create"] = [error(409, "CONFLICT", "This nonce is taken.", reason="nonce_reused")]
    with pytest.raises(ApiError) as caught:
        client.call("jobs/create", {})
    refused = caught.value
    assert (refused.status, refused.code, refused.message) == (409, "CONFLICT", "This nonce is taken.")
    assert refused.data == {"reason": "nonce_reused"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"message": "top"}', "top"),
        (b'{"error": {"message": "inner", "code": "X"}}', "inner"),
        (b'{"error": "text"}', "text"),
        (b"[]", r"jobs/get failed \(400\)"),
        (b'{"json": null}', r"jobs/get failed \(400\)"),
    ],
)
def test_errors_of_other_shapes_are_read_too(server: FakeServer, client: Client, body: bytes, message: str) -> None:
    server.answers["jobs/get"] = [Raw(body, 400)]
    with pytest.raises(ApiError, match=f"^{message}$"):
        client.call("jobs/get")


def test_a_page_instead_of_json_is_shown_up_to_200_characters(server: FakeServer, client: Client) -> None:
    server.answers["jobs/get"] = [Raw(b"<html>" + b"x" * 500, 200)]
    with pytest.raises(UnexpectedAnswer) as caught:
        client.call("jobs/get")
    assert str(caught.value).endswith("/v1/jobs/get (200): <html>" + "x" * 194)


def test_a_redirect_says_where_to(server: FakeServer, client: Client) -> None:
    server.answers["jobs/get"] = [Raw(b"", 301, {"Location": "https://cloud.example/"})]
    with pytest.raises(UnexpectedAnswer, match=r"sends us to https://cloud\.example/\. Set LIBRETTO_API_URL"):
        client.call("jobs/get")


def test_no_server_is_one_sentence_with_the_remedy() -> None:
    url = f"http://127.0.0.1:{closed_port()}"
    with pytest.raises(ServerUnreachable, match=f"^cannot reach {url}: is the server running\\? Set LIBRETTO_API_URL"):
        Client(url, "k").call("jobs/get")


def test_without_patience_nothing_is_sent_twice(server: FakeServer, client: Client) -> None:
    server.answers["jobs/create"] = [error(503, "SERVICE_UNAVAILABLE", "Later."), {"job_id": JOB}]
    with pytest.raises(ApiError, match="Later"):
        client.call("jobs/create", {})
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_with_patience_a_passing_trouble_is_waited_out(server: FakeServer, status: int) -> None:
    reasons: list[str] = []
    client = Client(server.url, "k", on_retry=reasons.append)
    server.answers["jobs/get"] = [Raw(b"<h1>Bad gateway</h1>", status), error(status, "X", "Busy."), job("queued")]
    assert client.call("jobs/get", patience=30) == job("queued")
    assert reasons[0].startswith("Unexpected non-JSON response")
    assert reasons[1:] == ["Busy."]


@pytest.mark.parametrize("status", [400, 401, 404, 500])
def test_with_patience_a_lasting_trouble_ends_at_once(server: FakeServer, client: Client, status: int) -> None:
    server.answers["jobs/get"] = [error(status, "X", "No.")]
    with pytest.raises(ApiError):
        client.call("jobs/get", patience=30)
    assert len(server.asked) == 1


def test_patience_ends() -> None:
    with pytest.raises(ServerUnreachable):
        Client(f"http://127.0.0.1:{closed_port()}", "k").call("jobs/get", patience=0.5)


def test_a_watch_survives_a_restart_of_the_server() -> None:
    port = closed_port()
    watching, away = threading.Event(), threading.Event()
    seen: list[str] = []

    def note(job: Job) -> None:
        seen.append(job["status"])
        watching.set()

    with fake_server(port) as first:
        first.answers["jobs/get"] = [job("running")]
        client = Client(first.url, "k", on_retry=lambda reason: away.set())
        outcome: list[str] = []
        watch = threading.Thread(
            target=lambda: outcome.append(client.wait_for_job(JOB, note, timeout=60, interval=0.02)["status"])
        )
        watch.start()
        assert watching.wait(10)
    assert away.wait(10)
    with fake_server(port) as second:
        second.answers["jobs/get"] = [job("completed", result=1)]
        watch.join(20)
    client.close()
    assert seen == ["running", "completed"]
    assert outcome == ["completed"]


def test_wait_for_job_tells_every_change_once_and_raises_nothing_for_a_failed_one(
    server: FakeServer, client: Client
) -> None:
    states = ["queued", "queued", "starting_browser", "running", "running", "failed"]
    server.answers["jobs/get"] = [job(state) for state in states]
    seen: list[str] = []
    ended = client.wait_for_job(JOB, lambda job: seen.append(job["status"]), interval=0.01)
    assert ended["status"] == "failed"
    assert seen == ["queued", "starting_browser", "running", "failed"]


def test_wait_for_job_gives_up_in_time(server: FakeServer, client: Client) -> None:
    server.answers["jobs/get"] = [job("running")]
    with pytest.raises(StillRunning, match=f"Job {JOB} was still running after 0 s"):
        client.wait_for_job(JOB, timeout=0.1, interval=0.05)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "workflows.py").write_text("print('hello')\n")
    return tmp_path


def test_deploy_sends_the_bundle_and_waits(server: FakeServer, client: Client, bundle: Path) -> None:
    ready = {"id": DEPLOYMENT, "status": "ready", "workflows": ["a", "b"], "build_error": None}
    server.answers["deployments/create"] = [{"deployment_id": DEPLOYMENT, "status": "building"}]
    server.answers["deployments/sync"] = [{**ready, "status": "building", "workflows": None}, ready]
    said: list[str] = []
    assert client.deploy(bundle, description="First", auto_repair=True, on_progress=said.append) == ready
    sent = server.inputs("deployments/create")[0]
    assert {name: sent[name] for name in sent if name != "source"} == {
        "entry_point": "workflows.py",
        "description": "First",
        "auto_repair": True,
    }
    assert said == ["Uploading 1 file (1 KiB)", "Waiting for build"]


def test_what_is_not_set_is_not_sent(server: FakeServer, client: Client, bundle: Path) -> None:
    server.answers["deployments/create"] = [{"deployment_id": DEPLOYMENT, "status": "building"}]
    assert client.upload(bundle) == DEPLOYMENT
    assert set(server.inputs("deployments/create")[0]) == {"source", "entry_point"}


def test_a_failed_build_is_raised_with_its_reason(server: FakeServer, client: Client, bundle: Path) -> None:
    failed = {"id": DEPLOYMENT, "status": "failed", "workflows": None, "build_error": "NameError: x"}
    server.answers["deployments/create"] = [{"deployment_id": DEPLOYMENT, "status": "building"}]
    server.answers["deployments/sync"] = [failed]
    with pytest.raises(BuildFailed, match=r"^Build failed: NameError: x$") as caught:
        client.deploy(bundle)
    assert caught.value.deployment == failed


def test_a_build_is_not_awaited_forever(server: FakeServer, client: Client) -> None:
    server.answers["deployments/sync"] = [{"id": DEPLOYMENT, "status": "building"}]
    with pytest.raises(StillRunning, match="was still building"):
        client.wait_for_build(DEPLOYMENT, timeout=0.1)


def test_a_download_carries_no_key_and_is_whole(server: FakeServer, tmp_path: Path) -> None:
    video = bytes(range(256)) * 9000
    server.answers["/recordings/token"] = [Raw(video, 200, {"Content-Type": "video/mp4"})]
    assert download(f"{server.url}/recordings/token", tmp_path / "run.mp4") == len(video)
    assert (tmp_path / "run.mp4").read_bytes() == video
    assert "x-api-key" not in server.headers[0]
    assert "text/html" not in server.headers[0]["accept"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Raw(b"gone", 410, {"Content-Type": "text/plain"}), DownloadFailed),
        (Raw(b"<html>", 200, {"Content-Type": "text/html"}), DownloadFailed),
        (Raw(b"short", 200, {"Content-Type": "video/mp4", "Content-Length": "50"}), ServerUnreachable),
    ],
)
def test_a_download_that_fails_leaves_the_old_file(
    server: FakeServer, tmp_path: Path, answer: Raw, expected: type[Exception]
) -> None:
    (tmp_path / "run.mp4").write_bytes(b"old")
    server.answers["/recordings/token"] = [answer]
    with pytest.raises(expected):
        download(f"{server.url}/recordings/token", tmp_path / "run.mp4")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("run.mp4", b"old")]
