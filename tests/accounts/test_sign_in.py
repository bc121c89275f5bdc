from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import FAILURES_MOST, SignInFailure, User
from tests.factories import PASSWORD, make_team, make_user, signed_in

pytestmark = pytest.mark.django_db
WRONG = "That email address and password do not match."


@pytest.fixture
def alice() -> User:
    return make_user(make_team(), email="alice@example.com")


def sign_in(client: Client, password: str = PASSWORD, email: str = "alice@example.com", **data: Any) -> Any:
    return client.post("/sign-in", {"email": email, "password": password, **data})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["alice@example.com", "Alice@Example.COM", " alice@example.com "])
def test_the_right_password_opens(alice: User, email: str) -> None:
    client = Client()
    response = sign_in(client, email=email)
    assert (response.status_code, response.headers["Location"]) == (302, "/runs")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("alice@example.com", "wrong"),
        ("alice@example.com", PASSWORD + " "),
        ("alice@example.com", ""),
        ("alice@example.com", "a" * 5000),
        ("nobody@example.com", PASSWORD),
        ("not an address", PASSWORD),
        ("alice@example.com\0", PASSWORD),
        ("", ""),
    ],
)
def test_every_other_gets_the_same_sentence(alice: User, email: str, password: str) -> None:
    client = Client()
    response = sign_in(client, password, email)
    assert response.status_code == 400
    assert WRONG in response.content.decode()
    assert not is_signed_in(client)


def test_the_password_is_not_sent_back(alice: User) -> None:
    assert "s3cret-typo" not in sign_in(Client(), "s3cret-typo").content.decode()


def test_somebody_inactive_stays_out_and_is_thrown_out(alice: User) -> None:
    client = signed_in(alice)
    assert client.get("/team").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/team").headers["Location"] == "/sign-in"
    assert sign_in(Client()).status_code == 400


@pytest.mark.parametrize("wanted", ["/runs/1?tab=logs", "/team"])
def test_people_come_back_to_where_they_wanted_to_go(alice: User, wanted: str) -> None:
    assert sign_in(Client(), next=wanted).headers["Location"] == wanted
    assert signed_in(alice).get("/sign-in", {"next": wanted}).headers["Location"] == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "\x01//evil.example",
        " //evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(alice: User, wanted: str) -> None:
    assert sign_in(Client(), next=wanted).headers["Location"] == "/runs"
    assert signed_in(alice).get("/sign-in", {"next": wanted}).headers["Location"] == "/runs"


def test_where_they_wanted_to_go_survives_a_wrong_password(alice: User) -> None:
    page = sign_in(Client(), "wrong", next='/team?a="b"').content.decode()
    assert 'name="next" value="/team?a=&quot;b&quot;"' in page


def test_too_many_failures_close_the_door_for_a_while(alice: User) -> None:
    client = Client()
    for _ in range(FAILURES_MOST):
        assert sign_in(client, "wrong").status_code == 400
    response = sign_in(client)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "900")
    assert "Too many failed attempts. Wait 15 minutes, then try again." in response.content.decode()
    assert not is_signed_in(client)
    # The right person, elsewhere, is not shut out by it; nor is anybody else here.
    assert sign_in(Client(REMOTE_ADDR="203.0.113.7")).status_code == 302
    bob = make_user(make_team())
    assert sign_in(client, email=bob.email).status_code == 302
    SignInFailure.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_success_forgets_the_failures(alice: User) -> None:
    for _ in range(FAILURES_MOST - 1):
        sign_in(Client(), "wrong")
    assert sign_in(Client()).status_code == 302
    assert not SignInFailure.objects.exists()


def test_old_failures_do_not_pile_up(alice: User) -> None:
    sign_in(Client(), "wrong")
    SignInFailure.objects.update(at=timezone.now() - timedelta(minutes=16))
    sign_in(Client(), "wrong")
    assert SignInFailure.objects.count() == 1


def test_signing_in_gives_a_new_session(alice: User) -> None:
    client = Client()
    client.get("/sign-in")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_signing_out_needs_a_post(alice: User) -> None:
    client = signed_in(alice)
    assert client.get("/sign-out").status_code == 405
    assert is_signed_in(client)
    assert client.post("/sign-out").headers["Location"] == "/sign-in"
    assert not is_signed_in(client)


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/team"])
def test_forms_need_their_token(alice: User, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    response = client.post(path)
    assert response.status_code == 403
    assert "This form is out of date." in response.content.decode()


def test_the_page_is_not_kept_by_caches() -> None:
    assert "no-store" in Client().get("/sign-in").headers["Cache-Control"]
