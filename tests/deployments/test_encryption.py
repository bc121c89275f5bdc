from __future__ import annotations

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from accounts.models import Team
from deployments import credentials
from deployments.encryption import check_keys
from deployments.stored_credentials import Credential


def new_key() -> str:
    return Fernet.generate_key().decode()


@pytest.mark.parametrize("keys", [["short"], [new_key(), "é" * 44], ["A" * 44]])
def test_a_key_that_is_none_stops_the_start(settings: Settings, keys: list[str]) -> None:
    settings.CREDENTIAL_KEYS = keys
    with pytest.raises(
        ImproperlyConfigured, match="LIBRETTO_CREDENTIAL_KEYS holds a key that is not a Fernet key"
    ) as e:
        check_keys()
    assert keys[-1] not in str(e.value)


def rotate() -> str:
    out = StringIO()
    call_command("rotate_credentials", stdout=out, stderr=out)
    return out.getvalue()


def test_rotation_puts_everything_under_the_first_key(team: Team, settings: Settings) -> None:
    old, new = new_key(), new_key()
    settings.CREDENTIAL_KEYS = [old]
    for number in range(3):
        credentials.create(team=team, name=f"c{number}", value=f"value {number}")
    settings.CREDENTIAL_KEYS = [new, old]
    credentials.create(team=team, name="c3", value="value 3")
    assert rotate() == "Re-encrypted 3, left 1 that needed nothing.\n"
    assert rotate() == "Re-encrypted 0, left 4 that needed nothing.\n"
    settings.CREDENTIAL_KEYS = [new]
    names = [f"c{number}" for number in range(4)]
    assert credentials.values_for(team=team, names=names) == {name: f"value {name[1]}" for name in names}


def test_rotation_names_what_it_cannot_read_and_does_the_rest(team: Team, settings: Settings) -> None:
    settings.CREDENTIAL_KEYS = [new_key()]
    credentials.create(team=team, name="lost", value="x")
    old = new_key()
    settings.CREDENTIAL_KEYS = [old]
    credentials.create(team=team, name="kept", value="y")
    settings.CREDENTIAL_KEYS = [new_key(), old]
    out = StringIO()
    with pytest.raises(CommandError, match="1 credentials cannot be decrypted by any of the keys"):
        call_command("rotate_credentials", stdout=out, stderr=out)
    assert out.getvalue() == f"Re-encrypted 1, left 0 that needed nothing.\n{team.slug}: lost\n"


def test_a_value_stored_during_the_rotation_stays(team: Team) -> None:
    credential = credentials.create(team=team, name="token", value="old")
    read_before = Credential.objects.get()
    credentials.update(team=team, credential_id=credential.id, name=None, value="new")
    assert read_before.replace_token(b"the old value, rotated") is False
    assert credentials.values_for(team=team, names=["token"]) == {"token": "new"}
