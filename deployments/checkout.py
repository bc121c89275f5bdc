"""A deployment on this machine's disk: its bundle unpacked, its requirements installed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from deployments import requirements
from deployments.build_log import BuildLog
from deployments.cache import note_use
from deployments.dependencies import installed
from deployments.models import Deployment
from deployments.problems import BundleProblem
from deployments.unpacking import UnpackLimits, unpack_once


@dataclass(frozen=True)
class Checkout:
    """Both folders are shared by all runs of the deployment: read, never write."""

    bundle: Path
    dependencies: Path | None  # for PYTHONPATH


def checkout(deployment: Deployment, log: BuildLog | None = None) -> Checkout:
    """Made if missing, kept in `cache/` while it is used. Safe against races.

    Raises BundleProblem. Slow the first time (files, network): never call it in a transaction.
    """
    log = log or BuildLog()
    bundle = _bundle(deployment, log)
    file = bundle / requirements.FILE_NAME
    if not file.is_file():
        return Checkout(bundle=bundle, dependencies=None)
    return Checkout(bundle=bundle, dependencies=installed(requirements.parse(file.read_bytes()), log))


def _bundle(deployment: Deployment, log: BuildLog) -> Path:
    target: Path = settings.HOME.folder("cache/bundles") / str(deployment.id)
    if target.is_dir():
        note_use(target)
        return target
    log.line("Unpacking the bundle.")
    limits = UnpackLimits(
        bytes_most=settings.BUNDLE_MAX_UNPACKED_BYTES,
        entries_most=settings.BUNDLE_MAX_FILES,
    )
    try:
        packed = default_storage.open(deployment.source_path)
    except FileNotFoundError:
        raise BundleProblem("The bundle's file is no longer in the server's storage. Deploy it again.") from None
    with packed:
        unpack_once(packed, target, limits)
    return target
