from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from libretto_site.content_policy import POLICY, ContentPolicy
from libretto_site.slashes import SingleSlashes


@pytest.mark.parametrize(
    ("path", "seen"),
    [("//v1/jobs/get", "/v1/jobs/get"), ("///v1//jobs///get", "/v1/jobs/get"), ("/v1/jobs/get", "/v1/jobs/get")],
)
def test_double_slashes_count_as_one(path: str, seen: str) -> None:
    request = RequestFactory().post(f"http://testserver{path}?next=//a")
    SingleSlashes(lambda request: HttpResponse())(request)
    assert (request.path, request.path_info, request.GET["next"]) == (seen, seen, "//a")


def test_every_page_has_the_policy() -> None:
    for path in ("/sign-in", "/nothing", "/docs/api", "/v1/nothing"):
        assert Client().get(path).headers["Content-Security-Policy"] == POLICY


def test_a_view_may_have_a_policy_of_its_own() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    assert ContentPolicy(view)(RequestFactory().get("/")).headers["Content-Security-Policy"] == "sandbox"


def test_no_template_needs_what_the_policy_forbids() -> None:
    templates = Path(django_settings.CHECKOUT) / "templates"
    for template in templates.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), f"{template} has an inline script."
        assert not re.search(r"\son[a-z]+=", text), f"{template} has an event handler in an attribute."
        assert "<style" not in text, f"{template} has a style element."
        assert "javascript:" not in text, f"{template} has a script in a link."
