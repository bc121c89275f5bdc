"""The packed bundle as it comes over the API: base64 of a gzip tar."""

from __future__ import annotations

import base64
import binascii
import io

from django.conf import settings

from api.errors import InvalidInput, PayloadTooLarge
from deployments.inflating import GZIP_MAGIC, Inflater
from deployments.problems import BundleProblem
from deployments.tar_reader import TarReader
from deployments.unpacking import parts_of

PYTHON_ENTRY_POINT = "workflows.py"
DEFAULT_ENTRY_POINT = "index.ts"  # the contract's
ENTRY_POINT_SUFFIXES = (".py", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx")
ENTRY_POINT_MOST_CHARACTERS = 255


def packed_bundle(source: str) -> bytes:
    """The gzip tar in `source`. What is refused here is refused at once; what lies deeper, by the build."""
    encoded = source.strip()
    line_breaks = encoded.count("\n") + encoded.count("\r")
    if len(encoded) - line_breaks > _encoded_size(settings.BUNDLE_MAX_BYTES):
        raise PayloadTooLarge(f"source: the bundle is larger than {settings.BUNDLE_MAX_BYTES} bytes.")
    try:
        packed = base64.b64decode(encoded.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput("Send the bundle as base64.", path=["source"]) from None
    if not packed.startswith(GZIP_MAGIC):
        raise InvalidInput("Send a tar archive packed by gzip, as base64.", path=["source"])
    try:
        next(iter(_reader(packed)), None)
    except BundleProblem as problem:
        raise InvalidInput(str(problem), path=["source"]) from None
    return packed


def entry_point_of(packed: bytes, given: str | None) -> str:
    """The given entry point, checked; else `workflows.py` if the bundle has one; else the contract's default."""
    if not given:
        return PYTHON_ENTRY_POINT if _holds(packed, PYTHON_ENTRY_POINT) else DEFAULT_ENTRY_POINT
    try:
        entry_point = "/".join(parts_of(given))
    except BundleProblem as problem:
        raise InvalidInput(str(problem), path=["entry_point"]) from None
    if len(entry_point) > ENTRY_POINT_MOST_CHARACTERS:
        raise InvalidInput(f"Use at most {ENTRY_POINT_MOST_CHARACTERS} characters.", path=["entry_point"])
    if not entry_point.endswith(ENTRY_POINT_SUFFIXES):
        raise InvalidInput("Name the Python file that defines the workflows.", path=["entry_point"])
    return entry_point


def _holds(packed: bytes, file: str) -> bool:
    try:
        return any("/".join(parts_of(member.name)) == file for member in _reader(packed) if not member.is_folder)
    except BundleProblem:
        return False  # the build will say what is wrong


def _reader(packed: bytes) -> TarReader:
    return TarReader(Inflater(io.BytesIO(packed), bytes_most=settings.BUNDLE_MAX_UNPACKED_BYTES))


def _encoded_size(size: int) -> int:
    return (size + 2) // 3 * 4
