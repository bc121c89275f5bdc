"""deployments/create, sync and list, as clients send and read them."""

from __future__ import annotations

import base64
import gzip
import re
import textwrap
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from accounts.models import Team
from deployments.models import Deployment
from deployments.tasks import build_deployment
from tests.deployments.bundles import member, packed, source, tar
from tests.deployments.makers import SIMPLE, built, make_deployment
from tests.factories import Api

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
SOURCE = source(SIMPLE)


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The builds that were enqueued."""
    ids: list[str] = []
    monkeypatch.setattr(build_deployment, "delay", ids.append)
    return ids


def create(api: Api, **fields: Any) -> tuple[int, Any]:
    return api.post("deployments/create", {"source": SOURCE, "entry_point": "workflows.py", **fields})


def refusal(api: Api, **fields: Any) -> tuple[str, list[str]]:
    """The message, and the fields it is about."""
    status, answer = create(api, **fields)
    assert (status, answer["code"]) == (400, "BAD_REQUEST")
    assert not Deployment.objects.exists()
    return answer["message"], [issue["path"][0] for issue in answer["data"]["issues"]]


def test_create_keeps_the_bundle_and_asks_for_its_build(
    api: Api, team: Team, asked_for: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        status, answer = create(api, description="First try", auto_repair=True)
        assert asked_for == []
    assert status == 200
    assert (answer["status"], set(answer)) == ("building", {"deployment_id", "status", "created_at"})
    assert MOMENT.fullmatch(answer["created_at"])
    deployment = Deployment.objects.get(pk=answer["deployment_id"])
    assert (deployment.team, deployment.description, deployment.auto_repair) == (team, "First try", True)
    assert deployment.source_path == f"teams/{team.id}/deployments/{deployment.id}/source.tar.gz"
    with default_storage.open(deployment.source_path) as kept:
        assert kept.read() == packed(SIMPLE)
    assert asked_for == [answer["deployment_id"]]


def test_a_broker_that_does_not_answer_does_not_fail_the_upload(
    api: Api, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def away(_: str) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(build_deployment, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        assert create(api)[0] == 200
    assert Deployment.objects.get().status == "building"


def test_base64_may_be_wrapped(api: Api) -> None:
    wrapped = "\r\n".join(textwrap.wrap(SOURCE, 76))
    assert create(api, source=f"\n {wrapped}\n")[0] == 200


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("", "may not be blank"),
        ("   ", "Send a tar archive packed by gzip"),
        ("not base64!", "Send the bundle as base64"),
        ("é" * 8, "Send the bundle as base64"),
        (SOURCE[:-1], "Send the bundle as base64"),
        (base64.b64encode(tar([member("workflows.py")])).decode(), "Send a tar archive packed by gzip"),
        (base64.b64encode(b"PK\3\4 a zip").decode(), "Send a tar archive packed by gzip"),
        (base64.b64encode(b"\x1f\x8b").decode(), "ends in the middle of its gzip data"),
        (base64.b64encode(gzip.compress(b"no tar" * 500, mtime=0)).decode(), "a header that is not one"),
        (base64.b64encode(gzip.compress(b"", mtime=0)).decode(), "it was cut off"),
        (None, "may not be null"),
        (5, "Send the bundle as base64"),
        (["x"], "Not a valid string"),
    ],
)
def test_what_is_no_archive_is_refused_at_once(api: Api, bad: object, said: str) -> None:
    message, paths = refusal(api, source=bad)
    assert said in message
    assert paths == ["source"]


def test_the_size_is_checked_before_anything_is_decoded(api: Api, settings: Settings) -> None:
    settings.BUNDLE_MAX_BYTES = len(packed(SIMPLE))
    assert create(api)[0] == 200
    settings.BUNDLE_MAX_BYTES -= 3
    status, answer = create(api, source="!" * len(SOURCE))
    assert (status, answer["code"]) == (413, "PAYLOAD_TOO_LARGE")
    assert answer["message"] == f"source: the bundle is larger than {settings.BUNDLE_MAX_BYTES} bytes."


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("/etc/passwd.py", "is an absolute path"),
        ("../workflows.py", "leads out of the bundle"),
        ("a/../../b.py", "leads out of the bundle"),
        ("a\\b.py", "has a backslash"),
        ("a\nb.py", "has a control character"),
        ("a\0.py", "NUL"),
        ("workflows", "Name the Python file"),
        ("workflows.sh", "Name the Python file"),
        (".", "Name the Python file"),
        ("a/" * 140 + "b.py", "deeper than"),
        ("/".join(["a" * 100] * 3) + ".py", "at most 255 characters"),
        ("a" * 260 + ".py", "longer than 255"),
    ],
)
def test_an_entry_point_lies_inside_the_bundle(api: Api, bad: str, said: str) -> None:
    message, paths = refusal(api, entry_point=bad)
    assert said in message
    assert paths == ["entry_point"]


@pytest.mark.parametrize(
    ("files", "given", "kept"),
    [
        (SIMPLE, {"entry_point": "./lib//flows.py"}, "lib/flows.py"),
        (SIMPLE, {"entry_point": "index.js"}, "index.js"),
        (SIMPLE, {}, "workflows.py"),
        (SIMPLE, {"entry_point": ""}, "workflows.py"),
        ({"./a.py": "", "./workflows.py": ""}, {}, "workflows.py"),
        ({"lib/workflows.py": ""}, {}, "index.ts"),
        ({"index.js": "", "package.json": "{}"}, {}, "index.ts"),
        ({"a.py": "", "../workflows.py": ""}, {}, "index.ts"),
    ],
)
def test_the_entry_point_without_a_word_is_what_the_bundle_has(
    api: Api, files: dict[str, str | bytes], given: dict[str, str], kept: str
) -> None:
    status, _ = api.post("deployments/create", {"source": source(files), **given})
    assert (status, Deployment.objects.get().entry_point) == (200, kept)


def test_other_fields_are_checked(api: Api) -> None:
    assert refusal(api, description="a\0b")[1] == ["description"]
    assert refusal(api, description="x" * 10_001)[1] == ["description"]
    assert refusal(api, auto_repair="perhaps")[1] == ["auto_repair"]


def test_sync_tells_how_it_is_doing(api: Api, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    building = make_deployment(team)
    ready = built(monkeypatch, team, "b", "a", description="Two flows")
    failed = built(monkeypatch, team)
    status, answer = api.post("deployments/sync", {"id": building.id})
    assert status == 200
    assert (answer["status"], answer["workflows"], answer["built_at"]) == ("building", None, None)
    assert answer["description"] is None
    answer = api.post("deployments/sync", {"id": ready.id})[1]
    assert MOMENT.fullmatch(answer.pop("built_at"))
    assert MOMENT.fullmatch(answer.pop("created_at"))
    assert answer == {
        "id": str(ready.id),
        "description": "Two flows",
        "status": "ready",
        "workflows": ["a", "b"],
        "build_error": None,
        "source_path": ready.source_path,
        "bundle_path": None,
        "entry_point": "workflows.py",
        "origin": "upload",
        "parent_deployment_id": None,
        "held": False,
    }
    answer = api.post("deployments/sync", {"id": failed.id})[1]
    assert (answer["status"], answer["workflows"]) == ("failed", None)
    assert answer["build_error"].startswith("workflows.py defines no workflows.")


def test_a_repaired_version_names_its_parent(api: Api, team: Team) -> None:
    parent = make_deployment(team, seconds_ago=1)
    repaired = make_deployment(team, parent=parent, origin="repair", held=True)
    answer = api.post("deployments/sync", {"id": repaired.id})[1]
    assert (answer["origin"], answer["parent_deployment_id"], answer["held"]) == ("repair", str(parent.id), True)
    assert api.post("deployments/list")[1]["deployments"][0] == answer


def test_a_deployment_notes_the_key_it_came_with(api: Api, team: Team) -> None:
    made = api.post("deployments/create", {"source": source(SIMPLE)})[1]
    key = Deployment.objects.get(pk=made["deployment_id"]).created_with
    assert key is not None
    assert (key.team, key.name) == (team, "for a test")


def test_deployments_of_other_teams_do_not_exist(api: Api, stranger: Api, team: Team) -> None:
    deployment = make_deployment(team)
    for client, deployment_id in ((stranger, deployment.id), (api, uuid4())):
        status, answer = client.post("deployments/sync", {"id": deployment_id})
        assert (status, answer["code"]) == (404, "NOT_FOUND")
        assert answer["message"] == f"There is no deployment {deployment_id} in this team."
    assert stranger.post("deployments/list")[1] == {"deployments": []}


def test_an_id_is_a_uuid(api: Api) -> None:
    status, answer = api.post("deployments/sync", {"id": "5"})
    assert status == 400
    assert answer["data"]["issues"] == [
        {"validation": "uuid", "code": "invalid_string", "message": "Invalid uuid", "path": ["id"]}
    ]


def test_list_is_newest_first_and_bounded(
    api: Api, team: Team, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    made = [built(monkeypatch, team, "a", "b", seconds_ago=ago).id for ago in range(5)]
    with django_assert_max_num_queries(8):
        listed = api.post("deployments/list")[1]["deployments"]
    assert [UUID(entry["id"]) for entry in listed] == made
    assert listed[0]["workflows"] == ["a", "b"]
    monkeypatch.setattr("deployments.api.deployments.LISTED_MOST", 2)
    assert len(api.post("deployments/list")[1]["deployments"]) == 2
