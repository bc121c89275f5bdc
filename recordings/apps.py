from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete


class RecordingsConfig(AppConfig):
    name = "recordings"

    def ready(self) -> None:
        post_delete.connect(_leave_folder, sender="accounts.Team", dispatch_uid="recordings.left_folder")


def _leave_folder(instance: Any, **_: Any) -> None:
    """In the transaction that deletes the team; the sweep removes the files afterwards."""
    from recordings import files  # noqa: PLC0415 (models cannot be imported before now)
    from recordings.models import LeftFolder  # noqa: PLC0415

    LeftFolder.objects.get_or_create(path=files.team_folder(team_id=instance.pk))
