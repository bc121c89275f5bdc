from __future__ import annotations

import pytest

from deployments.problems import BundleProblem
from deployments.requirements import parse

SHA = "sha256:" + "ab" * 32


def lines(text: str) -> tuple[str, ...]:
    return parse(text.encode()).lines


def test_reads_names_versions_extras_markers_and_addresses() -> None:
    text = """\ufeff
    # what the workflows need
    Requests >= 2.31   # a comment
    httpx[http2]==0.28.1 ; python_version > "3.8"
    thing @ https://example.com/thing-1.0-py3-none-any.whl#sha256=00
    zope.interface
    zope_interface
    """
    assert lines(text) == (
        'httpx[http2]==0.28.1; python_version > "3.8"',
        "requests>=2.31",
        "thing @ https://example.com/thing-1.0-py3-none-any.whl#sha256=00",
        "zope-interface",
    )


def test_hashes_make_pip_take_exactly_these_files() -> None:
    found = parse(f"requests==2.31 \\\n  --hash={SHA} \\\n  --hash=sha512:{'0' * 128}\n".encode())
    assert found.lines == (f"requests==2.31 --hash={SHA} --hash=sha512:{'0' * 128}",)
    assert found.hashed
    assert found.constraints == ()


def test_the_folder_is_named_by_what_is_asked_for() -> None:
    assert parse(b"a==1\nB>=2\n").digest == parse(b"# other words\nb >= 2\n\na == 1").digest
    assert parse(b"a==1").digest != parse(b"a==2").digest


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "playwright==1.2\nlibretto>=0.1 # ours\nPydantic"])
def test_nothing_to_install(text: str) -> None:
    assert lines(text) == ()


def test_what_the_server_brings_is_left_out_and_said() -> None:
    found = parse(b"libretto\nplaywright==1.2\npydantic>=2\n")
    assert found.notes[0] == "libretto is the server's own; the bundle's line is not used."
    assert found.notes[1].endswith("The bundle asks for 'playwright==1.2'.")
    assert found.notes[2].startswith("pydantic is the server's own, 2.")
    assert "asks for" not in found.notes[2]
    assert [line.partition("==")[0] for line in found.constraints] == ["playwright", "pydantic"]


@pytest.mark.parametrize(
    "line",
    [
        "-r other.txt",
        "-c other.txt",
        "-e .",
        "--editable=.",
        "--requirement=/etc/passwd",
        "--index-url https://evil.example",
        "--extra-index-url=https://evil.example",
        "--find-links /etc",
        "--no-binary :all:",
        "--hash=" + SHA,
        "requests --global-option=x",
        "requests --config-settings=x=y",
        "requests --hash=md5:00",
        "requests -r other.txt",
        "requests \\\n -r other.txt",
        ".",
        "./local",
        "/etc/passwd",
        "../x.whl",
        "file:///etc/passwd",
        "file:x.whl",
        "x @ file:///etc/x.whl",
        "x @ http://example.com/x.whl",
        "x @ git+https://example.com/x.git",
        "x @ https:///x.whl",
        "git+https://example.com/x.git",
        "https://example.com/x.whl",
        "x==${SECRET}",
        "x @ https://${SECRET}@example.com/x.whl",
        "two words",
        "x\0y",
        "x==",
    ],
)
def test_refuses_options_paths_and_variables_by_their_line(line: str) -> None:
    with pytest.raises(BundleProblem, match=r"^requirements\.txt line 3: ") as caught:
        parse(f"a==1\n# b\n{line}\nc==3\n".encode())
    assert "\0" not in str(caught.value)


def test_refuses_files_that_are_not_lists() -> None:
    with pytest.raises(BundleProblem, match="not text in UTF-8"):
        parse(b"\xff\xfe")
    with pytest.raises(BundleProblem, match="larger than"):
        parse(b"#" * 300_000)
