"""What a workflow's code can do beside its browser."""

from __future__ import annotations

import pytest

from debugging.repair.checking.source_reach import reach_of

PLAIN = """
from __future__ import annotations
import asyncio, json, os, re
from datetime import date
from urllib.parse import urljoin
import pandas as pd
from playwright.async_api import expect
from pydantic import BaseModel
from libretto import workflow

@workflow("pay")
async def pay(ctx, input):
    await ctx.page.goto(os.environ["HOME"])
    ctx.page.on("request", lambda request: request.method)
    print(route.request.url, response.request.headers)
"""


def test_code_that_only_drives_the_browser_reaches_nothing() -> None:
    assert reach_of({"workflows.py": PLAIN}, "workflows.py") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import httpx", "uses httpx"),
        ("import requests as r", "uses requests"),
        ("from urllib.request import urlopen", "uses urllib.request"),
        ("from urllib import request", "uses urllib.request"),
        ("import smtplib", "uses smtplib"),
        ("import subprocess", "uses subprocess"),
        ("from http import client", "uses http.client"),
        ("def f():\n    import boto3.session", "uses boto3.session"),
        ("os.system('curl x')", "starts other programs with os.system"),
        ("p.chromium.launch()", "calls launch()"),
        ("page.request.post('/x')", "sends requests of its own with request.post()"),
        ("f = page.request.delete", "sends requests of its own with request.delete()"),
        ("api = ctx.page.context.request", "may send requests of its own"),
        ("p.request.new_context()", "sends requests of its own with request.new_context()"),
        ("exec(text)", "runs text as code with exec()"),
    ],
)
def test_code_that_reaches_further_says_so(line: str, said: str) -> None:
    told = reach_of({"workflows.py": f"import os\n{line}\n"}, "workflows.py")
    assert any(said in sentence and "workflows.py:" in sentence for sentence in told), told


def test_modules_of_the_bundle_are_read_too_and_only_those_that_are_used() -> None:
    sources = {
        "workflows.py": "from pages.login import Login\nfrom . import sums\n",
        "pages/__init__.py": "",
        "pages/login.py": "from .api import call\n",
        "pages/api.py": "import httpx\n",
        "sums.py": "import math\n",
        "unused.py": "import requests\n",
    }
    [told] = reach_of(sources, "workflows.py")
    assert told.startswith("Its code uses httpx (pages/api.py:1)")


@pytest.mark.parametrize("sources", [{}, {"workflows.py": "def ("}, {"workflows.py": "const x: number = 1;"}])
def test_source_that_cannot_be_read_may_do_anything(sources: dict[str, str]) -> None:
    assert reach_of(sources, "workflows.py") != []


def test_what_the_entry_point_imports_runs_too() -> None:
    sources = {"main.py": "import pay\nimport httpx\n", "pay.py": ""}
    assert len(reach_of(sources, "main.py", "pay.py")) == 1
    assert reach_of(sources, "pay.py", "pay.py") == []


def test_a_file_named_like_the_standard_library_does_not_hide_it() -> None:
    assert len(reach_of({"workflows.py": "import subprocess", "subprocess.py": ""}, "workflows.py")) == 1


def test_imports_in_a_circle_end() -> None:
    sources = {"workflows.py": "import other\n", "other.py": "import workflows\n"}
    assert reach_of(sources, "workflows.py") == []
