"""Where an installation keeps what it says of itself, inside LIBRETTO_HOME."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil


@dataclass(frozen=True)
class Layout:
    home: Path

    @property
    def up_file(self) -> Path:
        """For people and scripts: url, api_key, email, password, team, pid."""
        return self.home / "up.json"

    @property
    def samples_file(self) -> Path:
        return self.home / "run" / "samples.json"

    @property
    def supervisor_file(self) -> Path:
        return self.home / "run" / "supervisor.json"

    @property
    def logs(self) -> Path:
        return self.home / "log"

    @classmethod
    def from_environment(cls) -> Layout:
        layout = cls(Path(os.environ["LIBRETTO_HOME"]).resolve())
        for name in ("run", "log", "tmp"):
            (layout.home / name).mkdir(parents=True, exist_ok=True)
        return layout


def read(file: Path) -> dict[str, Any]:
    """The file's object; empty when there is none."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return data if isinstance(data, dict) else {}


def write(file: Path, data: dict[str, Any]) -> None:
    """For the owner's eyes only, and never half written."""
    draft = file.with_name(file.name + ".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        json.dump(data, stream, indent=2)
        stream.write("\n")
    draft.replace(file)


def running_supervisor(layout: Layout) -> psutil.Process | None:
    """The live supervisor of this home. Neither a recycled process id counts, nor one that ended and was not reaped."""
    said = read(layout.supervisor_file)
    try:
        process = psutil.Process(said["pid"])
        same = abs(process.create_time() - said["started"]) < 1
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except (KeyError, psutil.NoSuchProcess):
        return None
