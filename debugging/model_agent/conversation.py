"""One question to a model: asked within its limits, its answer tried, with one second chance and the reason for it.

Raises nothing for what a model or its endpoint does.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from pydantic import BaseModel

from debugging.model_agent.configuration import COMPATIBLE, Model
from debugging.model_agent.looking import Looking

if TYPE_CHECKING:
    from pydantic_ai import Agent
    from pydantic_ai.models import Model as AgentModel
    from pydantic_ai.usage import RunUsage

logger = logging.getLogger(__name__)

ANSWER_TOKENS: Final = 4_000
GRACE_SECONDS: Final = 5.0  # for closing connections, beyond the model's own time
AnswerT = TypeVar("AnswerT", bound=BaseModel)
ResultT = TypeVar("ResultT")


class Unusable(Exception):
    """Why an answer is not used, as a sentence about it."""


@dataclass(frozen=True, kw_only=True)
class Asked(Generic[ResultT]):
    """`answer` is None when there is none to use; `problem` says why, as a sentence."""

    answer: ResultT | None
    problem: str = ""
    requests: int = 0
    tokens: tuple[int, int] = (0, 0)  # in, out
    cost_usd: Decimal | None = None
    seconds: float = 0

    def bill(self, name: str) -> str:
        cost = f"${self.cost_usd:.4f}" if self.cost_usd is not None else "price not known"
        requests = "1 request" if self.requests == 1 else f"{self.requests} requests"
        return f"{name}: {requests}, {sum(self.tokens):,} tokens, {cost}, {self.seconds:.0f} s."


@dataclass(kw_only=True)
class Question(Generic[AnswerT, ResultT]):
    what: str  # "a diagnosis"
    answer: type[AnswerT]
    instructions: str
    prompt: str
    looking: Looking
    use: Callable[[AnswerT], ResultT]  # raises Unusable
    refusal: str = ""  # why the last answer could not be used
    result: ResultT | None = None

    def usable(self, answer: AnswerT) -> AnswerT:
        """Gives the model a second chance, and the reason why it needs one."""
        from pydantic_ai import ModelRetry  # noqa: PLC0415 (see debugging/model_agent/endpoint.py)

        try:
            self.result = self.use(answer)
        except Unusable as refusal:
            self.refusal = str(refusal)
            raise ModelRetry(f"{refusal} Correct that, from the evidence alone.") from refusal
        self.refusal = ""
        return answer


def put(model: Model, question: Question[AnswerT, ResultT]) -> Asked[ResultT]:
    """For at most the seconds that the model may take. Imports the library first: that takes seconds, too."""
    from pydantic_ai.usage import RunUsage  # noqa: PLC0415

    usage, began, problem, answer = RunUsage(), time.monotonic(), "", None
    try:
        asyncio.run(_answered(model, question, usage))
        answer = question.result
    except Exception as error:
        logger.warning("Model %s gave no usable answer", model, exc_info=True)
        problem = question.refusal or _in_words(error, model, question.what)
    return Asked(
        answer=answer,
        problem=problem,
        requests=usage.requests,
        tokens=(usage.input_tokens, usage.output_tokens),
        cost_usd=usage.cost,
        seconds=time.monotonic() - began,
    )


async def _answered(model: Model, question: Question[AnswerT, ResultT], usage: RunUsage) -> None:
    from pydantic_ai import UsageLimits  # noqa: PLC0415

    from debugging.model_agent import endpoint  # noqa: PLC0415

    cost = model.cost_usd if model.provider != COMPATIBLE else None  # an endpoint of one's own has no known price
    limits = UsageLimits(request_limit=model.steps, total_tokens_limit=model.tokens, cost_limit=cost or None)
    async with asyncio.timeout(model.seconds + GRACE_SECONDS), endpoint.client(model.seconds) as http:
        agent = _agent(endpoint.agent_model(model, http), question, model)
        await agent.run(question.prompt, usage_limits=limits, usage=usage, timeout=model.seconds)


def _agent(agent_model: AgentModel, question: Question[AnswerT, ResultT], model: Model) -> Agent[object, AnswerT]:
    from pydantic_ai import Agent  # noqa: PLC0415

    agent = Agent(
        agent_model,
        output_type=question.answer,
        instructions=question.instructions,
        tools=question.looking.tools(),
        model_settings={"max_tokens": ANSWER_TOKENS, "timeout": model.seconds},
        retries=1,
    )
    agent.output_validator(question.usable)
    return agent


def _in_words(error: Exception, model: Model, what: str) -> str:
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
            words = f"What it answered is not {what}."
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
