from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import Result

from libretto.cli.terminal_text import terminal_text
from tests.libretto.fake_server import JOB, FakeServer, error
from tests.libretto.log_pages import line, page

Cli = Callable[..., Result]


def test_logs_prints_every_page(cli: Cli, server: FakeServer) -> None:
    server.answers["logs/list"] = [page(1, 2, following="p2"), page(3)]
    shown = cli("cloud", "logs", JOB, "--level", "warn")
    assert shown.stdout == "".join(f"2026-03-02T10:00:0{number}.000Z info  line {number}\n" for number in (1, 2, 3))
    assert server.inputs("logs/list") == [
        {"jobId": JOB, "limit": 1000, "level": "warn"},
        {"jobId": JOB, "limit": 1000, "level": "warn", "pageToken": "p2"},
    ]


def test_logs_says_which_lines_are_not_the_workflows(cli: Cli, server: FakeServer) -> None:
    lines = [{**line(1), "source": "workflow"}, {**line(2, "warn"), "source": "executor"}]
    server.answers["logs/list"] = [{"logs": lines, "nextPageToken": None}]
    assert cli("cloud", "logs", JOB).stdout == (
        "2026-03-02T10:00:01.000Z info  line 1\n2026-03-02T10:00:02.000Z warn  [executor] line 2\n"
    )


def test_logs_as_json_is_one_document(cli: Cli, server: FakeServer) -> None:
    server.answers["logs/list"] = [page(1, following="p2"), page(2)]
    assert json.loads(cli("cloud", "logs", JOB, "--json").stdout) == {"logs": [line(1), line(2)]}


def test_all_filters_are_sent(cli: Cli, server: FakeServer) -> None:
    server.answers["logs/list"] = [page(1)]
    words = ("--source", "executor", "--query", "no such", "--since", "2026-03-02T10:00:00+02:00", "--until", "10m")
    now = datetime.now(UTC)
    assert cli("cloud", "logs", JOB, *words).exit_code == 0
    (asked,) = server.inputs("logs/list")
    until = datetime.fromisoformat(asked.pop("until"))
    assert abs(now - timedelta(minutes=10) - until) < timedelta(seconds=10)
    assert asked == {
        "jobId": JOB,
        "limit": 1000,
        "source": "executor",
        "query": "no such",
        "since": "2026-03-02T08:00:00.000Z",
    }


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--since", "yesterday"), "'--since': 'yesterday' is no moment. Use a date and time such as"),
        (("--until", "99999999d"), "'--until': '99999999d' is no moment"),
        (("--until", "0001-01-01T00:00:00+10:00"), "'--until'"),
        (("--level", "debug"), "'--level': 'debug' is not one of 'info', 'warn', 'error'"),
        (("--source", "page"), "'--source'"),
        (("--until", "1m", "--follow"), "--until cannot be used with --follow"),
    ],
)
def test_a_wrong_option_is_named_before_anything_is_sent(
    cli: Cli, server: FakeServer, words: tuple[str, ...], complaint: str
) -> None:
    shown = cli("cloud", "logs", JOB, *words)
    assert shown.exit_code == 2
    assert complaint in shown.stderr
    assert server.asked == []


def test_an_empty_query_is_for_the_server_to_refuse(cli: Cli, server: FakeServer) -> None:
    server.answers["logs/list"] = [error(400, "BAD_REQUEST", "query: may not be empty")]
    assert cli("cloud", "logs", JOB, "--query", "").exit_code == 1
    assert server.inputs("logs/list")[0]["query"] == ""


# --- On a terminal ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plain", "coloured"),
    [
        ("plain", "plain", "plain"),
        ("\x1b[1;31mred\x1b[0m", "red", "\x1b[1;31mred\x1b[0m\x1b[0m"),
        ("\x1b[38:5:9mred", "red", "\x1b[38:5:9mred\x1b[0m"),
        ("\x9b32mgreen", "green", "\x1b[32mgreen\x1b[0m"),
        ("a\x1b[2Jb\x1b[10;10Hc\x1b[?25ld", "abcd", "abcd"),
        ("a\x1b]0;title\x07b\x1b]8;;http://x\x1b\\c\x9d0;t\x9cd", "abcd", "abcd"),
        ("a\x1bP$q\x1b\\b\x1bcc\x1b(0d", "abcd", "abcd"),
        ("\x1b]0;without end", "0;without end", "0;without end"),
        ("\x1b\x1b[K[2J", "\\x1b[2J", "\\x1b[2J"),
        ("\x1b[3\x1b[1m1m", "31m", "3\x1b[1m1m\x1b[0m"),
        ("bell \x07 back \b nul \0", "bell \\x07 back \\x08 nul \\x00", "bell \\x07 back \\x08 nul \\x00"),
        ("tab\tand\r\nline", "tab\tand\nline", "tab\tand\nline"),
    ],
)
def test_only_colours_reach_a_terminal(text: str, plain: str, coloured: str) -> None:
    assert terminal_text(text, colours=False) == plain
    assert terminal_text(text, colours=True) == coloured


def program(server: FakeServer, *words: str) -> list[str]:
    return [sys.executable, "-c", "from libretto.cli.main import main; main()", "cloud", "logs", JOB, *words]


def environment(server: FakeServer, **more: str) -> dict[str, str]:
    return {**os.environ, "LIBRETTO_API_URL": server.url, "LIBRETTO_API_KEY": "lk_test", **more}


LOUD = [{**line(1, "error"), "message": "\x1b[32mgreen\x1b[2J\nagain"}, {**line(2), "source": "executor"}]


@pytest.mark.parametrize(("no_colour", "level", "green"), [("", "\x1b[31merror\x1b[0m", True), ("1", "error", False)])
def test_a_terminal_gets_colours(server: FakeServer, no_colour: str, level: str, green: bool) -> None:
    server.answers["logs/list"] = [{"logs": LOUD, "nextPageToken": None}]
    ours, theirs = pty.openpty()
    try:
        run = subprocess.run(
            program(server), stdout=theirs, env=environment(server, NO_COLOR=no_colour), timeout=60, check=True
        )
        shown = os.read(ours, 10_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    message = "\x1b[32mgreen\r\n    again\x1b[0m" if green else "green\r\n    again"
    assert run.returncode == 0
    assert shown == (
        f"2026-03-02T10:00:01.000Z {level} {message}\r\n2026-03-02T10:00:02.000Z info  [executor] line 2\r\n"
    )


def test_json_has_the_message_as_it_was_written(cli: Cli, server: FakeServer) -> None:
    server.answers["logs/list"] = [{"logs": LOUD, "nextPageToken": None}]
    assert json.loads(cli("cloud", "logs", JOB, "--json").stdout)["logs"] == LOUD
    assert "green\n    again" in cli("cloud", "logs", JOB).stdout


def test_a_reader_that_has_enough_is_no_reason_to_complain(server: FakeServer) -> None:
    server.answers["logs/list"] = [page(*range(60), following="p2")]
    with subprocess.Popen(
        program(server), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(server)
    ) as run:
        assert run.stdout
        assert run.stderr
        assert b"line 0" in run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(30) == 1
