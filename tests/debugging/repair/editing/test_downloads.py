"""Downloads that began before they were waited for."""

from __future__ import annotations

import pytest

from debugging.evidence import Happening
from debugging.failure_classes import FailureClass
from tests.debugging.repair.editing.making import NOWHERE, changed_lines, failed, proposed, refused, sources_of

BEGAN = Happening(key="d", t_ms=500, kind="download", title="Download", name="a.csv", outcome="ok")


@pytest.mark.parametrize("is_async", [False, True])
def test_a_download_is_expected_before_the_click(is_async: bool) -> None:
    awaits = "await " if is_async else ""
    sources = sources_of(
        f"""
        {"async " if is_async else ""}def export(page):
            {awaits}page.get_by_text("CSV").click()  # starts at once
            file = {awaits}page.wait_for_event("download", timeout=1_300)
            return file.suggested_filename
        """
    )
    evidence = failed(sources, "wait_for_event", "", api="page.wait_for_event", happenings=(BEGAN,))
    found = proposed(sources, evidence, NOWHERE, FailureClass.DOWNLOAD_FAILED)
    assert changed_lines(found)[-4:] == [
        f'-    file = {awaits}page.wait_for_event("download", timeout=1_300)',
        f"+    {'async ' if is_async else ''}with page.expect_download(timeout=1_300) as download_info:",
        f'+        {awaits}page.get_by_text("CSV").click()  # starts at once',
        f"+    file = {awaits}download_info.value",
    ]


def test_a_download_that_did_not_begin() -> None:
    sources = sources_of(
        "def export(page):\n    page.get_by_text('CSV').click()\n    page.wait_for_event('download')\n"
    )
    evidence = failed(sources, "wait_for_event", "", api="page.wait_for_event")
    refused(sources, evidence, NOWHERE, FailureClass.DOWNLOAD_FAILED)


def test_the_event_by_name_and_a_file_in_the_place_of_a_page() -> None:
    sources = sources_of(
        "def export(page):\n    page.click('#csv')\n    return page.wait_for_event(timeout=9, event='download')\n"
    )
    evidence = failed(sources, "wait_for_event", "", api="page.wait_for_event", happenings=(BEGAN,))
    found = proposed(sources, evidence, NOWHERE, FailureClass.DOWNLOAD_FAILED)
    assert changed_lines(found)[2:4] == [
        "+    with page.expect_download(timeout=9) as download_info:",
        "+        page.click('#csv')",
    ]
    other = failed(sources, "click", 'locator("#csv")', api="page.click", happenings=(BEGAN,))
    assert "a page was expected" in refused(sources, other, NOWHERE, FailureClass.DOWNLOAD_FAILED).reason
