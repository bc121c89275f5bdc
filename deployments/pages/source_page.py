"""What the source browser shows: the files of a deployment's bundle, one of them line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from deployments.bundle_files import BundleFile
from deployments.bundle_listing import ListedFile, with_texts
from deployments.models import Deployment
from deployments.pages.highlighting import highlighted_lines
from deployments.sources import ENTRY_POINT_SUFFIXES


@dataclass(frozen=True)
class Folder:
    """`path` is '' for the bundle itself."""

    path: str
    files: Sequence[ListedFile]


@dataclass(frozen=True)
class SourcePage:
    deployment: Deployment
    folders: Sequence[Folder]
    file: BundleFile
    lines: Sequence[SafeString]

    @property
    def count(self) -> int:
        return sum(len(folder.files) for folder in self.folders)


def first_file(deployment: Deployment, files: Sequence[ListedFile]) -> str | None:
    """Its entry point, else the first source, else the first one."""
    paths = [file.path for file in files]
    if deployment.entry_point in paths:
        return deployment.entry_point
    return next((path for path in paths if path.endswith(ENTRY_POINT_SUFFIXES)), next(iter(paths), None))


def source_page(*, deployment: Deployment, files: Sequence[ListedFile], path: str) -> SourcePage | None:
    """None when there is no such file. Raises BundleProblem when the bundle cannot be read."""
    file = next(iter(with_texts(deployment, [file for file in files if file.path == path])), None)
    if file is None:
        return None
    lines = [] if file.text is None else highlighted_lines(path, file.text)
    return SourcePage(deployment=deployment, folders=_folders(files), file=file, lines=lines)


def _folders(files: Sequence[ListedFile]) -> list[Folder]:
    """The bundle's own files first, then folder by folder."""
    by_folder: dict[str, list[ListedFile]] = {}
    for file in files:
        by_folder.setdefault(file.path.rpartition("/")[0], []).append(file)
    return [Folder(path, by_folder[path]) for path in sorted(by_folder)]
