"""Asks one model why a run failed."""

from __future__ import annotations

from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.model_agent.answer import Answer
from debugging.model_agent.checking import checked
from debugging.model_agent.configuration import Model
from debugging.model_agent.conversation import Asked, Question, put
from debugging.model_agent.evidence_text import evidence_text
from debugging.model_agent.fencing import Fence
from debugging.model_agent.instructions import instructions
from debugging.model_agent.looking import Looking


def ask(model: Model, evidence: Evidence, known: Diagnosis) -> Asked[Diagnosis]:
    fence = Fence()
    question = Question(
        what="a diagnosis",
        answer=Answer,
        instructions=instructions(fence),
        prompt=evidence_text(evidence, known, fence),
        looking=Looking(evidence, fence),
        use=lambda answer: checked(answer, evidence, known),
    )
    return put(model, question)
