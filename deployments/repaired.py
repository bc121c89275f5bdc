"""A deployment made by a repair: its parent's bundle with other texts in some of its files."""

from __future__ import annotations

import gzip
import io
import tarfile
import tempfile
from collections.abc import Mapping
from typing import IO
from uuid import uuid4

from deployments.bundle_files import opened
from deployments.models import Deployment, Origin
from deployments.services import keep_and_build
from deployments.tar_reader import TarReader
from deployments.unpacking import parts_of

IN_MEMORY_MOST_BYTES = 1024**2


def create_repaired(*, parent: Deployment, files: Mapping[str, str], description: str) -> Deployment:
    """Asks for the build of the parent's bundle with these texts in place of its own (path → text).

    Held: it runs nowhere before `publishing.publish_held`. Raises BundleProblem when the parent's bundle cannot be
    read, ValueError when it has no such file.
    """
    packed = _packed(parent, files)
    deployment = Deployment(
        id=uuid4(),
        team_id=parent.team_id,
        entry_point=parent.entry_point,
        description=description,
        auto_repair=parent.auto_repair,
        origin=Origin.REPAIR,
        parent=parent,
        held=True,
    )
    keep_and_build(deployment, packed)
    return deployment


def _packed(parent: Deployment, files: Mapping[str, str]) -> bytes:
    stream, missing = io.BytesIO(), set(files)
    with (
        opened(parent.source_path) as reader,
        gzip.GzipFile(fileobj=stream, mode="wb", mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        for member in reader:
            path = "/".join(parts_of(member.name))
            if not path:
                continue
            info = tarfile.TarInfo(path)
            if member.is_folder:
                info.type, info.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(info)
                continue
            missing.discard(path)
            with _content(reader, files.get(path)) as content:
                info.size = content.seek(0, io.SEEK_END)
                content.seek(0)
                archive.addfile(info, content)
    if missing:
        raise ValueError(f"The bundle of {parent} has no {', '.join(sorted(missing))}.")
    return stream.getvalue()


def _content(reader: TarReader, text: str | None) -> IO[bytes]:
    if text is not None:
        return io.BytesIO(text.encode())
    content = tempfile.SpooledTemporaryFile(IN_MEMORY_MOST_BYTES)  # noqa: SIM115  # closed by the caller
    content.writelines(reader.content())
    return content
