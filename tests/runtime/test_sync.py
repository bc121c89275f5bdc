"""The film and the events are on one clock. `bench/recording.py` measures how closely; this only sees it stays so."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bench.pages import web_site
from bench.sync import measure_sync, percentile
from runtime.chromium import find_chromium

pytestmark = pytest.mark.browser


def test_a_picture_is_where_events_say_that_the_page_looked_like_it(tmp_path: Path) -> None:
    with web_site() as site:
        sync = asyncio.run(measure_sync(site=site, folder=tmp_path, chromium=find_chromium(), seconds=5))
    sizes = [abs(error) for error in sync.errors]
    assert len(sizes) > 3
    assert percentile(sizes, 0.5) <= 100
    assert percentile(sizes, 0.95) <= 250  # milliseconds; 100 on a machine that has nothing else to do


def test_percentiles() -> None:
    values = list(range(1, 101))
    assert [percentile(values, share) for share in (0.01, 0.5, 0.95, 1)] == [1, 50, 95, 100]
    assert percentile([7], 0.5) == 7
