"""Packs a folder of workflows for upload. The same files give the same bytes, whenever and by whom."""

from __future__ import annotations

import fnmatch
import gzip
import io
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from libretto.api_errors import BundleRefused

MEBIBYTE = 1024 * 1024
PACKED_LIMIT = 100 * MEBIBYTE  # these two are the server's defaults
UNPACKED_LIMIT = 500 * MEBIBYTE
IGNORE_FILE = ".librettoignore"
SKIPPED_ANYWHERE = frozenset({"__pycache__", "node_modules", "venv"})
SKIPPED_AT_THE_TOP = frozenset({"var"})
COMPILED = (".pyc", ".pyo")
OUR_DOTFILES = ".libretto-"  # what a bundler of ours left for the server; all other dotfiles may hold secrets
BIGGEST_SHOWN = 5


@dataclass(frozen=True)
class Bundle:
    """A gzip tar of regular files, and how many it holds."""

    content: bytes
    files: int

    @property
    def summary(self) -> str:
        return f"{self.files} file{'' if self.files == 1 else 's'} ({-(-len(self.content) // 1024)} KiB)"


def pack(folder: Path, entry_point: str) -> Bundle:
    """Left out: `.git` and all other dotfiles, virtual environments, `node_modules`, `__pycache__`, compiled
    Python, `var` at the top, and what `.librettoignore` names (one pattern a line, `*` and `?`; with a slash
    it is matched against the path, without one against every name).

    Raises BundleRefused when the entry point is missing, a link leaves the folder, or the pack is too big.
    """
    if not folder.is_dir():
        raise BundleRefused(f"{folder} is not a folder. Name the folder that holds {entry_point}.")
    try:
        files = _files(folder)
        wanted = PurePosixPath(entry_point).as_posix()
        if wanted not in files:
            raise BundleRefused(f"The entry point {entry_point} is not in {folder}. Name another with --entry-point.")
        return Bundle(_archive(folder, files), len(files))
    except OSError as error:
        raise BundleRefused(f"{error.filename or folder} cannot be packed: {error.strerror or error}.") from error


def _files(folder: Path) -> list[str]:
    """Paths relative to the folder, with forward slashes, sorted."""
    ignored = _ignored_patterns(folder)
    found = []
    for root, folders, names in os.walk(folder, onerror=_refuse):
        here = Path(root).relative_to(folder)
        for name in names:
            if not _is_skipped(here / name, ignored):
                _check_file(folder, here / name)
                found.append((here / name).as_posix())
        folders[:] = [
            name
            for name in folders
            if not _is_skipped(here / name, ignored) and not Path(root, name, "pyvenv.cfg").exists()
        ]
        for name in folders:
            if Path(root, name).is_symlink():
                raise BundleRefused(_link_text(here / name))
    return sorted(found)


def _refuse(error: OSError) -> None:
    raise error


def _ignored_patterns(folder: Path) -> list[str]:
    file = folder / IGNORE_FILE
    if not file.is_file():
        return []
    lines = (line.strip() for line in file.read_text(encoding="utf-8", errors="replace").splitlines())
    return [line.removeprefix("./").rstrip("/") for line in lines if line and not line.startswith("#")]


def _is_skipped(path: Path, ignored: list[str]) -> bool:
    name = path.name
    if name in SKIPPED_ANYWHERE or name.endswith(COMPILED) or path.as_posix() in SKIPPED_AT_THE_TOP:
        return True
    if name.startswith(".") and not name.startswith(OUR_DOTFILES):
        return True
    return any(
        fnmatch.fnmatchcase(path.as_posix() if "/" in pattern else name, pattern.lstrip("/")) for pattern in ignored
    )


def _check_file(folder: Path, path: Path) -> None:
    file = folder / path
    if file.is_symlink() and not file.resolve().is_relative_to(folder.resolve()):
        raise BundleRefused(_link_text(path))
    if not file.is_file():
        raise BundleRefused(f"{path} is not a regular file. Remove it, or name it in {IGNORE_FILE}.")


def _link_text(path: Path) -> str:
    return f"{path} is a link to a folder or out of the folder. Copy what it names, or name it in {IGNORE_FILE}."


def _archive(folder: Path, files: list[str]) -> bytes:
    packed = io.BytesIO()
    unpacked = 0
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        for name in files:
            with (folder / name).open("rb") as content:
                header = _header(name, os.fstat(content.fileno()))
                unpacked += header.size
                _check_size(folder, files, packed.tell(), unpacked)
                archive.addfile(header, content)
    _check_size(folder, files, packed.tell(), unpacked)
    return packed.getvalue()


def _header(name: str, status: os.stat_result) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size = status.st_size
    header.mode = 0o755 if status.st_mode & 0o100 else 0o644
    return header


def _check_size(folder: Path, files: list[str], packed: int, unpacked: int) -> None:
    if packed <= PACKED_LIMIT and unpacked <= UNPACKED_LIMIT:
        return
    limit = f"{UNPACKED_LIMIT // MEBIBYTE} MiB" if packed <= PACKED_LIMIT else f"{PACKED_LIMIT // MEBIBYTE} MiB packed"
    sizes = sorted(((folder / name).stat().st_size, name) for name in files)
    biggest = ", ".join(f"{name} ({size / MEBIBYTE:.1f} MiB)" for size, name in reversed(sizes[-BIGGEST_SHOWN:]))
    raise BundleRefused(
        f"{folder} is larger than {limit}. Name what is not needed in {IGNORE_FILE}. The biggest files: {biggest}."
    )
