"""What a model is asked for. Nothing of it is believed before debugging/model_agent/checking.py has seen it."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from debugging.failure_classes import FailureClass

SENTENCE_MOST: Final = 400
CLAIMS_MOST: Final = 8

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=SENTENCE_MOST)]


class SaidClaim(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Sentence = Field(description="One plain sentence.")
    evidence: list[Annotated[str, StringConstraints(max_length=300)]] = Field(
        max_length=6, description="References it rests on, exactly as given in square brackets, such as step:call@12."
    )


class Answer(BaseModel):
    """The diagnosis of the failed run."""

    model_config = ConfigDict(extra="forbid")

    failure_class: FailureClass
    summary: Sentence = Field(
        description="What failed: one sentence that names the workflow, the step and the element."
    )
    why: list[SaidClaim] = Field(max_length=CLAIMS_MOST, description="Why it failed, the strongest reason first.")
    changed: list[SaidClaim] = Field(
        max_length=CLAIMS_MOST, description="What differs from the last good run, if known."
    )
    advice: Annotated[str, StringConstraints(strip_whitespace=True, max_length=600)] = Field(
        description="What the author of the workflow should do: one or two sentences, no commands, no addresses."
    )
    suggestion: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = Field(
        default="", description="The failing line as it should be, when that is clear; else empty."
    )
    missing: list[Sentence] = Field(
        default_factory=list, max_length=6, description="What evidence would be needed to be sure."
    )
    confidence: float = Field(ge=0, le=1, description="0.5: as likely as not. 0.9: wrong once in ten.")
