"""Every form of body a client may send, and what it is told when it cannot be read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from api.errors import PayloadTooLarge
from api.request_body import read_input

pytestmark = pytest.mark.urls("tests.api.sample_endpoints")


def send(body: bytes, content_type: str = "application/json", **headers: str) -> tuple[int, Any]:
    response = Client().post("/v1/echo", body, content_type=content_type, headers=headers)
    assert response.headers["Content-Type"] == "application/json"
    return response.status_code, json.loads(response.content)["json"]


@pytest.mark.parametrize(
    ("body", "got"),
    [
        (b'{"json": {"text": "a"}}', {"text": "a"}),
        (b'{"text": "a"}', {"text": "a"}),
        (b'{"json": {}}', {}),
        (b'{"json": null}', {}),
        (b"{}", {}),
        (b"", {}),
        (b" \n", {}),
        (b'\xef\xbb\xbf{"json": {"text": "a"}}', {"text": "a"}),
        (b'{"json": {"text": "a"}, "meta": [[1, "text"]]}', {"text": "a"}),
        (b'{"json": {"text": "a", "unknown": [1]}}', {"text": "a"}),
        (b'{"text": "a", "text": "b"}', {"text": "b"}),
        ('{"text": "größe"}'.encode(), {"text": "größe"}),
    ],
)
def test_read(body: bytes, got: dict[str, Any]) -> None:
    status, answer = send(body)
    assert (status, answer["got"]) == (200, got)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded", ""]
)
def test_any_content_type_will_do_for_json(content_type: str) -> None:
    status, answer = send(b'{"text": "a"}', content_type)
    assert (status, answer["got"]) == (200, {"text": "a"})


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"json": [1]}', '"json" in the body is not an object.'),
        (b'{"json": "text"}', '"json" in the body is not an object.'),
        (b'{"json": false}', '"json" in the body is not an object.'),
        (b"[1]", "The body is not a JSON object."),
        (b"null", "The body is not a JSON object."),
        (b'{"json": ', "The body is not JSON: Expecting value at line 1, column 10 (position 9)."),
        (b"\xff\xfe", "The body is not UTF-8: wrong byte at position 0."),
        (b'{"a": NaN}', "The body holds NaN, which is not JSON."),
        (b'{"a": -Infinity}', "The body holds -Infinity, which is not JSON."),
        (b'{"a": 1e999}', "The body holds the number 1e999, which is too large."),
        (b'{"a": ' + b"9" * 5000 + b"}", "The body holds a number with too many digits."),
        (b"[" * 100_000, "The body is nested too deeply."),
        (b'{"a":' * 100_000, "The body is nested too deeply."),
    ],
)
def test_refused(body: bytes, sentence: str) -> None:
    status, error = send(body)
    assert (status, error["code"], error["defined"]) == (400, "BAD_REQUEST", True)
    assert error["message"].startswith(sentence)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"text=a&id=1", "application/x-www-form-urlencoded"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
    ],
)
def test_a_form_is_told_what_to_send(body: bytes, content_type: str) -> None:
    status, error = send(body, content_type)
    assert (status, error["message"]) == (400, 'The body is form data. Send JSON, such as {"json": {}}.')


def test_a_body_at_the_limit_is_read_and_one_byte_more_refused(settings: Settings) -> None:
    body = b'{"text": "a"}'
    settings.REQUEST_MAX_BYTES = len(body)
    assert send(body)[0] == 200
    status, error = send(body + b" ")
    assert (status, error["code"]) == (413, "PAYLOAD_TOO_LARGE")
    assert error["message"] == "The request is larger than the limit of 13 bytes."


def test_a_declared_length_is_refused_unread() -> None:
    request = RequestFactory().post("/v1/echo", b"{}", content_type="application/json")
    request.META["CONTENT_LENGTH"] = "1001"
    with pytest.raises(PayloadTooLarge):
        read_input(request, max_bytes=1000)
    assert request.read() == b"{}"


def test_a_body_without_length_is_read_and_limited() -> None:
    """As a chunked one arrives over ASGI."""

    def chunked(body: bytes) -> Any:
        request = RequestFactory().post("/v1/echo", body, content_type="application/json")
        del request.META["CONTENT_LENGTH"]
        return request

    assert read_input(chunked(b'{"a": 1}'), max_bytes=8) == {"a": 1}
    with pytest.raises(PayloadTooLarge):
        read_input(chunked(b'{"a": 1} '), max_bytes=8)
