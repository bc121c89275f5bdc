"""Asks one model about one failed run. Raises nothing for what a model or its endpoint does."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.model_agent.answer import Answer
from debugging.model_agent.checking import Unusable, checked
from debugging.model_agent.configuration import COMPATIBLE, Model
from debugging.model_agent.evidence_text import evidence_text
from debugging.model_agent.fencing import Fence
from debugging.model_agent.instructions import instructions
from debugging.model_agent.looking import Looking

if TYPE_CHECKING:
    from pydantic_ai import Agent
    from pydantic_ai.models import Model as AgentModel
    from pydantic_ai.usage import RunUsage

logger = logging.getLogger(__name__)

ANSWER_TOKENS: Final = 4_000
GRACE_SECONDS: Final = 5.0  # for closing connections, beyond the model's own time


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`diagnosis` is None when there is none to use; `problem` says why, as a sentence."""

    diagnosis: Diagnosis | None
    problem: str = ""
    requests: int = 0
    tokens: tuple[int, int] = (0, 0)  # in, out
    cost_usd: Decimal | None = None
    seconds: float = 0

    def bill(self, name: str) -> str:
        cost = f"${self.cost_usd:.4f}" if self.cost_usd is not None else "price not known"
        requests = "1 request" if self.requests == 1 else f"{self.requests} requests"
        return f"{name}: {requests}, {sum(self.tokens):,} tokens, {cost}, {self.seconds:.0f} s."


def ask(model: Model, evidence: Evidence, known: Diagnosis) -> Asked:
    """For at most the seconds that the model may take. Imports the library first: that takes seconds, too."""
    from pydantic_ai.usage import RunUsage  # noqa: PLC0415 (see debugging/model_agent/endpoint.py)

    question, usage, began = _Question(evidence, known), RunUsage(), time.monotonic()
    diagnosis, problem = None, ""
    try:
        diagnosis = asyncio.run(_answered(model, question, usage))
    except Exception as error:
        logger.warning("Model %s gave no usable answer", model, exc_info=True)
        problem = question.refusal or _in_words(error, model)
    return Asked(
        diagnosis=diagnosis,
        problem=problem,
        requests=usage.requests,
        tokens=(usage.input_tokens, usage.output_tokens),
        cost_usd=usage.cost,
        seconds=time.monotonic() - began,
    )


@dataclass
class _Question:
    evidence: Evidence
    known: Diagnosis
    fence: Fence = field(default_factory=Fence)
    refusal: str = ""  # why the last answer could not be used

    def usable(self, answer: Answer) -> Answer:
        """Gives the model a second chance, and the reason why it needs one."""
        from pydantic_ai import ModelRetry  # noqa: PLC0415

        try:
            checked(answer, self.evidence, self.known)
        except Unusable as refusal:
            self.refusal = str(refusal)
            raise ModelRetry(f"{refusal} Correct that, from the evidence alone.") from refusal
        self.refusal = ""
        return answer


async def _answered(model: Model, question: _Question, usage: RunUsage) -> Diagnosis:
    from pydantic_ai import UsageLimits  # noqa: PLC0415

    from debugging.model_agent import endpoint  # noqa: PLC0415

    cost = model.cost_usd if model.provider != COMPATIBLE else None  # an endpoint of one's own has no known price
    limits = UsageLimits(request_limit=model.steps, total_tokens_limit=model.tokens, cost_limit=cost or None)
    prompt = evidence_text(question.evidence, question.known, question.fence)
    async with asyncio.timeout(model.seconds + GRACE_SECONDS), endpoint.client(model.seconds) as http:
        agent = _agent(endpoint.agent_model(model, http), question, model)
        result = await agent.run(prompt, usage_limits=limits, usage=usage, timeout=model.seconds)
    return checked(result.output, question.evidence, question.known)


def _agent(agent_model: AgentModel, question: _Question, model: Model) -> Agent[object, Answer]:
    from pydantic_ai import Agent  # noqa: PLC0415

    looking = Looking(question.evidence, question.fence)
    agent = Agent(
        agent_model,
        output_type=Answer,
        instructions=instructions(question.fence),
        tools=[
            looking.page_elements,
            looking.accessibility_tree,
            looking.steps,
            looking.log_lines,
            looking.requests,
            looking.source,
        ],
        model_settings={"max_tokens": ANSWER_TOKENS, "timeout": model.seconds},
        retries=1,
    )
    agent.output_validator(question.usable)
    return agent


def _in_words(error: Exception, model: Model) -> str:
    from pydantic_ai import exceptions as known  # noqa: PLC0415

    from debugging.model_agent.endpoint import AnswerTooLarge  # noqa: PLC0415

    match error:
        case known.UsageLimitExceeded():
            words = "It reached its limit of steps, tokens or cost before it had an answer."
        case TimeoutError() | known.ModelRequestTimeout() | known.ModelTimeoutError():
            words = f"It did not answer within {model.seconds} seconds."
        case known.ModelHTTPError():
            words = f"Its endpoint answered with status {error.status_code}."
        case known.UnexpectedModelBehavior():
            words = "What it answered is not a diagnosis."
        case _ if any(isinstance(cause, AnswerTooLarge) for cause in _causes(error)):
            words = "Its answer was too large."
        case known.ModelAPIError():
            words = "Its endpoint could not be reached."
        case _:
            words = f"Asking it failed ({type(error).__name__})."
    return words


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
