"""What looks like a secret is hidden however it is written; what only sounds like one stays readable."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from runtime.redaction.shapes import StreamShapes, hidden, hidden_in
from runtime.redaction.spans import without

SECRET = "h7nter2-Xyz"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
KEYS = [
    "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "sk-proj-abcDEF123456abcDEF123456",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "github_pat_11AAAAAAA0abcdefghijkl_ABCDEFG",
    "xoxb-123456789012-abcdefABCDEF",
    "xoxp-123456789012-abcdefABCDEF",
    "AKIAIOSFODNN7EXAMPLE",
    "AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY",
    "glpat-abcDEF123456abcDEF12",
    "lk_4f9aKd02jf83KDkd93kdKD93kd",
    JWT,
]
NAMED = [
    f"password={SECRET}",
    f"passwd: {SECRET}",
    f'"password": "{SECRET}"',
    f'{{"user":"jo","password":"{SECRET}","x":1}}',
    f"{{'client_secret': '{SECRET}'}}",
    f"api_key={SECRET}&page=2",
    f"https://shop.test/login?user=jo&token={SECRET}#top",
    f"user%5Bpassword%5D={SECRET}",
    f"user[password]={SECRET}",
    f"DB_PASSWORD={SECRET}",
    f"DB_PASS={SECRET}",
    f"{{ accessToken: '{SECRET}' }}",
    f"password: str = '{SECRET}'",
    f"new_password_confirmation={SECRET}",
    f"token => {SECRET}",
    f"X-Api-Key: {SECRET}",
    f"Authorization: Bearer {SECRET}",
    f"authorization: Token {SECRET}",
    f"{{'authorization': 'Bearer {SECRET}'}}",
    f"login --password {SECRET} --verbose=%25",
    f"--client-secret='{SECRET}'",
    f"<password>{SECRET}</password>",
    f"Cookie: sid={SECRET}; lang=en",
    f"Set-Cookie: sid={SECRET}; Path=/; HttpOnly",
    f"{{'set-cookie': ['sid={SECRET}; Path=/']}}",
    f'document.cookie = "sid={SECRET}"',
    f'<input name="password" value="{SECRET}">',
    f"<input value='{SECRET}' type=password>",
    f'locator resolved to <input id="pw" type="password" value="{SECRET}"/>',
    f'<meta name="csrf-token" content="{SECRET}">',
    f'page.get_by_label("Password").fill("{SECRET}")',
    f'page.fill("#password", "{SECRET}", timeout=500)',
    f'page.fill("#password", value="{SECRET}")',
    f'Call log:\n  - waiting for get_by_label("Password")\n  - fill("{SECRET}")',
    f"postgresql://libretto:{SECRET}@db:5432/x",
    f"\x1b[36mpassword\x1b[0m=\x1b[35m{SECRET}\x1b[0m",
    f'- textbox "Password": {SECRET}',
    f"password = {SECRET}",
    f'"otp": "{SECRET}"',
    f"password=b'{SECRET}'",
]
WRITTEN: dict[str, Callable[[str], str]] = {
    "plain": str,
    "url": lambda text: quote(text, safe=""),
    "url in a url": lambda text: quote(quote(text, safe=""), safe=""),
    "form": quote_plus,
    "json": lambda text: json.dumps(text)[1:-1],
    "json in json": lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    "json for html": lambda text: json.dumps(text)[1:-1].replace("<", "\\u003c").replace("=", "\\u003d"),
    "html": html.escape,
    "html in html": lambda text: html.escape(html.escape(text)),
    "json in html": lambda text: html.escape(json.dumps(text)[1:-1]),
    "repr": lambda text: repr(text)[1:-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 for urls": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "base64 in base64": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    "base64 after a word": lambda text: "x" + base64.b64encode(f"some {text}".encode()).decode(),
    "base64 of wide text": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "base64 in a url": lambda text: quote(base64.b64encode(text.encode()).decode(), safe=""),
}


def remains(secret: str, masked: str) -> bool:
    """Any five characters in a row of it."""
    return any(secret[first : first + 5] in masked for first in range(len(secret) - 4))


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("text", NAMED)
def test_hides_a_value_with_a_telling_name(text: str, written: str) -> None:
    line = f"before {WRITTEN[written](text)} after"
    masked = hidden(line)

    assert "[hidden]" in masked, masked
    assert not remains(SECRET, masked), masked
    assert masked.startswith("before ")
    if written.startswith("base64"):
        assert masked in {f"before [hidden]{rest} after" for rest in ("", "=", "%2B")}, masked


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("key", KEYS)
def test_hides_keys_by_how_they_look(key: str, written: str) -> None:
    masked = hidden(f"using {WRITTEN[written](f'the key {key}')} now")

    assert masked.startswith("using ")
    assert masked.endswith(" now")
    assert not remains(key, masked.replace("the key", "")), masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("curl says: Bearer abcDEF123456.x", "curl says: Bearer [hidden]"),
        ("bearer%20abcDEF123456&x=1", "bearer%20[hidden]&x=1"),
        ("with Basic am86aDdudGVyMg== it said 401", "with Basic [hidden] it said 401"),
        ("password=a b", "password=[hidden] b"),
        ('{"password":12345,"user":"jo"}', '{"password":[hidden],"user":"jo"}'),
        ('{"password":"a\\"b\\\\","user":"jo"}', '{"password":"[hidden]","user":"jo"}'),
        ("url?password=it%26s&user=jo", "url?password=[hidden]&user=jo"),
        (
            "next=https%3A%2F%2Fa.test%3Ftoken%3Dabc%26page%3D2",
            "next=https%3A%2F%2Fa.test%3Ftoken%3D[hidden]%26page%3D2",
        ),
        ("login(user=jo, password='it is', x=1)", "login(user=jo, password='[hidden]', x=1)"),
        ("password: 'never closed", "password: '[hidden]"),
    ],
)
def test_hides_the_value_and_nothing_else(text: str, masked: str) -> None:
    assert hidden(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "password=",
        "password=''",
        'password: ""',
        "password=None",
        '{"token": null, "password": false}',
        "the token expired",
        "tokens: 1534",
        "max_tokens=4096, token_count: 17, token_type: bearer",
        "Password is required",
        "Password must have 12 characters.",
        'Fill get_by_label("Password") with "[hidden]"',
        'get_by_label("Password") resolved to 2 elements',
        "locator('#password:visible') and input[type=password]:not(.x)",
        "keyboard: us, monkey: 3, key: value",
        "Total: $1,534.00, EUR 12.99",
        "3f2a7c1e-9b1d-4c55-8a3e-2f6b7c8d9e0f",
        "commit 84053eaf1d30d5c32a20dd25e17e91ecd44662970",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "/home/libretto/workflows/orders/read_orders.py:21 in search",
        "https://shop.test/orders/12345?page=2&sort=newest",
        "SyntaxError: Unexpected token: punc (})",
        "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
        "Basic authentication is not supported",
        "The bearer of this card",
        "bulk_upload_of_all_the_items finished",
        "risk-management-and-compliance-2024-report",
        "pass: 15, fail: 2; 3 passed; pass=3",
        "secretary: Ms. Lee; tokenizer=gpt2",
        'password = ctx.credentials["shop"]',
        "token = get_token()",
        "password: str",
        "Cookie: accepted; cookies: 5",
        "authorization: required",
        "06:29:27.533 info Queued: workflow read-orders of deployment 7aff50f7 (time limit 30 min).",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
        "aGVsbG8gd29ybGQsIHRoaXMgaXMgbm90aGluZw==",
        'get_by_label("User").fill("bob")',
        'page.fill("#password", os.environ["SHOP"])',
        "http://localhost:8000/a and mail@example.com",
        "Chrome/156.0.8078.79 runs and is being recorded.",
        "pin the version; opinion: good; spin=3",
        "password=[credential] and password=[hidden]",
        "-----BEGIN CERTIFICATE-----",
        "",
    ],
)
def test_leaves_everything_else_readable(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize("written", ["plain", "url", "form", "json", "json in json", "repr", "base64"])
@pytest.mark.parametrize("kind", ["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"])
def test_hides_a_private_key(kind: str, written: str) -> None:
    body = "\n".join(base64.b64encode(bytes(range(first, first + 48))).decode() for first in range(4))
    key = f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----"
    masked = hidden(f"read {WRITTEN[written](key)} end")

    assert masked == "read [hidden] end"


def lines_of(*lines: str) -> list[str]:
    shapes = StreamShapes()
    return [without(line, shapes.spans(line), len(line)) for line in lines]


def test_hides_a_private_key_that_comes_line_by_line() -> None:
    body = [base64.b64encode(bytes(range(first, first + 48))).decode() for first in range(3)]

    masked = lines_of(
        "key:",
        "-----BEGIN RSA PRIVATE KEY-----",
        "Proc-Type: 4,ENCRYPTED",
        "",
        *body,
        "Ab0=",
        "-----END RSA PRIVATE KEY-----",
        "ok",
    )

    assert masked == ["key:", "[hidden]", "Proc-Type: 4,ENCRYPTED", "", *["[hidden]"] * 5, "ok"]


def test_a_private_key_without_an_end_hides_no_more_than_looks_like_it() -> None:
    body = base64.b64encode(bytes(range(48))).decode()

    assert lines_of("-----BEGIN PRIVATE KEY-----", f"INFO {body}", "That was all.", "Done", body)[2:] == [
        "That was all.",
        "Done",
        body,
    ]


def test_hides_texts_of_json_and_keeps_its_shape() -> None:
    assert hidden_in({"title": f"password={SECRET}", "more": [1, None, {"a": f"token: {SECRET}"}]}) == {
        "title": "password=[hidden]",
        "more": [1, None, {"a": "token: [hidden]"}],
    }


@pytest.mark.parametrize("text", NAMED)
def test_what_is_hidden_stays_as_it_is_when_it_is_looked_at_again(text: str) -> None:
    assert hidden(hidden(text)) == hidden(text)
