"""What the workflow's process does before there is a browser."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from libretto.protocol import RunError
from runtime.python_child.channel import EXIT_HOST_GONE
from tests.runtime.fake_host import FakeHost, child

HEAD = "from libretto import workflow\nfrom pydantic import BaseModel, ConfigDict\n"
WORKFLOW = HEAD + "@workflow('w')\nasync def w(ctx, input): ...\n"


@pytest.fixture
def host(tmp_path: Path) -> Iterator[FakeHost]:
    (tmp_path / "home").mkdir()
    with child(tmp_path / "home") as started:
        yield started


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    folder.mkdir()
    return folder


def write(bundle: Path, source: str) -> Path:
    (bundle / "workflows.py").write_text(source, encoding="utf-8")
    return bundle


def failing(host: FakeHost, bundle: Path, source: str, **order: Any) -> RunError:
    host.prepare(write(bundle, source), **order)
    return host.failure()


def test_a_good_bundle_is_ready_and_nothing_is_left_behind(host: FakeHost, bundle: Path) -> None:
    host.prepare(write(bundle, WORKFLOW))
    host.wait_for("ready")
    assert host.finish() == 0
    assert host.heard == ["ready"]
    assert [path.name for path in bundle.iterdir()] == ["workflows.py"]


def test_wrong_input_has_a_line_a_field(host: FakeHost, bundle: Path) -> None:
    source = HEAD + (
        "class Row(BaseModel):\n    price: float\n"
        "class Search(BaseModel):\n    model_config = ConfigDict(extra='forbid')\n    text: str\n    rows: list[Row]\n"
        "@workflow('w', input=Search)\ndef w(ctx, input): ...\n"
    )
    error = failing(host, bundle, source, params={"rows": [{"price": 1}, {"price": "x"}], "more": 1})
    assert error == {
        "code": "invalid_input",
        "type": "",
        "message": 'Invalid input for workflow "w":\n'
        "- text: Field required\n"
        "- rows[1].price: Input should be a valid number, unable to parse string as a number\n"
        "- more: Extra inputs are not permitted",
        "stack": "",
        "mapped_stack": "",
    }


def test_many_wrong_fields_are_counted(host: FakeHost, bundle: Path) -> None:
    source = HEAD + "class S(BaseModel):\n    n: list[int]\n@workflow('w', input=S)\ndef w(ctx, input): ...\n"
    lines = failing(host, bundle, source, params={"n": ["x"] * 60})["message"].splitlines()
    assert len(lines) == 1 + 50 + 1
    assert lines[-1] == "- … and 10 more"


def test_params_are_read_as_json_even_by_a_strict_model(host: FakeHost, bundle: Path) -> None:
    source = (
        "from datetime import date\n"
        + HEAD
        + (
            "class S(BaseModel):\n    model_config = ConfigDict(strict=True)\n    day: date\n"
            "@workflow('w', input=S)\ndef w(ctx, input): ...\n"
        )
    )
    host.prepare(write(bundle, source), params={"day": "2026-01-02"})
    assert host.wait_for("ready", "failed")["event"] == "ready"


def test_a_validator_of_the_users_that_breaks(host: FakeHost, bundle: Path) -> None:
    source = (
        "from pydantic import field_validator\n"
        + HEAD
        + (
            "class S(BaseModel):\n    n: int\n    @field_validator('n')\n"
            "    def check(cls, value):\n        return 1 / value\n"
            "@workflow('w', input=S)\ndef w(ctx, input): ...\n"
        )
    )
    error = failing(host, bundle, source, params={"n": 0})
    assert (error["code"], error["type"]) == ("workflow_error", "ZeroDivisionError")
    assert error["mapped_stack"].startswith("workflows.py:8 in check\n    return 1 / value")


def test_the_import_error_of_the_user(host: FakeHost, bundle: Path) -> None:
    error = failing(host, bundle, "1 / 0\n")
    assert (error["code"], error["type"]) == ("workflow_error", "ZeroDivisionError")
    assert error["mapped_stack"] == "workflows.py:1 in <module>\n    1 / 0"
    assert "python_child" not in error["stack"]


def test_a_workflow_the_bundle_does_not_define(host: FakeHost, bundle: Path) -> None:
    error = failing(host, bundle, WORKFLOW, workflow="other")
    assert error["code"] == "workflow_not_found"
    assert error["message"] == 'workflows.py defines no workflow "other". It defines: "w".'


def test_an_entry_point_that_is_missing(host: FakeHost, bundle: Path) -> None:
    error = failing(host, bundle, WORKFLOW, entry_point="other.py")
    assert error["code"] == "workflow_not_found"
    assert error["message"].startswith("The bundle has no file other.py.")


def test_a_credential_that_is_missing(host: FakeHost, bundle: Path) -> None:
    source = HEAD + "@workflow('w', credentials=['User', 'password', 'token'])\ndef w(ctx, input): ...\n"
    error = failing(host, bundle, source, credentials={"user": "x", "undeclared": "y"})
    assert error["code"] == "missing_credentials"
    assert error["message"].startswith('Workflow "w" needs credentials that are not stored: password, token.')


def test_where_names_the_line_of_an_import_without_end(host: FakeHost, bundle: Path) -> None:
    host.prepare(write(bundle, "print('begun')\nwhile True:\n    pass\n"))
    host.wait_for_line("stdout:begun")
    host.say({"command": "where"})
    place = host.wait_for("stack")["mapped_stack"]
    # Line 1: the print has been heard, but may not have returned.
    assert place.splitlines()[0] in {f"workflows.py:{line} in <module>" for line in (1, 2, 3)}
    assert host.finish() == 0


def test_where_before_anything(host: FakeHost) -> None:
    host.say({"command": "where"})
    assert host.wait_for("stack") == {"event": "stack", "stack": "", "mapped_stack": ""}


def test_it_ends_when_the_host_is_gone(host: FakeHost, bundle: Path) -> None:
    host.prepare(write(bundle, "while True:\n    pass\n"))
    host.hang_up()
    assert host.end_of_child() == EXIT_HOST_GONE


def test_a_death_at_import_is_no_word_at_all(host: FakeHost, bundle: Path) -> None:
    host.prepare(write(bundle, "import os\nprint('last', end='', flush=True)\nprint(' words')\nos._exit(7)\n"))
    assert host.end_of_child() == 7
    assert host.heard == ["stdout:last words"]


def test_a_bundle_that_kills_itself(host: FakeHost, bundle: Path) -> None:
    host.prepare(write(bundle, "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n"))
    assert host.end_of_child() == -signal.SIGSEGV


def test_programs_of_the_user_do_not_get_the_pipes(host: FakeHost, bundle: Path) -> None:
    source = (
        "import os, subprocess, sys\n"
        "print(sorted(name for name in os.environ if name.startswith('LIBRETTO_CHILD')))\n"
        "print(subprocess.run(['ls', '/proc/self/fd'], stdout=-1, text=True, close_fds=False).stdout.split())\n"
        "print(os.readlink('/proc/self/fd/0'))\n"
    )
    host.prepare(write(bundle, source + WORKFLOW))
    host.wait_for("ready")
    assert host.finish() == 0
    printed = [line.removeprefix("stdout:") for line in host.heard if line.startswith("stdout:")]
    assert printed == ["[]", "['0', '1', '2', '3']", "/dev/null"]


def test_logging_keeps_its_levels_and_its_place_among_what_is_printed(host: FakeHost, bundle: Path) -> None:
    source = (
        "import logging, sys, warnings\n"
        "logging.basicConfig(level=logging.DEBUG)\nlog = logging.getLogger('mine')\n"
        "print('first', end='')\nlog.info('%s %d', 'second', 2)\nlog.debug('too quiet')\n"
        "log.warning('third')\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    log.exception('fourth')\n"
        "log.error('wrong', 'arguments')\nwarnings.warn('fifth')\nlog.critical('six\\0th \\ud800')\n"
    )
    host.prepare(write(bundle, source + WORKFLOW))
    host.wait_for("ready")
    logs = [line.removeprefix("log:") for line in host.heard if line.startswith("log:")]
    assert logs[:2] == ["info:second 2", "warn:third"]
    assert logs[2].startswith("error:fourth\nTraceback")
    assert logs[3].startswith("warn:")
    assert "UserWarning: fifth" in logs[3]
    assert logs[4:] == ["error:six\ufffdth \ufffd"]
    assert host.finish() == 0
    assert host.heard.index("log:info:second 2") < host.heard.index("ready")
    assert "stdout:first" in host.heard
    assert any("not all arguments converted" in line for line in host.heard)


def test_a_long_log_line_is_cut(host: FakeHost, bundle: Path) -> None:
    source = "import logging\nlogging.warning('x' * 5_000_000)\n"
    host.prepare(write(bundle, source + WORKFLOW), log_line_bytes=100)
    assert host.wait_for("log")["message"] == "x" * 100 + "… (cut: the line has 5,000,000 bytes)"


def test_odd_characters_can_be_printed(host: FakeHost, bundle: Path) -> None:
    host.prepare(write(bundle, "print('é \\ud800 😀')\n" + WORKFLOW))
    host.wait_for("ready")
    assert "stdout:é \\ud800 😀" in host.heard


@pytest.mark.parametrize(
    "source",
    [
        "import os, sys\nos.close(1)\n",
        "import sys\nsys.stdout = None\nprint('nobody hears this')\n",
        "import sys\nsys.stdout.close()\n",
        "import io, sys\nsys.stdout = io.StringIO()\nprint('into the buffer')\n",
        "import logging.config\nlogging.config.dictConfig({'version': 1})\n",
        "import asyncio\nasyncio.run(asyncio.sleep(0))\n",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()\n",
        "import os\nif os.fork() == 0:\n    raise ValueError('not the run')\nos.wait()\n",
        "import gc\nclass Loud:\n    def __del__(self):\n        import logging\n        logging.info('gone')\n"
        "for _ in range(2000):\n    loud = Loud()\n    loud.me = loud\n",
    ],
)
def test_what_user_code_may_do_to_its_process(host: FakeHost, bundle: Path, source: str) -> None:
    host.prepare(write(bundle, source + WORKFLOW))
    assert host.wait_for("ready", "failed") == {"event": "ready"}
    assert host.finish() == 0


def test_closing_all_files_is_an_end_without_a_word(host: FakeHost, bundle: Path) -> None:
    host.prepare(write(bundle, "import os\nos.closerange(3, 5000)\n" + WORKFLOW))
    assert host.end_of_child() == EXIT_HOST_GONE
    assert any("closed a file that is not its own" in line for line in host.heard)


def test_a_file_of_the_users_that_took_the_pipes_number_is_left_alone(
    host: FakeHost, bundle: Path, tmp_path: Path
) -> None:
    stolen = tmp_path / "stolen"
    source = (
        f"import os\nfile = open({str(stolen)!r}, 'w+')\n"
        "for number in range(200, 300):\n    os.dup2(file.fileno(), number)\n"
    )
    host.prepare(write(bundle, source + WORKFLOW))
    assert host.end_of_child() == EXIT_HOST_GONE
    assert stolen.read_bytes() == b""


def test_the_child_ends_when_nobody_reads_its_events(bundle: Path, tmp_path: Path) -> None:
    with child(tmp_path) as host:
        host.stop_reading_events()
        host.prepare(write(bundle, WORKFLOW))
        assert host.end_of_child() == EXIT_HOST_GONE
