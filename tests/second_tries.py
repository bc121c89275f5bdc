"""In CI a test that fails is run once more (`--reruns=1`): who needed it is told, and more than a few fail the run.

Loaded by `-p` in pyproject.toml. See docs/decisions/second-tries.md.
"""

from __future__ import annotations

from typing import Final

import pytest
from _pytest.terminal import TerminalReporter

MOST: Final = 3


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if len(_second_tries(session.config)) > MOST and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    tries = _second_tries(config)
    for report in tries:
        terminalreporter.section(f"failed at first: {report.nodeid}", sep="_")
        terminalreporter.line(report.longreprtext)
    if tries:
        terminalreporter.section(f"{len(tries)} failed at first; at most {MOST} may", sep="=")


def _second_tries(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return list(reporter.stats.get("rerun", [])) if isinstance(reporter, TerminalReporter) else []
