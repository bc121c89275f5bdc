"""The edit that a model is asked for. Nothing of it is believed before debugging/repair/model_backed/holding.py."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from debugging.model_agent.answer import Sentence

Code = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


class SaidEdit(BaseModel):
    """The edit of the source that makes the failed call find its element again."""

    model_config = ConfigDict(extra="forbid")

    file: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)] = Field(
        description="The file of the failed call, as it was given."
    )
    old: Code = Field(
        description="The whole lines of the failed call, exactly as they are, with their spaces, without numbers."
    )
    new: Code = Field(description="The lines that take their place: only the locator of the failed call differs.")
    kind: Literal["locator", "narrowed", "frame"] = Field(
        description="locator: it has another locator now. narrowed: several matched. frame: it is in another frame."
    )
    target: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)] = Field(
        description="What finds the element on the failed page and nothing else there, with the values of this run and"
        ' without the page it begins with, such as get_by_role("button", name="Pay now").'
    )
    why: Sentence = Field(description="Why that is the element that was meant: one plain sentence.")
