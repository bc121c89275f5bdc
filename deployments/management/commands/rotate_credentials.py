"""manage.py rotate_credentials: puts all stored credentials under the first of LIBRETTO_CREDENTIAL_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deployments.encryption import Undecryptable, rotated
from deployments.stored_credentials import Credential

BATCH = 500


class Command(BaseCommand):
    help = (
        "Re-encrypts every stored credential under the first of LIBRETTO_CREDENTIAL_KEYS. Safe while the server runs; "
        "interrupted, it goes on where it was when it is started again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        changed = unchanged = 0
        unreadable: list[str] = []
        for credential in Credential.objects.select_related("team").order_by("pk").iterator(BATCH):
            try:
                token = rotated(credential.encrypted)
            except Undecryptable:
                unreadable.append(f"{credential.team.slug}: {credential.name}")
                continue
            if token is not None and credential.replace_token(token):
                changed += 1
            else:
                unchanged += 1
        self.stdout.write(f"Re-encrypted {changed}, left {unchanged} that needed nothing.")
        if unreadable:
            self.stderr.write("\n".join(unreadable))
            raise CommandError(
                f"{len(unreadable)} credentials cannot be decrypted by any of the keys. Add the key they were stored "
                "under, or store them again."
            )
