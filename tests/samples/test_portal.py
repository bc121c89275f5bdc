"""The sample portal over HTTP: what a visitor sees in both releases."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from samples.portal.accounts import PASSWORD, USER, Visitors
from samples.portal.server import Portal
from tests.web_server import NO_CERTIFICATES

CHECKOUT = Path(__file__).parents[2]
VALID_ORDER = {"product": "Task chair", "quantity": "4", "due": "2026-03-20", "notes": "Ring <twice>", "terms": "yes"}


@pytest.fixture
def browser(portal: Portal) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=portal.url, follow_redirects=True, trust_env=False, verify=NO_CERTIFICATES) as client:
        yield client


@pytest.fixture
def member(browser: httpx.Client) -> httpx.Client:
    browser.post("/sign-in", data={"user": USER, "password": PASSWORD}).raise_for_status()
    return browser


def order_numbers(page: httpx.Response) -> list[str]:
    return re.findall(r"<(?:td|b)>((?:PO|HF)-\d+)<", page.text)


@pytest.mark.parametrize("path", ["/", "/orders", "/r1/orders/new", "/r2/invoices/INV-1002", "/nowhere"])
def test_strangers_are_sent_to_sign_in(browser: httpx.Client, path: str) -> None:
    answer = browser.get(path)
    assert answer.url.path.endswith("/sign-in")
    assert 'type="password"' in answer.text


def test_a_wrong_password_says_so_and_keeps_the_name(browser: httpx.Client) -> None:
    answer = browser.post("/sign-in", data={"user": '"demo', "password": "guess"})
    assert answer.status_code == 401
    assert "The user name or the password is wrong." in answer.text
    assert 'value="&quot;demo"' in answer.text
    assert browser.get("/orders").url.path == "/sign-in"


def test_sign_out_ends_the_session(member: httpx.Client) -> None:
    session = member.cookies["portal_session"]
    assert member.post("/sign-out").url.path == "/sign-in"
    assert member.get("/orders", headers={"Cookie": f"portal_session={session}"}).url.path == "/sign-in"


@pytest.mark.parametrize("base", ["/r1", "/r2"])
def test_orders_are_shown_ten_a_page_and_every_one_once(member: httpx.Client, base: str) -> None:
    seen = []
    page = member.get(f"{base}/orders")
    while True:
        seen.append(order_numbers(page))
        following = re.search(r'(?:id="next-page"|rel="next").*?href="([^"]+)"', page.text)
        if not following:
            break
        page = member.get(following[1].replace("&amp;", "&"))
    assert [len(numbers) for numbers in seen] == [10, 10, 10, 7]
    assert len({number for numbers in seen for number in numbers}) == 37


def test_search_looks_at_text_and_status(member: httpx.Client) -> None:
    page = member.get("/orders", params={"q": "LAMP", "status": "Open"})
    assert order_numbers(page)
    assert set(re.findall(r"x ([^<]+)</td>", page.text)) == {"Desk lamp"}
    assert set(re.findall(r'<tr class="(\w+)">', page.text)) == {"open"}


@pytest.mark.parametrize("page", ["0", "-1", "9999999999", "٣", "x", ""])
def test_an_odd_page_number_shows_a_page(member: httpx.Client, page: str) -> None:
    assert order_numbers(member.get("/orders", params={"page": page}))


def test_what_was_searched_for_is_escaped(member: httpx.Client) -> None:
    page = member.get("/orders", params={"q": "<script>alert(1)</script>"})
    assert "<script>" not in page.text
    assert order_numbers(page) == []


@pytest.mark.parametrize("base", ["/r1", "/r2"])
def test_a_placed_order_is_confirmed_listed_and_downloadable(member: httpx.Client, base: str) -> None:
    placed = member.post(f"{base}/orders/new", data=VALID_ORDER)
    assert placed.url.path == f"{base}/orders/HF-20001"
    assert "Ring &lt;twice&gt;" in placed.text
    assert order_numbers(member.get(f"{base}/orders"))[0] == "HF-20001"
    file = member.get(f"{base}/orders/HF-20001/confirmation.csv")
    assert file.headers["content-disposition"] == 'attachment; filename="confirmation-HF-20001.csv"'
    assert file.text.splitlines()[1] == 'HF-20001,"Task chair",4,2026-03-20,858.00'


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("product", "Yacht", "Choose a product."),
        ("quantity", "0", "Enter a quantity from 1 to 500."),
        ("quantity", "501", "Enter a quantity from 1 to 500."),
        ("quantity", "²", "Enter a quantity from 1 to 500."),
        ("due", "2026-03-02", "Choose a delivery date after 2026-03-02."),
        ("due", "soon", "Choose a delivery date after 2026-03-02."),
        ("notes", "x" * 501, "Keep the notes under 500 characters."),
        ("terms", "", "Accept the terms of supply."),
    ],
)
def test_a_wrong_order_is_refused_and_kept_in_the_form(
    member: httpx.Client, field: str, value: str, reason: str
) -> None:
    refused = member.post("/orders/new", data={**VALID_ORDER, field: value})
    assert refused.status_code == 422
    assert re.findall(r'role="alert">([^<]+)<', refused.text) == [reason]
    assert "Ring &lt;twice&gt;" in refused.text or field == "notes"
    assert "HF-20001" not in member.get("/orders").text


def test_visitors_do_not_see_each_others_orders(portal: Portal, member: httpx.Client) -> None:
    member.post("/orders/new", data=VALID_ORDER)
    with httpx.Client(base_url=portal.url, follow_redirects=True, trust_env=False, verify=NO_CERTIFICATES) as other:
        other.post("/sign-in", data={"user": USER, "password": PASSWORD})
        assert "HF-20001" not in other.get("/orders").text
        assert other.get("/orders/HF-20001").status_code == 404


def test_an_invoice_is_a_page_and_a_file(member: httpx.Client) -> None:
    assert "INV-1002" in member.get("/invoices/INV-1002").text
    file = member.get("/invoices/INV-1002.csv")
    assert file.headers["content-type"].startswith("text/csv")
    assert file.text.splitlines()[1].startswith('INV-1002,PO-1002,"')
    assert member.get("/invoices/INV-1001").status_code == 404  # an open order has none yet


def test_the_release_is_switched_while_it_runs(browser: httpx.Client) -> None:
    assert "Sign in</button>" in browser.get("/sign-in").text
    assert browser.post("/_release", data={"release": "2"}).status_code == 200
    assert "Continue</button>" in browser.get("/sign-in").text
    assert "Sign in</button>" in browser.get("/r1/sign-in").text
    assert browser.post("/_release", data={"release": "3"}).status_code == 400
    assert "Continue</button>" in browser.get("/sign-in").text


def test_links_stay_in_the_release_of_the_path(member: httpx.Client) -> None:
    for base in ("/r1", "/r2"):
        links = re.findall(r'(?:href|action)="([^"]+)"', member.get(f"{base}/orders").text)
        assert [link for link in links if not link.startswith((f"{base}/", "data:"))] == []


def test_a_redesign_keeps_no_id_of_the_first_release(member: httpx.Client) -> None:
    for path in ("sign-in", "orders", "orders/new", "invoices/INV-1002"):
        ids = set(re.findall(r'\bid="([^"]+)"', member.get(f"/r1/{path}").text))
        assert ids
        assert not ids & set(re.findall(r'\bid="([^"]+)"', member.get(f"/r2/{path}").text))


def test_too_large_a_form_is_refused(browser: httpx.Client) -> None:
    assert browser.post("/sign-in", data={"user": "x" * 70_000}).status_code == 413


def test_the_oldest_visitors_are_forgotten() -> None:
    visitors = Visitors()
    sessions = [visitors.sign_in(USER, PASSWORD) or "" for _ in range(1001)]
    assert visitors.find(sessions[0]) is None
    assert visitors.find(sessions[1]) is not None


def test_the_program_prints_its_address_first_and_stops_when_told() -> None:
    command = [sys.executable, "-m", "samples.portal", "--port", "0", "--release", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=CHECKOUT) as program:
        assert program.stdout
        url = program.stdout.readline().strip()
        assert "Continue</button>" in httpx.get(f"{url}/sign-in", trust_env=False).text
        program.send_signal(signal.SIGTERM)
        assert program.wait(10) == 0
        assert program.stderr
        assert program.stderr.read() == ""


def test_a_taken_port_is_one_clear_sentence(portal: Portal) -> None:
    port = str(portal.server_address[1])
    command = [sys.executable, "-m", "samples.portal", "--port", port]
    refused = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, check=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Cannot listen on 127.0.0.1:{port}: ")
