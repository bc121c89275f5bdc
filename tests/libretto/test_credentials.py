from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, RootModel

from libretto.context import Context
from libretto.credentials import Credentials, HasCredentials, attach

SECRET = "s3cr3t"


class Plain(BaseModel):
    n: int


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    n: int


class Open(BaseModel):
    model_config = ConfigDict(extra="allow", validate_assignment=True)
    n: int


class Typed(BaseModel, HasCredentials):
    model_config = ConfigDict(extra="forbid")
    n: int


class Root(RootModel[dict[str, int]]):
    pass


def test_read_by_name_in_any_case() -> None:
    credentials = Credentials({" Token ": SECRET})
    assert credentials["token"] == credentials["TOKEN"] == SECRET
    assert dict(credentials) == {"token": SECRET}
    assert credentials.get("other") is None


def test_an_undeclared_name_says_how_to_declare_it() -> None:
    with pytest.raises(KeyError, match=r"password is not declared: add it to @workflow\(..., credentials="):
        Credentials({"token": SECRET})["password"]


def test_values_are_not_shown() -> None:
    credentials = Credentials({"token": SECRET})
    assert repr(credentials) == str(credentials) == "Credentials(token: hidden)"
    assert SECRET not in repr(Context(page=None, credentials=credentials))
    assert SECRET not in repr({"input": attach({"n": 1}, credentials)})


@pytest.mark.parametrize("model", [Plain, Strict, Open, Typed, Root])
def test_every_kind_of_model_gets_them_and_none_writes_them(model: type[BaseModel]) -> None:
    credentials = Credentials({"token": SECRET})
    value: Any = attach(model.model_validate({"n": 1}), credentials)
    assert value.credentials is credentials
    assert value.model_dump() == {"n": 1}
    assert value.model_copy().model_dump(mode="json") == {"n": 1}
    assert json.loads(value.model_dump_json()) == {"n": 1}
    assert SECRET not in repr(value) + str(value)
    assert value == model.model_validate({"n": 1})
    assert copy.deepcopy(value).credentials["token"] == SECRET


def test_the_schema_does_not_know_them() -> None:
    assert set(Typed.model_json_schema()["properties"]) == {"n"}


def test_a_dict_gets_a_key_and_the_original_stays() -> None:
    params = {"n": 1, "credentials": "what the caller sent"}
    value = attach(params, Credentials({"token": SECRET}))
    assert value["n"] == 1
    assert value["credentials"]["token"] == SECRET  # type: ignore[index]
    assert params["credentials"] == "what the caller sent"


def test_without_declared_ones_the_mixin_is_empty() -> None:
    assert dict(Typed(n=1).credentials) == {}
