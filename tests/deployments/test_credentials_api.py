"""credentials/*: kept encrypted, shown to nobody who need not know."""

from __future__ import annotations

import logging
from typing import Any
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from pytest_django.fixtures import Settings

from accounts.models import Team
from deployments.credentials import MissingCredentials, UnreadableCredentials, values_for
from deployments.signals import credential_leaving
from deployments.stored_credentials import Credential
from tests.factories import Api

SECRET = "hunter2 ÄÖ 😀\n with blanks "


def stored(api: Api, name: str = "portal_password", value: str = SECRET) -> str:
    status, answer = api.post("credentials/create", {"name": name, "value": value})
    assert (status, answer["success"]) == (200, True)
    credential_id: str = answer["credential_id"]
    return credential_id


def test_a_value_comes_back_as_it_was_sent_and_is_encrypted_at_rest(api: Api, team: Team) -> None:
    credential_id = stored(api)
    assert api.post("credentials/get", {"name": " Portal_Password"}) == (200, {"id": credential_id, "value": SECRET})
    with connection.cursor() as cursor:
        cursor.execute("SELECT encrypted FROM deployments_credential")
        [(kept,)] = cursor.fetchall()
    assert b"hunter2" not in bytes(kept)
    assert "hunter2" not in repr(vars(Credential.objects.get()))


def test_upsert_says_whether_it_overwrote(api: Api, team: Team) -> None:
    first = api.post("credentials/upsert", {"name": "Token", "value": "1"})[1]
    second = api.post("credentials/upsert", {"name": " token ", "value": "2"})[1]
    assert (first["overwritten"], second["overwritten"]) == (False, True)
    assert first["credential_id"] == second["credential_id"]
    assert second == {
        "success": True,
        "credential_id": first["credential_id"],
        "overwritten": True,
        "message": "The credential token was overwritten.",
    }
    assert values_for(team=team, names=["token"]) == {"token": "2"}


def test_list_shows_names_only(api: Api) -> None:
    ids = {name: stored(api, name) for name in ("zeta", "alpha")}
    status, answer = api.post("credentials/list")
    assert status == 200
    assert [(entry["name"], entry["credential_id"]) for entry in answer["credentials"]] == [
        ("alpha", ids["alpha"]),
        ("zeta", ids["zeta"]),
    ]
    assert set(answer["credentials"][0]) == {"credential_id", "name", "created_at", "updated_at"}


def test_a_name_is_taken_once(api: Api, stranger: Api) -> None:
    stored(api, "token")
    other = stored(api, "other")
    for endpoint, data in (
        ("credentials/create", {"name": "TOKEN", "value": "x"}),
        ("credentials/update", {"id": other, "name": "token"}),
    ):
        status, answer = api.post(endpoint, data)
        assert (status, answer["code"], answer["data"]) == (409, "CONFLICT", {"reason": "name_taken"})
    assert api.post("credentials/get", {"name": "token"})[1]["value"] == SECRET
    stored(stranger, "token", "theirs")


def test_update_changes_value_name_or_both(api: Api) -> None:
    credential_id = stored(api, "token", "old")
    assert api.post("credentials/update", {"id": credential_id, "value": "new"})[1]["success"] is True
    assert api.post("credentials/get", {"name": "token"})[1]["value"] == "new"
    api.post("credentials/update", {"id": credential_id, "name": "key"})
    assert api.post("credentials/get", {"name": "key"})[1] == {"id": credential_id, "value": "new"}
    assert api.post("credentials/get", {"name": "token"})[0] == 404
    status, answer = api.post("credentials/update", {"id": credential_id})
    assert (status, answer["data"]["issues"][0]["path"]) == (400, ["value"])


def test_deleting_and_renaming_are_refused_while_jobs_use_it(api: Api) -> None:
    credential_id = stored(api, "token")

    def in_use(*, credential: Credential, **_: Any) -> str | None:
        return "2 queued or running jobs use it." if credential.name == "token" else None

    credential_leaving.connect(in_use)
    try:
        status, answer = api.post("credentials/delete", {"id": credential_id})
        assert api.post("credentials/update", {"id": credential_id, "name": "key"}) == (status, answer)
        assert api.post("credentials/update", {"id": credential_id, "name": "token", "value": "new"})[0] == 200
    finally:
        credential_leaving.disconnect(in_use)
    assert (status, answer["data"]) == (409, {"reason": "credential_in_use"})
    assert answer["message"] == "token is in use: 2 queued or running jobs use it."
    assert api.post("credentials/delete", {"id": credential_id})[1]["success"] is True
    assert api.post("credentials/delete", {"id": credential_id})[0] == 404


def test_credentials_of_other_teams_do_not_exist(api: Api, stranger: Api) -> None:
    credential_id = stored(api, "token")
    calls: list[tuple[str, dict[str, Any]]] = [
        ("credentials/get", {"name": "token"}),
        ("credentials/update", {"id": credential_id, "value": "x"}),
        ("credentials/delete", {"id": credential_id}),
    ]
    for endpoint, data in calls:
        status, answer = stranger.post(endpoint, data)
        assert (status, answer["code"]) == (404, "NOT_FOUND")
    assert stranger.post("credentials/list")[1] == {"credentials": []}
    assert api.post("credentials/get", {"name": "token"})[1]["value"] == SECRET
    assert api.post("credentials/delete", {"id": uuid4()})[0] == 404


@pytest.mark.parametrize("name", ["", "  ", "a\0b", "a\nb", "x" * 201, None, ["a"]])
@pytest.mark.parametrize("endpoint", ["create", "upsert"])
def test_bad_names_are_refused(api: Api, endpoint: str, name: object) -> None:
    status, answer = api.post(f"credentials/{endpoint}", {"name": name, "value": SECRET})
    assert (status, answer["data"]["issues"][0]["path"]) == (400, ["name"])
    assert "hunter2" not in str(answer)


@pytest.mark.parametrize("value", ["", "hunter2\0", "hunter2" * 10_000, None, {"x": "hunter2"}, ["hunter2"]])
@pytest.mark.parametrize("endpoint", ["create", "upsert"])
def test_bad_values_are_refused_without_repeating_them(api: Api, endpoint: str, value: object) -> None:
    status, answer = api.post(f"credentials/{endpoint}", {"name": "token", "value": value})
    assert (status, answer["data"]["issues"][0]["path"]) == (400, ["value"])
    assert "hunter2" not in str(answer)
    assert not Credential.objects.exists()


def test_a_value_of_blanks_is_kept(api: Api) -> None:
    stored(api, "token", "  ")
    assert api.post("credentials/get", {"name": "token"})[1]["value"] == "  "


def test_missing_ones_are_all_named_with_the_remedy(api: Api, team: Team) -> None:
    stored(api, "token")
    assert values_for(team=team, names=[]) == {}
    with pytest.raises(MissingCredentials) as caught:
        values_for(team=team, names=["zeta", "token", "alpha"])
    assert caught.value.names == ["alpha", "zeta"]
    assert "not stored: alpha, zeta. Store them with `libretto cloud credentials push`" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_values_under_a_lost_key_are_as_good_as_missing(api: Api, team: Team, settings: Settings) -> None:
    stored(api, "token")
    settings.CREDENTIAL_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(UnreadableCredentials) as caught:
        values_for(team=team, names=["token"])
    assert caught.value.names == ["token"]
    status, answer = api.post("credentials/get", {"name": "token"})
    assert status == 503
    assert "under a key this server no longer has: token." in answer["message"]
    assert api.post("credentials/upsert", {"name": "token", "value": "again"})[1]["overwritten"] is True
    assert values_for(team=team, names=["token"]) == {"token": "again"}


def test_values_stay_out_of_the_logs(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        credential_id = stored(api, "token")
        api.post("credentials/create", {"name": "token", "value": SECRET})
        api.post("credentials/update", {"id": credential_id, "value": SECRET + "\0"})
        api.post("credentials/get", {"name": "token"})
    assert "hunter2" not in caplog.text
