"""Signed links to reports."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from debugging import links
from debugging.links import Purpose, job_of, link_of
from debugging.models import DebugReport
from recordings.links import LinkExpired, LinkInvalid, recording_link

PURPOSES: list[Purpose] = ["report", "log", "prompt"]


def token_of(url: str) -> str:
    return url.split("/reports/")[1].partition("/")[0]


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_names_its_run_until_it_expires(purpose: Purpose, settings: Settings) -> None:
    settings.PUBLIC_URL, settings.LINK_SECONDS = "https://example.org", 60
    job_id, before = uuid4(), timezone.now()
    url, expires_at = link_of(purpose, job_id)
    assert re.fullmatch(r"https://example\.org/reports/[A-Za-z0-9_.-]+(/log|/prompt)?", url)
    assert job_of(purpose, token_of(url)) == (job_id, expires_at)
    assert timedelta(seconds=58) < expires_at - before <= timedelta(seconds=62)
    later = link_of(purpose, job_id, 72 * 3600)[1]
    # Links end at a whole second; making them may take one.
    assert timedelta(hours=71) < later - before <= timedelta(hours=72, seconds=2)
    with pytest.raises(LinkExpired):
        job_of(purpose, token_of(link_of(purpose, job_id, -1)[0]))


def test_links_of_a_report_are_of_its_run() -> None:
    report = DebugReport(job_id=uuid4())
    for purpose, make in zip(PURPOSES, (links.report_link, links.log_link, links.prompt_link), strict=True):
        assert job_of(purpose, token_of(make(report)[0]))[0] == report.job_id
        assert make(report, 5)[1] < timezone.now() + timedelta(seconds=6)


def test_a_link_opens_one_thing() -> None:
    tokens = {purpose: token_of(link_of(purpose, uuid4())[0]) for purpose in PURPOSES}
    for purpose in PURPOSES:
        for other in set(PURPOSES) - {purpose}:
            with pytest.raises(LinkInvalid):
                job_of(other, tokens[purpose])
        with pytest.raises(LinkInvalid):
            job_of(purpose, recording_link(uuid4())[0].rpartition("/")[2])


def test_links_cannot_be_made_up(settings: Settings) -> None:
    token = token_of(link_of("report", uuid4())[0])
    name, expires, signature = token.split(".")
    forged = [
        f"{uuid4().hex}.{expires}.{signature}",
        f"{name}.{int(expires) + 1}.{signature}",
        f"{name}.{expires}.{signature[:-1]}",
        f"{name}.{expires}",
        token.swapcase(),
        "",
        ".",
        "\ud800",
    ]
    for attempt in forged:
        with pytest.raises(LinkInvalid):
            job_of("report", attempt)
    settings.SECRET_KEY = "another"
    with pytest.raises(LinkInvalid):
        job_of("report", token)
