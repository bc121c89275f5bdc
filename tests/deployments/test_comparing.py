"""What differs between two bundles, shown and as a patch."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from deployments import comparing
from deployments.bundle_files import BundleFile
from deployments.comparing import differences, patch_of

OLD = "".join(f"line {number}\n" for number in range(1, 31))
CASES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "two places": ({"a.py": OLD}, {"a.py": OLD.replace("line 3\n", "line three\n").replace("line 28\n", "")}),
    "added and removed": ({"gone.py": "x\n"}, {"pages/new.py": "a\nb\n"}),
    "the last line feed lost": ({"a.py": "a\nb\n"}, {"a.py": "a\nb"}),
    "the last line feed added": ({"a.py": "a\nb"}, {"a.py": "a\nb\nc\n"}),
    "Windows line ends": ({"a.py": "a\r\nb\r\n"}, {"a.py": "a\r\nc\r\n"}),
    "odd separators": ({"a.py": "a\x0cb\u2028c\n"}, {"a.py": "a\x0cb\u2028d\n"}),
    "emptied": ({"a.py": "a\n", "b.py": "b\n"}, {"a.py": "", "b.py": "b\n"}),
}


def files(texts: dict[str, str | None]) -> list[BundleFile]:
    return [
        BundleFile(path, len(text or ""), hashlib.sha256((text or path).encode()).hexdigest(), text)
        for path, text in texts.items()
    ]


@pytest.mark.parametrize("case", CASES)
def test_the_patch_makes_the_new_bundle_of_the_old_one(tmp_path: Path, case: str) -> None:
    old, new = CASES[case]
    for path, text in old.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(text.encode())
    patch = patch_of(differences(files({**old}), files({**new})))
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=patch.encode(), cwd=tmp_path, check=True)
    made = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {path: text.encode() for path, text in new.items()}


def test_lines_are_numbered_in_both_files() -> None:
    (found,) = differences(files({"a.py": OLD}), files({"a.py": OLD.replace("line 3\n", "x\ny\n")}))
    assert (found.kind, found.added, found.removed) == ("changed", 2, 1)
    (hunk,) = found.hunks
    assert hunk.place == "@@ -1,6 +1,7 @@"
    assert [(line.mark, line.old, line.new, line.shown) for line in hunk.lines][1:6] == [
        (" ", 2, 2, "line 2"),
        ("-", 3, 0, "line 3"),
        ("+", 0, 3, "x"),
        ("+", 0, 4, "y"),
        (" ", 4, 5, "line 4"),
    ]


def test_what_an_edit_left_alone_is_told_from_what_it_changed() -> None:
    old = "    await page.get_by_role('button', name='Pay').click()\n    total = 1\n"
    new = "    await page.get_by_role('button', name='Pay now').click()\n    # gone\n"
    (found,) = differences(files({"a.py": old}), files({"a.py": new}))
    parts = {line.shown.strip()[:20]: line.parts for hunk in found.hunks for line in hunk.lines}
    begin, end = "    await page.get_by_role('button', name='Pay", "').click()"
    assert [line.parts for line in found.hunks[0].lines if line.new == 1] == [(begin, " now", end)]
    assert [line.parts for line in found.hunks[0].lines if line.old == 1] == [(begin, "", end)]
    assert (parts["total = 1"], parts["# gone"]) == (None, None)


def test_what_cannot_be_shown_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    logo = BundleFile("logo.png", 6, "1", None)
    other = BundleFile("logo.png", 6, "2", None)
    monkeypatch.setattr(comparing, "LINES_MOST", 2)
    found = differences([logo, *files({"a.py": "1\n2\n"})], [other, *files({"a.py": "1\n2\n3\n", "b.py": ""})])
    assert [(file.path, file.why_not) for file in found] == [
        ("a.py", "Not shown: longer than 2 lines."),
        ("b.py", "Empty."),
        ("logo.png", "Not shown: not a text, or too large."),
    ]
    assert patch_of(found) == ""


def test_the_same_is_no_difference() -> None:
    assert differences(files({"a.py": OLD}), files({"a.py": OLD})) == []
