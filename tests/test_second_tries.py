from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
UNLUCKY = """
import pytest

seen = set()

@pytest.mark.parametrize("number", range({count}))
def test_unlucky(number):
    first = number not in seen
    seen.add(number)
    assert not first, "the first time"
"""


@pytest.mark.parametrize(("count", "code"), [(3, 0), (4, 1)])
def test_few_second_tries_are_told_and_many_fail_the_run(count: int, code: int, tmp_path: Path) -> None:
    (tmp_path / "test_unlucky.py").write_text(UNLUCKY.format(count=count))
    options = ["-p", "tests.second_tries", "-p", "no:django", "-p", "no:cacheprovider", "-c", os.devnull]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--rootdir={tmp_path}", "--reruns=1", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout
    assert done.stdout.count("failed at first: ") == count
    assert f"{count} failed at first; at most 3 may" in done.stdout
