"""A patch of the server is made in the local files as a whole, or not at all."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from debugging.repair.proposal import FileChange
from libretto.api_errors import PatchRefused
from libretto.patches import apply_patch

OLD = "".join(f"line {number}\n" for number in range(1, 31))
NEW = OLD.replace("line 5\n", "line five\n").replace("line 20\n", "line 20\n-- a/added\n")
PATCH = FileChange(file="src/workflows.py", old=OLD, new=NEW).diff


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    made = tmp_path / "src" / "workflows.py"
    made.write_text(OLD)
    return made


def test_it_is_made(file: Path, tmp_path: Path) -> None:
    assert apply_patch(PATCH, tmp_path, only_check=True) == ["src/workflows.py"]
    assert file.read_text() == OLD
    assert apply_patch(PATCH, tmp_path) == ["src/workflows.py"]
    assert file.read_text() == NEW


def test_git_makes_the_same_of_it(file: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "apply", "-"], input=PATCH, text=True, cwd=tmp_path, check=True)
    assert file.read_text() == NEW


def test_lines_that_moved_are_found(file: Path, tmp_path: Path) -> None:
    file.write_text(f"# new\n# new\n{OLD}")
    apply_patch(PATCH, tmp_path)
    assert file.read_text() == f"# new\n# new\n{NEW}"


@pytest.mark.parametrize("old", [OLD.removesuffix("\n"), "a\x0cb\nline 5\nx\u2028y", "line 5"])
def test_odd_ends_of_lines(file: Path, tmp_path: Path, old: str) -> None:
    new = old.replace("line 5", "line five")
    file.write_text(old)
    apply_patch(FileChange(file="src/workflows.py", old=old, new=new).diff, tmp_path)
    assert file.read_bytes().decode() == new


def test_a_repository_with_other_line_ends_keeps_them(file: Path, tmp_path: Path) -> None:
    file.write_bytes(OLD.replace("\n", "\r\n").encode())
    apply_patch(PATCH, tmp_path)
    assert file.read_bytes() == NEW.replace("\n", "\r\n").encode()


def test_nothing_is_changed_when_one_place_differs(file: Path, tmp_path: Path) -> None:
    mine = OLD.replace("line 19\n", "mine\n")
    file.write_text(mine)
    with pytest.raises(PatchRefused, match=r"differs from the deployed file near line 18.*Nothing was changed"):
        apply_patch(PATCH, tmp_path)
    assert file.read_text() == mine


def test_what_is_made_already_is_said(file: Path, tmp_path: Path) -> None:
    file.write_text(NEW)
    with pytest.raises(PatchRefused, match="has this edit already"):
        apply_patch(PATCH, tmp_path)
    assert file.read_text() == NEW


def test_two_like_places_are_not_guessed_between(file: Path, tmp_path: Path) -> None:
    old = "a\nb\nc\n"
    patch = FileChange(file="src/workflows.py", old=old, new="a\nB\nc\n").diff
    file.write_text(f"# moved\n{old}# and again\n{old}")
    with pytest.raises(PatchRefused, match="does not fit"):
        apply_patch(patch, tmp_path)


@pytest.mark.parametrize("path", ["../out.py", "/etc/hostname", "gone.py"])
def test_files_elsewhere_are_left_alone(tmp_path: Path, path: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out.py").write_text(OLD)
    with pytest.raises(PatchRefused):
        apply_patch(PATCH.replace("src/workflows.py", path), tmp_path / "in")
    assert (tmp_path / "out.py").read_text() == OLD


def test_so_are_links_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in" / "src").mkdir(parents=True)
    (tmp_path / "out.py").write_text(OLD)
    (tmp_path / "in" / "src" / "workflows.py").symlink_to(tmp_path / "out.py")
    with pytest.raises(PatchRefused, match="link out of"):
        apply_patch(PATCH, tmp_path / "in")


def test_what_is_no_patch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PatchRefused, match="no patch"):
        apply_patch("hello\n", tmp_path)
