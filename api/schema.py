"""The OpenAPI document of /v1, made from the endpoints themselves."""

from __future__ import annotations

import inspect
from typing import Any

from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import Serializer

from api.endpoint import Endpoint, EndpointView

SECURITY = "api_key"
ERRORS = {
    400: "the input does not validate; `data.issues` says where and why",
    401: "no API key, or one that is unknown or revoked",
    403: "the key may not do this",
    404: "there is no such thing in the key's team",
    409: "it clashes with what is there; `data.reason` is a stable word",
    413: "the request is larger than the limit, which the message names",
    429: "too many requests; wait as long as `Retry-After` says",
    500: "not planned; the server's log has the details",
    503: "a part of the server does not answer just now; see `Retry-After`",
}
ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["defined", "code", "status", "message"],
    "properties": {
        "defined": {"type": "boolean", "description": "Whether this is an error the API plans for."},
        "code": {"type": "string", "description": "`BAD_REQUEST`, `UNAUTHORIZED`, `NOT_FOUND`, …"},
        "status": {"type": "integer", "description": "The HTTP status."},
        "message": {"type": "string", "description": "What is wrong and what to do, in plain English."},
        "data": {"type": "object", "additionalProperties": True, "description": "`issues` or `reason`, for programs."},
    },
}


class EnvelopeSchema(AutoSchema):
    """One endpoint's operation: its words from the docstring, its shapes from its serializers."""

    @property
    def endpoint(self) -> Endpoint:
        assert isinstance(self.view, EndpointView)  # noqa: S101
        assert self.view.endpoint is not None  # noqa: S101
        return self.view.endpoint

    def get_operation_id(self) -> str:
        return self.path.removeprefix("/v1/").replace("/", "_")

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/v1/").split("/")[0]]

    def get_summary(self) -> str:
        return self._words()[0]

    def get_description(self) -> str:  # type: ignore[override]
        return self._words()[1]

    def _words(self) -> tuple[str, str]:
        summary, _, description = (inspect.getdoc(self.endpoint.function) or "").partition("\n\n")
        return summary.replace("\n", " "), description or summary

    def get_request_serializer(self) -> type[Serializer[Any]]:
        return self.endpoint.request

    def get_response_serializers(self) -> type[Serializer[Any]]:
        return self.endpoint.response

    def get_auth(self) -> list[dict[str, list[str]]]:
        return [{SECURITY: []}]


def add_envelope_and_errors(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Spectacular's hook: wraps both ways in {"json": ...} and points every operation to the errors, said once."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Error"] = ERROR_SCHEMA
    components["responses"] = {"Error": _error()}
    components["securitySchemes"] = {SECURITY: {"type": "apiKey", "in": "header", "name": "x-api-key"}}
    for operations in result["paths"].values():
        for operation in operations.values():
            body = operation.setdefault("requestBody", {"content": {}})
            body["content"] = {"application/json": {"schema": _wrapped(_schema_of(body))}}
            answer = operation["responses"]["200"]
            answer["content"] = {"application/json": {"schema": _wrapped(_schema_of(answer))}}
            answer["description"] = "Done."
            operation["responses"]["default"] = {"$ref": "#/components/responses/Error"}
    return result


def _schema_of(content_holder: dict[str, Any]) -> dict[str, Any]:
    content = content_holder.get("content", {}).get("application/json", {})
    schema: dict[str, Any] = content.get("schema", {"type": "object"})
    return schema


def _wrapped(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": ["json"], "properties": {"json": schema}}


def _error() -> dict[str, Any]:
    statuses = "\n".join(f"* {status}: {meaning}" for status, meaning in ERRORS.items())
    return {
        "description": f"Refused or failed.\n\n{statuses}",
        "content": {"application/json": {"schema": _wrapped({"$ref": "#/components/schemas/Error"})}},
    }
