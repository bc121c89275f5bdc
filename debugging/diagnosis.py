"""What a diagnosis says: the value that every agent returns, and that reports, prompts and mails are made of."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from debugging.failure_classes import FailureClass

PointerKind = Literal[
    "step", "log", "request", "console", "dialog", "page", "popup", "download", "video", "screenshot", "source", "run"
]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Pointer(_Said):
    """A place in the evidence that a claim rests on.

    `ref` is the key of a timeline event, the sequence of a log line ("log"), the id of a run ("run"), 'file:line'
    ("source") or a kind of file ("screenshot"). `t_ms` is the moment of the recording.
    """

    kind: PointerKind
    ref: str = ""
    label: str
    t_ms: int | None = None
    job_id: str = ""  # of an earlier run; "": of this one


class Claim(_Said):
    """One plain sentence, and what it rests on."""

    text: str
    pointers: tuple[Pointer, ...] = ()


class Diagnosis(_Said):
    failure_class: FailureClass
    summary: str = Field(description="What failed: one sentence that names workflow, step and element.")
    why: tuple[Claim, ...] = Field(default=(), description="Why, each with the evidence it rests on.")
    changed: tuple[Claim, ...] = Field(default=(), description="What changed since the last good run, oldest first.")
    advice: str = Field(default="", description="What to do: one or two sentences.")
    missing: tuple[str, ...] = Field(default=(), description="What evidence would be needed to be sure.")
    confidence: float = Field(ge=0, le=1)
    agent: Literal["deterministic", "model"] = "deterministic"
    check: str = Field(default="", description="The check that decided.")
    element: str = Field(default="", description="The element by its accessible name, for people: 'button \"Pay\"'.")
    suggestion: str = Field(default="", description="A changed line of code, where one can be proposed.")
