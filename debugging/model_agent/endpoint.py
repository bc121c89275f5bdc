"""The model's endpoint: one of the common providers, or any that speaks OpenAI's protocol.

The library is imported when it is needed only: it takes seconds, and most servers ask no model.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import httpx2
from pydantic_ai.models import Model as AgentModel
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.google import GoogleProvider
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

from debugging.model_agent.configuration import COMPATIBLE, Model

ANSWER_MOST_BYTES: Final = 4 * 1024**2
CONNECT_SECONDS: Final = 10.0


class AnswerTooLarge(Exception):
    pass


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        taken = 0
        async for piece in self._stream:
            taken += len(piece)
            if taken > ANSWER_MOST_BYTES:
                raise AnswerTooLarge
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


class _BoundedTransport(httpx2.AsyncHTTPTransport):
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Bounded(response.stream)
        return response


def client(seconds: float) -> httpx2.AsyncClient:
    """Follows no redirects: the key is for that endpoint alone."""
    timeout = httpx2.Timeout(seconds, connect=CONNECT_SECONDS)
    return httpx2.AsyncClient(transport=_BoundedTransport(), timeout=timeout, follow_redirects=False)


def agent_model(model: Model, http: httpx2.AsyncClient) -> AgentModel:
    key = model.api_key or "none"
    match model.provider:
        case "anthropic":
            return AnthropicModel(model.name, provider=AnthropicProvider(api_key=key, http_client=http))
        case "google":
            return GoogleModel(model.name, provider=GoogleProvider(api_key=key, http_client=http))
        case provider if provider == COMPATIBLE:
            compatible = OpenAICompatibleProvider("libretto", base_url=model.url, api_key=key, http_client=http)
            return OpenAIChatModel(model.name, provider=compatible)
    return OpenAIChatModel(model.name, provider=OpenAIProvider(api_key=key, http_client=http))
