"""Reads what a server answered: the result out of its envelope, or the error it describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from libretto.api_errors import ApiError, UnexpectedAnswer

if TYPE_CHECKING:
    import httpx

SHOWN_CHARACTERS = 200


def result_of(response: httpx.Response, path: str) -> Any:
    try:
        body = response.json()
    except ValueError:
        raise _not_json(response) from None
    if not response.is_success:
        raise _api_error(response.status_code, body, path)
    return body["json"] if isinstance(body, dict) and "json" in body else body


def _not_json(response: httpx.Response) -> UnexpectedAnswer:
    text = f"Unexpected non-JSON response from {response.url} ({response.status_code})"
    if response.has_redirect_location:
        target = response.headers["location"]
        text += f", which sends us to {target}. Set LIBRETTO_API_URL to the address without a redirect"
    elif shown := " ".join(response.text[:SHOWN_CHARACTERS].split()):
        text += f": {shown}"
    return UnexpectedAnswer(text, status=response.status_code)


def _api_error(status: int, body: Any, path: str) -> ApiError:
    """Servers and proxies put the error at the top, under `json` or under `error`: the first message wins."""
    top = body if isinstance(body, dict) else {}
    for place in (top, top.get("json"), top.get("error")):
        if isinstance(place, dict) and isinstance(place.get("message"), str):
            return ApiError(status, str(place.get("code") or status), place["message"], place.get("data"))
    text = top.get("error")
    return ApiError(status, str(status), text if isinstance(text, str) else f"{path} failed ({status})")
