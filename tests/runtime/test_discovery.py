from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from runtime.discovery import LOG_MOST_BYTES, Discovery, discover

Discover = Callable[..., Discovery]

WORKFLOW = "from libretto import workflow\n@workflow('w')\ndef w(ctx, input): ...\n"


@pytest.fixture
def discovered(tmp_path: Path) -> Discover:
    """What is discovered in a bundle of these files, given by their names."""

    def run(files: dict[str, str], *, entry_point: str = "workflows.py", **options: Any) -> Discovery:
        for number in range(100):
            if not (folder := tmp_path / str(number)).exists():
                break
        for name, text in files.items():
            path = folder / "bundle" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (folder / "scratch").mkdir()
        return discover(
            bundle=folder / "bundle",
            entry_point=entry_point,
            **{
                "dependencies": None,
                "scratch": folder / "scratch",
                "hidden_paths": [tmp_path],
                "timeout_seconds": 20,
                **options,
            },
        )

    return run


def names(discovery: Discovery) -> list[str]:
    assert discovery.error is None
    return [workflow["name"] for workflow in discovery.workflows]


def test_everything_declared_is_told(discovered: Discover) -> None:
    discovery = discovered(
        {
            "workflows.py": (
                "from datetime import date\n"
                "from pydantic import BaseModel, Field\n"
                "from libretto import workflow\n"
                "from flows.other import other\n"
                "class Search(BaseModel):\n"
                "    text: str = Field(description='What to look for')\n"
                "    until: date | None = None\n"
                "class Found(BaseModel):\n"
                "    rows: list[str] = Field(serialization_alias='theRows')\n"
                "print('importing')\n"
                "@workflow('search', input=Search, output=Found, credentials=['Token'],\n"
                "    start_url='https://example.com/', viewport={'width': 800, 'height': 600}, rerun='safe')\n"
                "async def search(ctx, input): ...\n"
            ),
            "flows/other.py": WORKFLOW.replace("'w'", "'other'").replace("def w", "def other"),
        }
    )
    assert discovery.error is None
    assert discovery.log == "importing\n"
    assert discovery.workflows == [
        {
            "name": "other",
            "input_schema": None,
            "output_schema": None,
            "credential_names": [],
            "start_url": None,
            "viewport": None,
            "source_file": "flows/other.py",
            "rerun": "",
        },
        {
            "name": "search",
            "input_schema": {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "title": "Search",
                "type": "object",
                "required": ["text"],
                "properties": {
                    "text": {"title": "Text", "type": "string", "description": "What to look for"},
                    "until": {
                        "title": "Until",
                        "default": None,
                        "anyOf": [{"type": "string", "format": "date"}, {"type": "null"}],
                    },
                },
            },
            "output_schema": {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "title": "Found",
                "type": "object",
                "required": ["theRows"],
                "properties": {"theRows": {"title": "Therows", "type": "array", "items": {"type": "string"}}},
            },
            "credential_names": ["token"],
            "start_url": "https://example.com/",
            "viewport": {"width": 800, "height": 600},
            "source_file": "workflows.py",
            "rerun": "safe",
        },
    ]


@pytest.mark.parametrize("field", ["x: object = object()", "x: complex", "x: float = float('nan')", "x: 'Nowhere'"])
def test_a_schema_that_cannot_be_made_is_none_and_said(discovered: Discover, field: str) -> None:
    discovery = discovered(
        {
            "workflows.py": (
                "from collections.abc import Callable\nfrom pydantic import BaseModel\nfrom libretto import workflow\n"
                f"class Odd(BaseModel):\n    f: Callable[[], int]\n    {field}\n"
                "@workflow('w', input=Odd)\ndef w(ctx, input): ...\n"
            )
        }
    )
    assert names(discovery) == ["w"]
    assert discovery.workflows[0]["input_schema"] is None
    assert discovery.log.startswith('warn: Workflow "w": no JSON Schema of its input (Odd): ')


def test_a_huge_schema_is_left_out(discovered: Discover) -> None:
    source = (
        "from typing import Literal\nfrom pydantic import create_model\nfrom libretto import workflow\n"
        "Many = create_model('Many', **{f'field_{n}': (int, ...) for n in range(10_000)})\n"
        "@workflow('w', output=Many)\ndef w(ctx, input): ...\n"
    )
    discovery = discovered({"workflows.py": source})
    assert names(discovery) == ["w"]
    assert discovery.workflows[0]["output_schema"] is None
    assert "at most 204,800 are kept" in discovery.log


def test_the_dependencies_come_after_the_bundle_and_before_ours(discovered: Discover, tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    (packages / "both.py").write_text("name = 'of the dependencies'")
    (packages / "click.py").write_text("name = 'of the dependencies'")
    source = "import both, click\nprint(both.name, '|', click.name)\n" + WORKFLOW
    files = {"workflows.py": source, "both.py": "name = 'of the bundle'"}
    discovery = discovered(files, dependencies=packages)
    assert names(discovery) == ["w"]
    assert discovery.log == "of the bundle | of the dependencies\n"


@pytest.mark.parametrize("name", ["runtime", "jobs", "helpers", "xdrlib"])
def test_modules_of_the_bundle_may_have_names_of_ours(discovered: Discover, name: str) -> None:
    other = "from dataclasses import dataclass\n@dataclass\nclass Thing:\n    n: int = 7\n"
    discovery = discovered({"workflows.py": f"import {name}\nprint({name}.Thing())\n{WORKFLOW}", f"{name}.py": other})
    assert names(discovery) == ["w"]
    assert discovery.log == "Thing(n=7)\n"


@pytest.mark.parametrize("name", ["json", "queue", "typing", "libretto", "playwright"])
def test_a_module_that_cannot_be_imported_by_its_name_is_said(discovered: Discover, name: str) -> None:
    discovery = discovered({"workflows.py": WORKFLOW, f"{name}/__init__.py": "raise ValueError('the wrong one')"})
    assert names(discovery) == ["w"]
    assert discovery.log.startswith(f"warn: The bundle's own {name} is not what `import {name}` finds: ")


@pytest.mark.parametrize(
    "entry_point", ["flows/search.py", "flows/__init__.py", "my-flows/2024.py", "json.py", "runtime.py", "__init__.py"]
)
def test_entry_points_may_lie_anywhere_and_have_any_name(discovered: Discover, entry_point: str) -> None:
    assert names(discovered({entry_point: WORKFLOW}, entry_point=entry_point)) == ["w"]


def test_an_entry_point_can_import_its_neighbours_and_be_imported_by_them(discovered: Discover) -> None:
    files = {
        "flows/main.py": "print('once')\nfrom . import parts\n" + WORKFLOW,
        "flows/parts.py": "import flows.main\n",
    }
    discovery = discovered(files, entry_point="flows/main.py")
    assert names(discovery) == ["w"]
    assert discovery.log == "once\n"


@pytest.mark.parametrize(
    ("entry_point", "complaint"),
    [
        ("index.js", "TypeScript bundles are not supported yet: the entry point is index.js. Deploy a Python file."),
        ("index.ts", "TypeScript bundles are not supported yet"),
        ("workflows", "The entry point must be a Python file such as workflows.py, not 'workflows'."),
        ("missing.py", "The bundle has no file missing.py. Name the file that defines the workflows."),
        ("folder.py", "The bundle has no file folder.py."),
        ("../outside.py", "The entry point ../outside.py lies outside the bundle."),
        ("/etc/outside.py", "The entry point /etc/outside.py lies outside the bundle."),
    ],
)
def test_entry_points_that_cannot_be(discovered: Discover, entry_point: str, complaint: str) -> None:
    files = {"workflows.py": WORKFLOW, "../outside.py": WORKFLOW, "folder.py/x.txt": ""}
    discovery = discovered(files, entry_point=entry_point)
    assert discovery.workflows == []
    assert discovery.error is not None
    assert complaint in discovery.error


def test_no_workflow_at_all(discovered: Discover) -> None:
    discovery = discovered({"workflows.py": "def w(ctx, input): ...\n"})
    assert discovery.error == (
        'workflows.py defines no workflow. Put @workflow("name") above a function in it, or import one there.'
    )


def test_an_error_shows_the_users_frames_and_no_others(discovered: Discover) -> None:
    discovery = discovered({"workflows.py": "import flows.a\n", "flows/a.py": "def f():\n    1 / 0\nf()\n"})
    assert discovery.error is not None
    assert [line for line in discovery.error.splitlines() if "^" not in line] == [
        "workflows.py could not be imported.",
        "",
        "Traceback (most recent call last):",
        '  File "workflows.py", line 1, in <module>',
        "    import flows.a",
        '  File "flows/a.py", line 3, in <module>',
        "    f()",
        '  File "flows/a.py", line 2, in f',
        "    1 / 0",
        "ZeroDivisionError: division by zero",
    ]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1\ny = = 2\n", ['File "workflows.py", line 2', "y = = 2", "SyntaxError: invalid syntax"]),
        ("import nowhere\n", ["ModuleNotFoundError: No module named 'nowhere'"]),
        (WORKFLOW + WORKFLOW, ["DeclarationError: Two workflows are named"]),
        ("import sys\nsys.exit(1)\n", ["workflows.py calls sys.exit() when it is imported", "line 2, in <module>"]),
        ("raise KeyboardInterrupt\n", ["could not be imported", "KeyboardInterrupt"]),
        ("raise ValueError('\\0' + '\\ud800')\n", ["ValueError: \ufffd\ufffd"]),
        ("def f():\n    f()\nf()\n", ["RecursionError", "Previous line repeated"]),
        ("import os\nos._exit(3)\n", ["that imported workflows.py ended with exit code 3"]),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", ["was killed by signal 9 (SIGKILL)"]),
        ("import os\nos.closerange(3, 4000)\n", ["that imported workflows.py ended with exit code 70"]),
        ("x = bytearray(20 * 1024**3)\n", ["MemoryError"]),
    ],
)
def test_an_import_that_fails(discovered: Discover, source: str, said: list[str]) -> None:
    discovery = discovered({"workflows.py": source})
    assert discovery.workflows == []
    assert discovery.error is not None
    for words in said:
        assert words in discovery.error
    assert "python_child" not in discovery.error
    discovery.error.encode()


def test_an_import_without_end_says_where_it_stands(discovered: Discover) -> None:
    source = "import time\nprint('before')\ndef forever():\n    while True:\n        time.sleep(0.01)\nforever()\n"
    discovery = discovered({"workflows.py": source}, timeout_seconds=0.5)
    assert discovery.error == (
        "workflows.py was still being imported after 0.5 seconds. Move what takes long into the workflow's function."
        "\n\nworkflows.py:5 in forever\n    time.sleep(0.01)\nworkflows.py:6 in <module>\n    forever()"
    )
    assert discovery.log == "before\n"


def test_an_import_that_cannot_even_say_so_is_ended(discovered: Discover, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.discovery.GRACE_SECONDS", 0.2)
    source = "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n"
    discovery = discovered({"workflows.py": source}, timeout_seconds=0.5)
    assert discovery.error == "workflows.py was still being imported after 0.5 seconds."


def test_what_is_printed_and_logged_is_kept_within_bounds(discovered: Discover) -> None:
    source = (
        "import logging, sys, warnings\nlogging.info('one')\nprint('two', file=sys.stderr)\nwarnings.warn('three')\n"
        "sys.stdout.buffer.write(b'\\xff\\0' + b'x' * 5_000_000)\n" + WORKFLOW
    )
    discovery = discovered({"workflows.py": source})
    assert names(discovery) == ["w"]
    assert {"info: one", "two"} <= set(discovery.log.splitlines())
    assert "UserWarning: three" in discovery.log
    assert "\ufffd\ufffdxxx" in discovery.log
    assert len(discovery.log.encode()) < LOG_MOST_BYTES + 100
    assert "more bytes)" in discovery.log


def test_the_process_sees_nothing_of_the_servers_environment(
    discovered: Discover, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setenv("LIBRETTO_SECRET_KEY", "secret")
    source = "import os\nprint(os.environ)\nprint(os.getcwd(), os.environ['HOME'], os.environ['TMPDIR'])\n" + WORKFLOW
    log = discovered({"workflows.py": source}).log
    assert "secret" not in log
    bundle, home, temporary = log.splitlines()[-1].split()
    scratch = Path(bundle).parent / "scratch"
    assert (home, temporary) == (str(scratch / "home"), str(scratch / "tmp"))


def test_no_process_is_left(discovered: Discover, tmp_path: Path) -> None:
    source = (
        "import os, subprocess, sys\n"
        "subprocess.Popen(['sleep', '987654'], start_new_session=True)\n"
        "if os.fork() == 0:\n    os.setsid()\n    os.execvp('sleep', ['sleep', '987654'])\n" + WORKFLOW
    )
    begun = time.monotonic()
    assert names(discovered({"workflows.py": source})) == ["w"]
    assert time.monotonic() - begun < 10
    assert [one for one in psutil.process_iter(["cmdline"]) if one.info["cmdline"] == ["sleep", "987654"]] == []


def test_a_forked_process_does_not_speak_for_the_import(discovered: Discover) -> None:
    source = "import os\nif os.fork() == 0:\n    raise SystemExit('the other one')\nos.wait()\n" + WORKFLOW
    assert names(discovered({"workflows.py": source})) == ["w"]


def test_nothing_is_written_into_the_bundle(discovered: Discover, tmp_path: Path) -> None:
    assert names(discovered({"workflows.py": "import other\n" + WORKFLOW, "other.py": ""})) == ["w"]
    assert sorted(path.name for path in (tmp_path / "0" / "bundle").iterdir()) == ["other.py", "workflows.py"]
