from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable
from typing import Any, assert_type

import pytest
from playwright.async_api import Page as AsyncPage
from playwright.sync_api import Page
from pydantic import BaseModel

import libretto
from libretto import Context, Credentials, HasCredentials, registry, workflow
from libretto.declaration import DeclarationError


class Search(BaseModel, HasCredentials):
    text: str


class Found(BaseModel):
    rows: list[str]


def two_arguments(ctx: Any, input: Any) -> None:
    """A function any workflow could have."""


def definition(name: str) -> registry.Definition:
    found = registry.find(name)
    assert found is not None
    return found


def test_the_public_face_is_loaded_on_first_use() -> None:
    light = "import sys, libretto.protocol; print('pydantic' in sys.modules); import libretto; print(libretto.workflow)"
    printed = subprocess.run([sys.executable, "-c", light], capture_output=True, text=True, check=True).stdout
    assert printed.startswith("False\n<function workflow")


def test_the_public_face_names_what_it_has() -> None:
    with pytest.raises(AttributeError, match=r"has no attribute 'job'. It has: Context, Credentials, Has"):
        _ = libretto.job


def test_everything_declared_is_registered_normalised() -> None:
    @workflow(
        " search ",
        input=Search,
        output=Found,
        credentials=[" Portal_User", "portal_password", "portal_user "],
        start_url=" https://example.com/a?b=c ",
        viewport={"width": 800, "height": 600},
        rerun="safe",
    )
    async def search(ctx: Context[AsyncPage], input: Search) -> Found:
        assert_type(ctx.page, AsyncPage)
        assert_type(input.credentials, Credentials)
        return Found(rows=[input.text])

    found = definition("search")
    assert found.function is search
    assert found.is_async
    assert (found.input_model, found.output_model) == (Search, Found)
    assert found.credential_names == ("portal_user", "portal_password")
    assert found.start_url == "https://example.com/a?b=c"
    assert found.viewport == {"width": 800, "height": 600}
    assert found.rerun == "safe"
    assert found.place[0] == __file__


def test_the_function_stays_callable_and_typed() -> None:
    @workflow("double")
    def double(ctx: Context[Page], input: dict[str, Any]) -> int:
        return 2 * int(input["n"])

    page: Page = None  # type: ignore[assignment]
    assert assert_type(double(Context(page=page), {"n": 21}), int) == 42
    assert not definition("double").is_async
    assert definition("double").rerun == ""


def test_a_decorated_function_is_as_async_as_it_claims_to_be() -> None:
    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        async def wrapper(*arguments: Any) -> Any:
            return await function(*arguments)

        return wrapper

    @workflow("timed")
    @timed
    async def slow(ctx: Context[AsyncPage], input: dict[str, Any]) -> None: ...

    class Callable_:
        async def __call__(self, ctx: Any, input: Any) -> None: ...

    workflow("object")(Callable_())
    assert definition("timed").is_async
    assert definition("object").is_async


def test_workflows_are_listed_by_name() -> None:
    for name in ("b", "C", "a"):
        workflow(name)(lambda ctx, input: None)
    assert [one.name for one in registry.all_by_name()] == ["C", "a", "b"]


def test_a_second_workflow_of_one_name_is_refused_where_it_stands() -> None:
    workflow("twice")(two_arguments)
    with pytest.raises(
        DeclarationError, match=r'named "twice"; the other one is in .*test_declaring_workflows.py, line'
    ):
        workflow("twice")(lambda ctx, input: None)


def test_a_module_may_be_imported_again() -> None:
    workflow("again")(two_arguments)
    workflow("again", start_url="https://example.com/")(two_arguments)
    assert definition("again").start_url == "https://example.com/"


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\0b", "x" * 201, 7, None])
def test_a_name_that_is_none(name: Any) -> None:
    with pytest.raises(DeclarationError, match=r"The name of a workflow must be a text .* such as @workflow"):
        workflow(name)


def test_the_decorator_without_a_name() -> None:
    with pytest.raises(DeclarationError, match=r'write @workflow\("my-workflow"\) instead of @workflow'):
        workflow(two_arguments)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"input": dict}, "input must be a pydantic model .* not dict"),
        ({"output": Found(rows=[])}, "output must be a pydantic model"),
        ({"credentials": "portal_user"}, "credentials must be a list of names"),
        ({"credentials": 7}, "credentials must be a list of names"),
        ({"credentials": ["a", ""]}, "the name of a credential must be a text"),
        ({"start_url": "example.com"}, "start_url must be a full address"),
        ({"start_url": "https://"}, "start_url must be a full address"),
        ({"start_url": "file:///etc/passwd"}, "start_url must be a full address"),
        ({"start_url": "https://[::1"}, "start_url must be a full address"),
        ({"start_url": 7}, "start_url must be a full address"),
        ({"rerun": "yes"}, 'rerun must be "safe", not .yes.'),
        ({"rerun": True}, 'rerun must be "safe"'),
        ({"viewport": (800, 600)}, "viewport must be"),
        ({"viewport": {"width": 800}}, "viewport must be"),
        ({"viewport": {"width": 800, "height": 0}}, "viewport must be"),
        ({"viewport": {"width": 800, "height": 600.0}}, "viewport must be"),
        ({"viewport": {"width": True, "height": 600}}, "viewport must be"),
        ({"viewport": {"width": 800, "height": 9000}}, "viewport must be"),
    ],
)
def test_an_option_that_cannot_work(options: dict[str, Any], complaint: str) -> None:
    with pytest.raises(DeclarationError, match=f'Workflow "w": {complaint}'):
        workflow("w", **options)


def test_a_field_called_credentials_would_hide_the_declared_ones() -> None:
    class Reserved(BaseModel):
        credentials: str

    workflow("without", input=Reserved)
    with pytest.raises(DeclarationError, match=r'Reserved has a field "credentials".*Rename the field'):
        workflow("with", input=Reserved, credentials=["token"])


async def _async_generator(ctx: Any, input: Any) -> Any:
    yield


def _generator(ctx: Any, input: Any) -> Any:
    yield


@pytest.mark.parametrize(
    ("function", "complaint"),
    [
        (lambda: None, r"called with two arguments, \(ctx, input\)"),
        (lambda ctx: None, r"called with two arguments, \(ctx, input\)"),
        (lambda ctx, input, more: None, r"called with two arguments, \(ctx, input\)"),
        (_generator, "must return its result, not yield it"),
        (_async_generator, "must return its result, not yield it"),
        (Found, "goes above a function, not Found"),
        ("text", "goes above a function, not 'text'"),
    ],
)
def test_what_is_no_function_of_a_workflow(function: Any, complaint: str) -> None:
    with pytest.raises(DeclarationError, match=complaint):
        workflow("w")(function)
    assert registry.find("w") is None


@pytest.mark.parametrize("function", [lambda ctx, input, more=1: None, lambda *arguments: None])
def test_functions_that_take_more_if_asked(function: Callable[..., None]) -> None:
    workflow("w")(function)
    assert definition("w").function is function
