"""The decorator that makes a function a workflow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeVar, overload

from pydantic import BaseModel

from libretto import declaration, registry
from libretto.context import Context

InputT = TypeVar("InputT")
ModelT = TypeVar("ModelT", bound=BaseModel)
PageT = TypeVar("PageT")
ReturnT = TypeVar("ReturnT")


class Decorator(Protocol[InputT]):
    """Takes a function of ``(ctx, input)`` and gives it back as it is."""

    def __call__(
        self, function: Callable[[Context[PageT], InputT], ReturnT], /
    ) -> Callable[[Context[PageT], InputT], ReturnT]: ...


@overload
def workflow(
    name: str,
    *,
    input: type[ModelT],
    output: type[BaseModel] | None = None,
    credentials: Sequence[str] = (),
    start_url: str | None = None,
    viewport: Mapping[str, int] | None = None,
    rerun: Literal["safe"] | None = None,
) -> Decorator[ModelT]: ...


@overload
def workflow(
    name: str,
    *,
    input: None = None,
    output: type[BaseModel] | None = None,
    credentials: Sequence[str] = (),
    start_url: str | None = None,
    viewport: Mapping[str, int] | None = None,
    rerun: Literal["safe"] | None = None,
) -> Decorator[dict[str, Any]]: ...


def workflow(
    name: str,
    *,
    input: type[BaseModel] | None = None,
    output: type[BaseModel] | None = None,
    credentials: Sequence[str] = (),
    start_url: str | None = None,
    viewport: Mapping[str, int] | None = None,
    rerun: Literal["safe"] | None = None,
) -> Decorator[Any]:
    """Makes ``async def search(ctx, input)`` or ``def search(ctx, input)`` a workflow called ``name``.

    * ``input``: pydantic model the run's params must fit, checked before a browser starts. Without it
      the function gets the params as a dict.
    * ``output``: pydantic model of the returned value; a value that does not fit it fails the run.
    * ``credentials``: names of stored secrets the workflow may read, as ``input.credentials["name"]``
      (``input["credentials"]["name"]`` without a model) or ``ctx.credentials["name"]``.
    * ``start_url``: opened before the function is called.
    * ``viewport``: ``{"width": 1366, "height": 768}``, CSS pixels.
    * ``rerun="safe"``: running it again with the same params does no harm, whatever an earlier run did. Then a
      repaired version may be tried out by itself with the params of the run that failed.

    The function stays an ordinary function. ``async def`` gets Playwright's async page in ``ctx.page``,
    a plain function its sync page. The run traces the browser context by itself: do not start
    Playwright's tracing on it. Raises ``libretto.declaration.DeclarationError`` on a wrong declaration.
    """
    name = declaration.checked_name(name)
    credential_names = declaration.checked_credentials(credentials, name)
    input_model = declaration.checked_input(input, name, credential_names)
    output_model = declaration.checked_model(output, name, "output")
    checked_start_url = declaration.checked_start_url(start_url, name)
    checked_viewport = declaration.checked_viewport(viewport, name)
    checked_rerun = declaration.checked_rerun(rerun, name)

    def decorate(function: Callable[..., Any], /) -> Callable[..., Any]:
        registry.register(
            registry.Definition(
                name=name,
                function=declaration.checked_function(function, name),
                input_model=input_model,
                output_model=output_model,
                credential_names=credential_names,
                start_url=checked_start_url,
                viewport=checked_viewport,
                rerun=checked_rerun,
            )
        )
        return function

    return decorate
