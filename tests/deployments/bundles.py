"""Bundles for tests, good ones and bad ones."""

from __future__ import annotations

import base64
import gzip
import io
import tarfile
from collections.abc import Iterable


def member(name: str, data: bytes = b"", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, data


def folder(name: str) -> tuple[tarfile.TarInfo, bytes]:
    return member(name, type=tarfile.DIRTYPE, mode=0o755)


def tar(members: Iterable[tuple[tarfile.TarInfo, bytes]], *, format: int = tarfile.PAX_FORMAT) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=format) as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def packed(files: dict[str, str | bytes]) -> bytes:
    contents = {name: data.encode() if isinstance(data, str) else data for name, data in files.items()}
    return gzip.compress(tar(member(name, data) for name, data in contents.items()), 1, mtime=0)


def source(files: dict[str, str | bytes]) -> str:
    return base64.b64encode(packed(files)).decode()
