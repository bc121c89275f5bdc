"""What the API, and the rooms above, do with deployments."""

from __future__ import annotations

import hashlib
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import ApiKey, Team, User
from deployments.models import Deployment
from deployments.sources import entry_point_of, packed_bundle
from deployments.tasks import build_deployment


def create_deployment(
    *,
    team: Team,
    source: str,
    entry_point: str | None,
    description: str,
    auto_repair: bool,
    by: ApiKey | User | None = None,
) -> Deployment:
    """Keeps the bundle (base64 of a gzip tar) and asks for its build.

    Without an entry point it is `workflows.py` where the bundle has one, else the contract's `index.ts`. Raises
    PayloadTooLarge, or InvalidInput naming `source` or `entry_point`.
    """
    packed = packed_bundle(source)
    deployment = Deployment(
        id=uuid4(),
        team=team,
        entry_point=entry_point_of(packed, entry_point),
        description=description,
        auto_repair=auto_repair,
        created_by=by if isinstance(by, User) else None,
        created_with=by if isinstance(by, ApiKey) else None,
    )
    keep_and_build(deployment, packed)
    return deployment


def keep_and_build(deployment: Deployment, packed: bytes) -> None:
    """Stores the bundle and the new row, and asks for the build."""
    deployment.source_digest = hashlib.sha256(packed).hexdigest()
    deployment.heartbeat_at = timezone.now()
    path = f"teams/{deployment.team_id}/deployments/{deployment.pk}/source.tar.gz"
    deployment.source_path = default_storage.save(path, ContentFile(packed))
    try:
        with transaction.atomic():
            deployment.save(force_insert=True)
            # A broker that does not answer must not fail what is already stored: the sweep asks again.
            transaction.on_commit(lambda: build_deployment.delay(str(deployment.id)), robust=True)
    except BaseException:
        default_storage.delete(deployment.source_path)
        raise
