"""Recorded faults: the evidence of a provoked one, with the class it should be given. One file each."""

from __future__ import annotations

import gzip
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault

FOLDER: Final = Path(__file__).with_name("recorded")
_ROOT: Final = str(Path(__file__).parents[2])
_RUN_FOLDER: Final = re.compile(re.escape(str(Path(tempfile.gettempdir(), "tmp"))) + r"\w+")


@dataclass(frozen=True)
class RecordedFault:
    name: str  # of its file
    expected: FailureClass
    misleading: bool
    why: str
    evidence: Evidence


def write(fault: Fault, evidence: Evidence, *, prefix: str = "") -> Path:
    content = {
        "expected": fault.expected,
        "misleading": fault.misleading,
        "why": fault.why,
        "evidence": evidence.model_dump(mode="json", exclude_defaults=True),
    }
    path = FOLDER / f"{prefix}{fault.name}.json.gz"
    text = json.dumps(content, ensure_ascii=False, indent=0)
    packed = gzip.compress(_from_anywhere(text).encode(), mtime=0)
    path.write_bytes(packed)
    return path


def _from_anywhere(text: str) -> str:
    """Without the folders of the machine that it was recorded on. They are in what a dying interpreter prints."""
    return _RUN_FOLDER.sub("/srv/run", text.replace(_ROOT, "/srv/libretto").replace(sys.base_prefix, "/usr"))


def recorded() -> Iterator[RecordedFault]:
    for path in sorted(FOLDER.glob("*.json.gz")):
        content = json.loads(gzip.decompress(path.read_bytes()))
        yield RecordedFault(
            name=path.name.removesuffix(".json.gz"),
            expected=FailureClass(content["expected"]),
            misleading=content["misleading"],
            why=content["why"],
            evidence=Evidence.model_validate(content["evidence"]),
        )
