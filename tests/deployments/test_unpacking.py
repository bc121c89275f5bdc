"""What a bundle may be, and everything it may not."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import threading
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from deployments.problems import BundleProblem
from deployments.unpacking import UnpackLimits, unpack, unpack_once
from tests.deployments.bundles import folder, member, packed, tar

LIMITS = UnpackLimits(bytes_most=500 * 1024**2, entries_most=1000)
Members = list[tuple[tarfile.TarInfo, bytes]]


def unpacked(archive: bytes, folder: Path, limits: UnpackLimits = LIMITS) -> dict[str, bytes]:
    unpack(io.BytesIO(archive), folder, limits)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusal(archive: bytes, tmp_path: Path, limits: UnpackLimits = LIMITS) -> str:
    with pytest.raises(BundleProblem) as caught:
        unpack(io.BytesIO(archive), tmp_path / "bundle", limits)
    outside = [path.name for path in tmp_path.iterdir() if path.name != "bundle"]
    assert outside == []
    return str(caught.value)


def of(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    return gzip.compress(tar(members), 1)


@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_unpacks_what_tar_makes(tmp_path: Path, format: int) -> None:
    long = "/".join(["folder-of-some-length"] * 5) + "/file.py"
    archive = gzip.compress(
        tar([folder("."), folder("./lib"), member("./lib/a.py", b"a" * 1000), member(long, b"l")], format=format)
    )
    assert unpacked(archive, tmp_path / "b") == {"lib/a.py": b"a" * 1000, long: b"l"}


def test_unpacks_names_beyond_ascii_and_over_100_bytes(tmp_path: Path) -> None:
    name = "données/" + "é" * 80 + ".py"
    for index, format in enumerate([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]):
        archive = gzip.compress(tar([member(name, b"x")], format=format))
        assert unpacked(archive, tmp_path / str(index)) == {name: b"x"}


def test_files_and_folders_get_our_modes_and_owner(tmp_path: Path) -> None:
    info, data = member("tool", b"#!", mode=0o6777, uid=4242, gid=4242)
    before = os.umask(0o077)
    try:
        unpack(io.BytesIO(of(folder("lib"), (info, data))), tmp_path / "b", LIMITS)
    finally:
        os.umask(before)
    file, lib = (tmp_path / "b/tool").stat(), (tmp_path / "b/lib").stat()
    assert (stat.S_IMODE(file.st_mode), file.st_uid) == (0o644, os.getuid())
    assert stat.S_IMODE(lib.st_mode) == 0o755


LINK = member("link", type=tarfile.SYMTYPE, linkname="/etc/passwd")
BAD_MEMBERS: dict[str, tuple[Members, str]] = {
    "absolute": ([member("/etc/cron.d/x", b"x")], "'/etc/cron.d/x' is an absolute path"),
    "parent": ([member("../x", b"x")], "'../x' leads out of the bundle"),
    "parent inside": ([member("a/../../x", b"x")], "leads out of the bundle"),
    "symbolic link": ([LINK], "'link' is a symbolic link"),
    "write through a link": ([LINK, member("link/x", b"x")], "'link' is a symbolic link"),
    "hard link": ([member("a", b"x"), member("b", type=tarfile.LNKTYPE, linkname="a")], "'b' is a hard link"),
    "device": ([member("null", type=tarfile.CHRTYPE, devmajor=1, devminor=3)], "'null' is a device"),
    "disk": ([member("disk", type=tarfile.BLKTYPE)], "'disk' is a device"),
    "pipe": ([member("pipe", type=tarfile.FIFOTYPE)], "'pipe' is a named pipe"),
    "unknown kind": ([member("odd", type=b"V")], "'odd' is of the unknown kind"),
    "old sparse file": ([member("sparse", type=tarfile.GNUTYPE_SPARSE)], "'sparse' is a sparse file"),
    "pax sparse file": ([member("holes", b"x", pax_headers={"GNU.sparse.major": "1"})], "'holes' is a sparse file"),
    "twice": ([member("a", b"1"), member("./a", b"2")], "'./a' is in the bundle twice"),
    "file for a folder": ([member("a", b"1"), member("a/b", b"2")], "'a/b' needs a folder where"),
    "folder for a file": ([member("a", b"1"), folder("a")], "'a' needs a folder where"),
    "file over a folder": ([member("a/b", b"1"), member("a", b"2")], "'a' is in the bundle twice"),
    "file named as a folder": ([member("x", b"1", pax_headers={"path": "a/"})], "'a/' is a file with the name of"),
    "the bundle itself a file": ([member(".", b"1")], "'.' is a file with the name of a folder"),
    "NUL": ([member("x", b"1", pax_headers={"path": "a\0.py"})], r"'a\x00.py' has a control character"),
    "control character": ([member("a\nb", b"1")], "has a control character"),
    "backslash": ([member("..\\..\\x", b"1")], "has a backslash"),
    "long part": ([member("a" * 256, b"1")], "part longer than 255 bytes"),
    "long path": ([member("/".join(["a" * 200] * 6), b"1")], "path longer than 1024 bytes"),
    "deep": ([member("/".join("a" * 33), b"1")], "deeper than 32 folders"),
    "pax path": ([member("a", b"1", pax_headers={"path": "../../x"})], "leads out of the bundle"),
    "pax size": ([member("a", b"1", pax_headers={"size": "99999999"})], "it was cut off"),
    "pax size of no number": ([member("a", b"1", pax_headers={"size": "-5"})], "gives a size that is no number"),
    "no files": ([folder("a")], "The bundle holds no files."),
}


@pytest.mark.parametrize("case", BAD_MEMBERS)
def test_refuses_members_that_are_not_plain(tmp_path: Path, case: str) -> None:
    members, message = BAD_MEMBERS[case]
    said = refusal(of(*members), tmp_path)
    assert message in said
    assert "\n" not in said
    assert "\0" not in said


def test_refuses_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    plain = tar([member("a-name", b"1")], format=tarfile.USTAR_FORMAT)
    assert "is not a name in UTF-8" in refusal(gzip.compress(_renamed(plain, b"\xff-name")), tmp_path)


def test_refuses_the_folder_at_the_root_of_the_machine(tmp_path: Path) -> None:
    archive = gzip.compress(_renamed(tar([folder("xx"), member("a", b"1")]), b"//"))
    assert "a member without a name" in refusal(archive, tmp_path)


TAR = tar([member("workflows.py", b"x" * 5000), member("b.py", b"y" * 5000)])
PACKED = gzip.compress(TAR)
BAD_ARCHIVES: dict[str, tuple[bytes, str]] = {
    "gzip cut off": (PACKED[:-9], "ends in the middle of its gzip data"),
    "gzip header only": (PACKED[:10], "ends in the middle of its gzip data"),
    "gzip damaged": (PACKED[:60] + b"\xff" * 20 + PACKED[80:], "is not valid gzip data"),
    "gzip checksum": (PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:], "is not valid gzip data"),
    "bytes after gzip": (PACKED + b"more", "is not valid gzip data"),
    "a second archive": (PACKED + PACKED, "bytes follow its end"),
    "tar cut off in a file": (gzip.compress(TAR[:3000]), "it was cut off"),
    "tar cut off between files": (gzip.compress(TAR[: 512 + 5120]), "it was cut off"),
    "tar cut off in a header": (gzip.compress(TAR[: 512 + 5120 + 100]), "it was cut off"),
    "a damaged second header": (
        gzip.compress(TAR[: 512 + 5120] + b"?" * 512 + bytes(1024)),
        "a header that is not one",
    ),
    "bytes after the end": (gzip.compress(TAR + b"x" * 512), "bytes follow its end"),
    "no tar": (gzip.compress(b"hello" * 1000), "a header that is not one"),
    "nothing": (gzip.compress(b""), "it was cut off"),
    "empty tar": (gzip.compress(bytes(10240)), "The bundle holds no files"),
}


@pytest.mark.parametrize("case", BAD_ARCHIVES)
def test_refuses_archives_that_are_not_whole(tmp_path: Path, case: str) -> None:
    archive, message = BAD_ARCHIVES[case]
    assert message in refusal(archive, tmp_path)


def test_accepts_several_gzip_members_and_padding(tmp_path: Path) -> None:
    archive = gzip.compress(TAR[:700]) + gzip.compress(b"") + gzip.compress(TAR[700:]) + bytes(700)
    assert unpacked(archive, tmp_path / "b") == {"workflows.py": b"x" * 5000, "b.py": b"y" * 5000}


def test_limits_the_number_of_entries_and_of_bytes(tmp_path: Path) -> None:
    cases: list[tuple[dict[str, str | bytes], str]] = [
        ({f"{index}.py": "" for index in range(11)}, "more than 10 files and folders"),
        ({"/".join("abcdefghijkl"): "x"}, "more than 10 files and folders"),
        ({"a.bin": os.urandom(50_000)}, "more than 40000 bytes"),
    ]
    for index, (files, message) in enumerate(cases):
        limits = UnpackLimits(bytes_most=40_000, entries_most=10)
        assert message in refusal(packed(files), _new(tmp_path / str(index)), limits)


def zip_bomb() -> bytes:
    info, _ = member("zeros.bin", size=190 * 1024**2)
    return gzip.compress(info.tobuf() + bytes(190 * 1024**2) + bytes(1024), 9)


def extension_bomb() -> bytes:
    info, _ = member("x", type=tarfile.XHDTYPE, size=400 * 1024**2)
    return gzip.compress(info.tobuf() + bytes(50 * 1024**2), 9)


def many_extensions() -> bytes:
    records = b"6 a=b\n" * (64 * 1024 // 6 - 1)
    records += b"%d a=%s\n" % (rest := 64 * 1024 - len(records), b"b" * (rest - 6))
    info, _ = member("x", type=tarfile.XHDTYPE, size=len(records))
    return gzip.compress((info.tobuf() + records) * 400, 1)


def many_gzip_members() -> bytes:
    return gzip.compress(b"") * 200_000


def announced_giant() -> bytes:
    return gzip.compress(member("x", size=8 * 1024**3)[0].tobuf() + bytes(5 * 1024**2))


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "zeros": (zip_bomb, "more than 200 times its size"),
    "one large extended header": (extension_bomb, "too large extended headers"),
    "many extended headers": (many_extensions, "too large extended headers"),
    "many gzip members": (many_gzip_members, "more than 10000 gzip members"),
    "an announced giant": (announced_giant, "'x' is larger than"),
}


@pytest.mark.parametrize("case", BOMBS)
def test_bombs_are_refused_quickly_and_in_little_memory(tmp_path: Path, case: str) -> None:
    make, message = BOMBS[case]
    archive = make()
    began = time.process_time()
    assert message in refusal(archive, _new(tmp_path / "timed"))
    assert time.process_time() - began < 1
    tracemalloc.start()  # which makes everything slow: not while the clock runs
    refusal(archive, _new(tmp_path / "traced"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * 1024**2


def test_unpacking_at_the_same_time_makes_it_once(tmp_path: Path) -> None:
    archive = packed({f"{index}.py": str(index) for index in range(100)})
    problems: list[Exception] = []

    def once() -> None:
        try:
            unpack_once(io.BytesIO(archive), tmp_path / "bundle", LIMITS)
        except Exception as problem:  # noqa: BLE001  # reported by the assertion below
            problems.append(problem)

    threads = [threading.Thread(target=once) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert [path.name for path in tmp_path.iterdir()] == ["bundle"]
    assert len(list((tmp_path / "bundle").iterdir())) == 100


def test_a_refused_bundle_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(BundleProblem):
        unpack_once(io.BytesIO(of(member("a", b"1"), member("../b", b"2"))), tmp_path / "bundle", LIMITS)
    assert list(tmp_path.iterdir()) == []


def _renamed(archive: bytes, name: bytes) -> bytes:
    """The first member under another name, its header's checksum corrected."""
    header = bytearray(archive[:512])
    header[: len(name)] = name
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + archive[512:]


def _new(path: Path) -> Path:
    path.mkdir()
    return path
