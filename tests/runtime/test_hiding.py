from __future__ import annotations

import pytest

from runtime.recording.hiding import is_secret, safe_address, safe_headers

SECRET = [
    *("token", "accessToken", "access_token", "X-Amz-Signature", "X-Amz-Credential", "api_key", "apiKey", "APIKey"),
    *("key", "sig", "auth", "session_id", "JSESSIONID", "PHPSESSID", "sid", "password", "user[password]", "pwd"),
    *("Authorization", "X-CSRF-Token", "client_secret", "jwt", "otp"),
]
OTHER = ["max_tokens", "keyword", "monkey", "author", "design", "inside", "spin", "compass", "page", "code", "q"]


def whole(text: str, most: int) -> str:
    return text[:most]


@pytest.mark.parametrize(
    "name",
    [
        "token",
        "accessToken",
        "access_token",
        "X-Amz-Signature",
        "X-Amz-Credential",
        "api_key",
        "apiKey",
        "APIKey",
        "key",
        "sig",
        "auth",
        "session_id",
        "JSESSIONID",
        "PHPSESSID",
        "sid",
        "password",
        "user[password]",
        "pwd",
        "Authorization",
        "X-CSRF-Token",
        "client_secret",
        "jwt",
        "otp",
    ],
)
def test_names_of_secrets(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize(
    "name", ["max_tokens", "keyword", "monkey", "author", "design", "inside", "spin", "compass", "page", "code", "q"]
)
def test_names_of_other_things(name: str) -> None:
    assert not is_secret(name)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/p?page=2&token=abc&x=1", "https://a.example/p?page=2&token=[hidden]&x=1"),
        ("https://a.example/#access_token=abc&type=b", "https://a.example/#access_token=[hidden]&type=b"),
        ("https://jo:pw@a.example/?a=jo@b.example", "https://[hidden]@a.example/?a=jo@b.example"),
        ("https://a.example/?api%5Fkey=abc", "https://a.example/?api%5Fkey=[hidden]"),
        ("see 'https://a.example/?key=abc' and more", "see 'https://a.example/?key=[hidden]' and more"),
        ("https://a.example/?token=", "https://a.example/?token="),
        ("/token=abc", "/token=abc"),
    ],
)
def test_addresses(address: str, shown: str) -> None:
    assert safe_address(address) == shown


def test_headers() -> None:
    headers = {
        "Cookie": "a=b; c=d==",
        "set-cookie": "a=b; Path=/; HttpOnly\nnameless",
        "Proxy-Authorization": "Basic abc",
        "x-api-key": "abc",
        "Location": "/next?token=abc",
        "Access-Control-Allow-Credentials": "true",
        "ETag": '"1"',
    }
    assert safe_headers(headers, whole) == {
        "Cookie": "a=[hidden]; c=[hidden]",
        "set-cookie": "a=[hidden]; Path=/; HttpOnly\n[hidden]",
        "Proxy-Authorization": "[hidden]",
        "x-api-key": "[hidden]",
        "Location": "/next?token=[hidden]",
        "Access-Control-Allow-Credentials": "true",
        "ETag": '"1"',
    }


def test_headers_are_bounded() -> None:
    many = safe_headers({f"x-{number}": "y" for number in range(200)}, whole)
    assert len(many) == 61
    assert many["…"] == "140 more were left out"
    long = safe_headers({f"x-{number}": "y" * 5_000 for number in range(40)}, whole)
    assert sum(len(name) + len(value) for name, value in long.items()) < 16_100
    assert all(len(value) <= 1_000 for value in long.values())
