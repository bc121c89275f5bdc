"""LIBRETTO_HOME: the one folder the server writes to."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet


@dataclass(frozen=True)
class Home:
    path: Path

    def folder(self, name: str) -> Path:
        folder = self.path / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def secret(self, name: str) -> str:
        return self._made_once(name, secrets.token_urlsafe(48))

    def fernet_key(self, name: str) -> str:
        return self._made_once(name, Fernet.generate_key().decode())

    def read_optional(self, name: str) -> str | None:
        file = self.path / name
        return file.read_text(encoding="utf-8").strip() if file.is_file() else None

    def _made_once(self, name: str, value: str) -> str:
        """The file's text; made first if missing. Two processes that race agree on one value."""
        file = self.folder("keys") / name
        if not file.exists():
            draft = file.with_name(f"{name}.{secrets.token_hex(4)}")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(value)
            try:
                os.link(draft, file)
            except FileExistsError:
                pass  # the other process was first: its value counts
            finally:
                draft.unlink()
        return file.read_text(encoding="utf-8").strip()


def version(changelog: Path) -> str:
    """The newest version named in the changelog, so that it is written in one place."""
    match = re.search(r"^## (\d+\.\d+\.\d+)", changelog.read_text(encoding="utf-8"), re.MULTILINE)
    if match is None:
        raise ValueError(f"{changelog} names no version. Add a heading such as '## 0.1.0'.")
    return match[1]
