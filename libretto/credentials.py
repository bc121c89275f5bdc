"""The secrets a workflow declared, as it sees them. Nothing here ever shows a value by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, TypeVar, cast

InputT = TypeVar("InputT")


class Credentials(Mapping[str, str]):
    """Read a value by its declared name: ``credentials["portal_password"]``. Case does not matter."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = {name.strip().lower(): value for name, value in (values or {}).items()}

    def __getitem__(self, name: str) -> str:
        try:
            return self._values[name.strip().lower()]
        except KeyError:
            raise KeyError(f'{name} is not declared: add it to @workflow(..., credentials=["{name}"])') from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Credentials({', '.join(f'{name}: hidden' for name in self._values)})"


class HasCredentials:
    """For type checkers: ``class Search(BaseModel, HasCredentials)`` makes ``input.credentials`` known to them.

    At run time every input model has ``credentials``, with or without this.
    """

    credentials: ClassVar[Credentials] = Credentials()


def attach(input: InputT, credentials: Credentials) -> InputT:
    """The input with its ``credentials``: a key of a dict, an attribute of a model.

    Written into the instance past pydantic, which takes it for no field: strict, frozen and
    extra-forbidding models have it, ``model_dump()``, the schema and ``repr`` do not.
    """
    if isinstance(input, dict):
        return cast(InputT, {**input, "credentials": credentials})
    attributes: dict[str, Any] = vars(input)
    attributes["credentials"] = credentials
    return input
