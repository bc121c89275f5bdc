from __future__ import annotations

import importlib.util
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from libretto.protocol import ErrorCode, RunError
from runtime.child_protocol import ERROR_TEXT_BYTES
from runtime.python_child.failures import RunFailed, describe_error, describe_failure
from runtime.python_child.places import Places

Describe = Callable[[str], RunError]


@pytest.fixture
def describe(tmp_path: Path) -> Describe:
    """Runs `source` as the bundle's workflows.py; the description of what it raises."""

    def run(source: str) -> RunError:
        file = tmp_path / "workflows.py"
        file.write_text(source, encoding="utf-8")
        spec = importlib.util.spec_from_file_location("bundle_under_test", file)
        assert spec is not None
        assert spec.loader is not None
        try:
            spec.loader.exec_module(importlib.util.module_from_spec(spec))
        except BaseException as error:  # noqa: BLE001 - as the child does
            return describe_error(error, Places(tmp_path))
        raise AssertionError("nothing was raised")

    return run


def assert_storable(error: RunError) -> None:
    for name, text in error.items():
        assert isinstance(text, str), name
        assert len(text.encode()) <= ERROR_TEXT_BYTES, name
        assert "\0" not in text, name


def test_the_place_comes_first_and_its_line_below(describe: Describe) -> None:
    error = describe("import json\n\ndef search():\n    json.loads('{')\n\nsearch()\n")
    assert error["code"] == "workflow_error"
    assert error["type"] == "JSONDecodeError"
    assert error["message"].startswith("Expecting property name")
    assert error["mapped_stack"].splitlines() == [
        "workflows.py:4 in search",
        "    json.loads('{')",
        "workflows.py:6 in <module>",
        "    search()",
    ]
    assert 'File "workflows.py", line 4, in search' in error["stack"]
    assert 'File "json/__init__.py"' in error["stack"]


def test_a_syntax_error_has_a_place_without_a_frame(describe: Describe) -> None:
    error = describe("x = 1\ny = = 2\n")
    assert error["type"] == "SyntaxError"
    assert error["mapped_stack"] == "workflows.py:2\n    y = = 2"
    assert 'File "workflows.py", line 2' in error["stack"]


def test_a_syntax_error_somebody_made(describe: Describe) -> None:
    assert describe("raise SyntaxError('made up')")["mapped_stack"].startswith("workflows.py:1 in <module>")


def test_a_recursion_is_told_once(describe: Describe) -> None:
    error = describe("def down():\n    down()\ndown()\n")
    lines = error["mapped_stack"].splitlines()
    assert error["type"] == "RecursionError"
    assert lines[:2] == ["workflows.py:2 in down", "    down()"]
    assert "the same" in lines[2]
    assert lines[-2:] == ["workflows.py:3 in <module>", "    down()"]
    assert len(lines) == 5


def test_of_a_deep_stack_both_ends_are_kept(describe: Describe) -> None:
    error = describe("def even(n):\n    odd(n)\ndef odd(n):\n    even(n)\neven(1)\n")
    lines = error["mapped_stack"].splitlines()
    assert len(lines) == 2 * (40 + 10) + 1
    assert lines[80].startswith("… ")
    assert lines[-2] == "workflows.py:5 in <module>"


def test_causes_come_after_what_they_caused(describe: Describe) -> None:
    error = describe(
        "def read():\n    raise KeyError('price')\n\n"
        "def parse():\n    try:\n        read()\n"
        "    except KeyError as missing:\n        raise ValueError('bad row') from missing\n"
        "parse()\n"
    )
    assert error["mapped_stack"].splitlines() == [
        "workflows.py:8 in parse",
        "    raise ValueError('bad row') from missing",
        "workflows.py:9 in <module>",
        "    parse()",
        "caused by KeyError: 'price'",
        "workflows.py:2 in read",
        "    raise KeyError('price')",
        "workflows.py:6 in parse",
        "    read()",
    ]


def test_an_error_while_handling_another(describe: Describe) -> None:
    error = describe("try:\n    1 / 0\nexcept ZeroDivisionError:\n    missing\n")
    assert error["mapped_stack"].splitlines()[2:] == [
        "while handling ZeroDivisionError: division by zero",
        "workflows.py:2 in <module>",
        "    1 / 0",
    ]


def test_a_hidden_context_stays_hidden(describe: Describe) -> None:
    error = describe("try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ValueError('x') from None\n")
    assert "ZeroDivision" not in error["mapped_stack"] + error["stack"]


def test_members_of_a_group(describe: Describe) -> None:
    error = describe(
        "def fail(error):\n    try:\n        raise error\n    except type(error) as raised:\n        return raised\n"
        "raise ExceptionGroup('both', [fail(KeyError('a')), fail(OSError('b'))])\n"
    )
    assert error["message"] == "both (2 sub-exceptions)"
    assert error["mapped_stack"].splitlines()[2:] == [
        "in the group: KeyError: 'a'",
        "workflows.py:3 in fail",
        "    raise error",
        "in the group: OSError: b",
        "workflows.py:3 in fail",
        "    raise error",
    ]


def test_a_member_of_a_group_that_was_raised_elsewhere_is_named_too(describe: Describe) -> None:
    error = describe("raise ExceptionGroup('tasks', [OSError('no file'), ExceptionGroup('more', [KeyError('b')])])")
    assert error["mapped_stack"].splitlines()[2:] == [
        "in the group: OSError: no file",
        "in the group: ExceptionGroup: more (1 sub-exception)",
        "in the group: KeyError: 'b'",
    ]


def test_a_huge_group(describe: Describe) -> None:
    error = describe("raise ExceptionGroup('many', [ValueError('x' * 1000) for _ in range(20_000)])")
    assert_storable(error)
    assert error["mapped_stack"].splitlines()[0] == "workflows.py:1 in <module>"


def test_a_long_chain_of_causes(describe: Describe) -> None:
    error = describe(
        "error = None\n"
        "for number in range(3000):\n"
        "    try:\n        raise ValueError(number) from error\n"
        "    except ValueError as raised:\n        error = raised\n"
        "raise error\n"
    )
    assert_storable(error)
    assert error["mapped_stack"].count("caused by") == 19
    assert error["mapped_stack"].endswith("… and more …")
    assert "ValueError: 2999" in error["stack"]


@pytest.mark.parametrize("raised", ["RuntimeError('no text')", "SystemExit('no text')"])
def test_a_message_that_cannot_be_read(describe: Describe, raised: str) -> None:
    error = describe(f"class Odd(Exception):\n    def __str__(self):\n        raise {raised}\nraise Odd()\n")
    assert error["type"] == "Odd"
    assert error["message"] == "Odd (its message cannot be shown)"
    assert error["mapped_stack"].startswith("workflows.py:4 in <module>")
    assert_storable(error)


def test_an_exception_that_breaks_its_traceback(describe: Describe) -> None:
    error = describe(
        "class Odd(Exception):\n"
        "    @property\n    def __notes__(self):\n        raise MemoryError()\n"
        "    @property\n    def __cause__(self):\n        raise MemoryError()\n"
        "raise Odd('text')\n"
    )
    assert error["message"] == "text"
    assert error["stack"]


def test_a_huge_message_keeps_its_beginning_and_its_end(describe: Describe) -> None:
    error = describe("raise ValueError('begin' + 'é' * 10_000_000 + 'end')")
    assert_storable(error)
    assert error["message"].startswith("beginé")
    assert error["message"].endswith("éend")
    assert "20,000,008 bytes" in error["message"]
    assert error["mapped_stack"].startswith("workflows.py:1 in <module>")


def test_characters_nobody_can_store(describe: Describe) -> None:
    error = describe(r"raise ValueError('nul \0, half \ud83d, whole \ud83d\ude00, \x1b[31mred\x1b[0m')")
    assert error["message"] == "nul \ufffd, half \ufffd, whole 😀, red"
    assert_storable(error)


def test_an_empty_message_is_the_name(describe: Describe) -> None:
    assert describe("raise TimeoutError()")["message"] == "TimeoutError"
    assert describe("raise KeyboardInterrupt()")["message"] == "KeyboardInterrupt"


def test_a_missing_key_is_called_one(describe: Describe) -> None:
    assert describe("raise KeyError('price')")["message"] == "KeyError: 'price'"


def test_sys_exit_says_what_to_do_instead(describe: Describe) -> None:
    error = describe("import sys\nsys.exit(3)")
    assert (error["type"], error["code"]) == ("SystemExit", "workflow_error")
    assert error["message"] == (
        "The workflow called sys.exit(3). Let the function return its result, or raise an error."
    )


def test_very_long_source_lines_are_cut(describe: Describe) -> None:
    error = describe(f"data = [{'1, ' * 10_000} missing]")
    assert len(error["mapped_stack"].splitlines()[1]) < 250


def test_a_bundle_file_that_is_gone(describe: Describe) -> None:
    error = describe("import os\nos.unlink(__file__)\nraise ValueError('x')\n")
    assert error["mapped_stack"] == "workflows.py:3 in <module>"


def test_a_neighbour_of_the_bundle_is_not_in_it(tmp_path: Path) -> None:
    frame = traceback.FrameSummary(f"{tmp_path}-other/workflows.py", 1, "f", line="x")
    assert Places(tmp_path).mapped([frame]) == []


def test_a_failure_without_an_exception() -> None:
    places = Places(Path("/nowhere"))
    assert describe_failure(RunFailed(ErrorCode.INVALID_INPUT, "a\0b"), places) == {
        "code": "invalid_input",
        "type": "",
        "message": "a\ufffdb",
        "stack": "",
        "mapped_stack": "",
    }


def test_a_failure_of_ours_keeps_what_was_raised() -> None:
    failure = RunFailed(ErrorCode.START_URL_FAILED, "The start URL could not be opened: gone", ValueError("gone"))
    error: Any = describe_failure(failure, Places(Path("/nowhere")))
    assert (error["code"], error["type"]) == ("start_url_failed", "ValueError")
    assert error["message"] == "The start URL could not be opened: gone"
    assert error["stack"] == "ValueError: gone\n"
