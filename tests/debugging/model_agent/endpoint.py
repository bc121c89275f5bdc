"""A small server on this machine that speaks OpenAI's protocol and plays what it is given, one answer a request."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.web_server import QuietHandler, serving

Play = Callable[["Endpoint", dict[str, Any]], dict[str, Any] | int | None]  # an answer, a status, None: nothing, ever


@dataclass
class Endpoint:
    plays: list[Play]
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def heard(self, number: int = -1) -> str:
        """All that the model was told by one request, tools' answers included."""
        return json.dumps(self.asked[number]["messages"], ensure_ascii=False)


@contextmanager
def playing(*plays: Play) -> Iterator[Endpoint]:
    """The last one is played again and again."""
    endpoint = Endpoint(list(plays))

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append(body)
            endpoint.keys.append(self.headers.get("Authorization", ""))
            play = endpoint.plays.pop(0) if len(endpoint.plays) > 1 else endpoint.plays[0]
            answer = play(endpoint, body)
            if answer is None:
                endpoint.ended.wait(30)
                return
            self._answer(answer)

        def _answer(self, answer: dict[str, Any] | int) -> None:
            data = json.dumps(answer if isinstance(answer, dict) else {"error": {"message": "no"}}).encode()
            self.send_response(200 if isinstance(answer, dict) else answer)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    with serving(Handler) as address:
        endpoint.url = f"{address}/v1"
        try:
            yield endpoint
        finally:
            endpoint.ended.set()


def calls(name: str, arguments: dict[str, Any] | str, *, tokens: tuple[int, int] = (1_000, 100)) -> Play:
    """Calls one of the tools, or `final_result`."""
    written = arguments if isinstance(arguments, str) else json.dumps(arguments)
    call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": written}}
    return _says({"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls", tokens)


def says(text: str) -> Play:
    return _says({"role": "assistant", "content": text}, "stop", (1_000, 100))


def answers(**changes: Any) -> Play:
    return calls("final_result", good_answer(**changes))


def good_answer(**changes: Any) -> dict[str, Any]:
    return {
        "failure_class": "element_not_found",
        "summary": 'Workflow pay-invoice could not click the button "Pay": it is called "Pay now" today.',
        "why": [{"text": 'The page has a button "Pay now" and none called "Pay".', "evidence": ["step:call@5000"]}],
        "changed": [],
        "advice": "Look for the button by its new name.",
        "suggestion": 'page.get_by_role("button", name="Pay now").click()',
        "missing": [],
        "confidence": 0.8,
        **changes,
    }


def fails(status: int) -> Play:
    return lambda *_: status


def hangs(*_: Any) -> None:
    return None


def _says(message: dict[str, Any], reason: str, tokens: tuple[int, int]) -> Play:
    read, written = tokens
    return lambda *_: {
        "id": "1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "small",
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written},
    }
