"""What a bundle's requirements.txt may say.

Lines of the form `name[extras] specifiers ; marker`, `name @ https://…`, with `--hash=…` and `\\` at the end of a line.
No options (`-r`, `-e`, `--index-url`, …), no local paths, no `${VARIABLES}`: these read the server's files or settings.
Where packages come from is the server's business: pip's own configuration says so.

What the server itself brings is left out, so that workflows run with the versions the engine was tested with.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from urllib.parse import urlsplit

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from deployments.problems import BundleProblem, shown

FILE_NAME = "requirements.txt"
FILE_MOST_BYTES = 256 * 1024
SDK = ("libretto", "libretto-selfhosted")  # imported from the server, under whatever name it is installed
PROVIDED = ("playwright", "pydantic")
_COMMENT = re.compile(r"(^|\s)#.*$")
_OPTION = re.compile(r"\s--?[A-Za-z]")
_HASH = re.compile(r"\s--hash[= ](sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})(?=\s|$)")


@dataclass(frozen=True)
class Requirements:
    lines: tuple[str, ...]  # what pip is given: sorted, without duplicates
    constraints: tuple[str, ...]  # so that nothing brings another version of what the server provides
    hashed: bool  # pip then takes exactly these files, and nothing they depend on
    notes: tuple[str, ...]  # for the build log

    @property
    def digest(self) -> str:
        """Names the folder these are installed in: other Pythons and machines need other files."""
        machine = (sys.implementation.cache_tag or "", sysconfig.get_platform())
        return sha256("\n".join([*self.lines, "", *self.constraints, "", *machine]).encode()).hexdigest()


def parse(data: bytes) -> Requirements:
    """Raises BundleProblem, naming the line."""
    if len(data) > FILE_MOST_BYTES:
        raise BundleProblem(f"{FILE_NAME} is larger than {FILE_MOST_BYTES} bytes.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BundleProblem(f"{FILE_NAME} is not text in UTF-8.") from None
    lines: set[str] = set()
    notes: list[str] = []
    for number, line in _logical_lines(text):
        requirement, hashes = _requirement(number, line)
        if note := _note_if_provided(requirement):
            notes.append(note)
        else:
            lines.add(" ".join([_normal(requirement), *hashes]))
    hashed = any(" --hash=" in line for line in lines)
    constraints = () if hashed else tuple(f"{name}=={version(name)}" for name in PROVIDED)
    return Requirements(tuple(sorted(lines)), constraints, hashed, tuple(notes))


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Without comments; continued lines joined. Numbers are those of the first line."""
    begun: list[str] = []
    first = 1
    for number, line in enumerate(text.splitlines(), start=1):
        first = first if begun else number
        bare = _COMMENT.sub("", line).rstrip()
        begun.append(bare.removesuffix("\\"))
        if not bare.endswith("\\"):
            if joined := " ".join(begun).strip():
                yield first, joined
            begun = []
    if joined := " ".join(begun).strip():
        yield first, joined


def _requirement(number: int, line: str) -> tuple[Requirement, list[str]]:
    place = f"{FILE_NAME} line {number}: {shown(line)}"
    hashes = sorted(f"--hash={found[1]}" for found in _HASH.finditer(line))
    bare = _HASH.sub("", line).strip()
    if bare.startswith("-") or _OPTION.search(bare) or "${" in bare:
        raise BundleProblem(f"{place} has an option or a variable. List packages only, with versions and hashes.")
    try:
        requirement = Requirement(bare)
    except InvalidRequirement:
        raise BundleProblem(f"{place} is not a requirement. Write it as 'name==1.2.3'; no paths.") from None
    if requirement.url and not (urlsplit(requirement.url).scheme == "https" and urlsplit(requirement.url).hostname):
        raise BundleProblem(f"{place} is not at an https address. Local files and version control are not supported.")
    return requirement, hashes


def _normal(requirement: Requirement) -> str:
    requirement.name = canonicalize_name(requirement.name)
    return str(requirement)


def _note_if_provided(requirement: Requirement) -> str | None:
    name = canonicalize_name(requirement.name)
    if name in SDK:
        return f"{name} is the server's own; the bundle's line is not used."
    if name not in PROVIDED:
        return None
    own = version(name)
    fits = not requirement.url and requirement.specifier.contains(own, prereleases=True)
    return f"{name} is the server's own, {own}." + ("" if fits else f" The bundle asks for {shown(str(requirement))}.")
