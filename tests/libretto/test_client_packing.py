from __future__ import annotations

import io
import os
import tarfile
import time
from pathlib import Path

import pytest

from libretto import packing
from libretto.api_errors import BundleRefused
from libretto.packing import pack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "workflows.py", "helper/__init__.py", "helper/pages.py", "requirements.txt")
    return tmp_path


def write(folder: Path, *names: str, content: str = "x = 1\n") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def members(content: bytes) -> list[tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        return archive.getmembers()


def names(folder: Path) -> list[str]:
    return [member.name for member in members(pack(folder, "workflows.py").content)]


def test_a_bundle_holds_the_files_sorted(folder: Path) -> None:
    bundle = pack(folder, "workflows.py")
    with tarfile.open(fileobj=io.BytesIO(bundle.content), mode="r:gz") as archive:
        found = {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]
    assert list(found) == ["helper/__init__.py", "helper/pages.py", "requirements.txt", "workflows.py"]
    assert found["helper/pages.py"] == b"x = 1\n"
    assert bundle.summary == "4 files (1 KiB)"


def test_the_same_files_give_the_same_bytes(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    write(other, "workflows.py", "requirements.txt", "helper/pages.py", "helper/__init__.py")
    long_ago = time.time() - 1_000_000
    os.utime(other / "workflows.py", (long_ago, long_ago))
    (other / "requirements.txt").chmod(0o600)
    assert pack(folder, "workflows.py").content == pack(other, "workflows.py").content


def test_nothing_of_the_machine_is_in_the_headers(folder: Path) -> None:
    (folder / "workflows.py").chmod(0o777)
    heads = members(pack(folder, "workflows.py").content)
    assert {(head.uid, head.gid, head.uname, head.gname, head.mtime) for head in heads} == {(0, 0, "", "", 0)}
    assert {head.name: head.mode for head in heads}["workflows.py"] == 0o755
    assert {head.mode for head in heads[:-1]} == {0o644}


def test_what_a_run_does_not_need_stays_at_home(folder: Path) -> None:
    before = names(folder)
    write(
        folder,
        *(".env", ".env.production", ".git/config", ".npmrc", ".DS_Store", ".librettoignore"),
        *("venv/lib/a.py", ".venv/lib/a.py", "env311/pyvenv.cfg", "env311/lib/a.py", "node_modules/a/index.js"),
        *("var/up.json", "helper/__pycache__/pages.cpython-311.pyc", "old.pyc"),
    )
    assert names(folder) == before


def test_a_folder_named_var_further_down_is_code(folder: Path) -> None:
    write(folder, "helper/var/a.py")
    assert "helper/var/a.py" in names(folder)


def test_librettoignore_names_more(folder: Path) -> None:
    write(
        folder, "notes.md", "helper/notes.md", "data/big.bin", "data/small.csv", "fixtures/a.json", "helper/fixtures/b"
    )
    (folder / ".librettoignore").write_text("# what a run does not need\n\n*.md\n./data/*.bin\nfixtures/\n")
    assert names(folder) == [
        "data/small.csv",
        "helper/__init__.py",
        "helper/pages.py",
        "requirements.txt",
        "workflows.py",
    ]


@pytest.mark.parametrize("entry_point", ["main.py", "helper", ".env", "../workflows.py"])
def test_a_missing_entry_point_is_refused(folder: Path, entry_point: str) -> None:
    write(folder, ".env")
    with pytest.raises(BundleRefused, match=r"is not in .*Name another with --entry-point"):
        pack(folder, entry_point)


def test_a_folder_that_is_none_is_refused(folder: Path) -> None:
    for path in (folder / "nowhere", folder / "workflows.py"):
        with pytest.raises(BundleRefused, match="is not a folder"):
            pack(path, "workflows.py")


def test_an_entry_point_may_be_deeper(folder: Path) -> None:
    assert pack(folder, "./helper/pages.py").files == 4


def test_a_link_inside_is_packed_as_its_file(folder: Path) -> None:
    (folder / "again.py").symlink_to("workflows.py")
    assert {member.name: member.isreg() for member in members(pack(folder, "workflows.py").content)}["again.py"]


@pytest.mark.parametrize("target", ["/etc/hostname", "helper", "/etc", "missing.py"])
def test_other_links_are_refused_by_name(folder: Path, target: str) -> None:
    (folder / "leak").symlink_to(target)
    with pytest.raises(BundleRefused, match=r"^leak is "):
        pack(folder, "workflows.py")


def test_what_is_no_file_is_refused_by_name(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(BundleRefused, match="pipe is not a regular file"):
        pack(folder, "workflows.py")


@pytest.mark.parametrize(("limit", "text"), [("PACKED_LIMIT", "1 MiB packed"), ("UNPACKED_LIMIT", "1 MiB")])
def test_too_big_a_bundle_names_the_biggest_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch, limit: str, text: str
) -> None:
    monkeypatch.setattr(packing, limit, packing.MEBIBYTE)
    (folder / "helper" / "video.mp4").write_bytes(os.urandom(2 * packing.MEBIBYTE))
    (folder / "model.bin").write_bytes(os.urandom(packing.MEBIBYTE // 2))
    with pytest.raises(BundleRefused) as caught:
        pack(folder, "workflows.py")
    assert f"is larger than {text}. Name what is not needed in .librettoignore. " in str(caught.value)
    assert "The biggest files: helper/video.mp4 (2.0 MiB), model.bin (0.5 MiB), " in str(caught.value)
