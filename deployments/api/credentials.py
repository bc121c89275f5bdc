"""/v1/credentials/*"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts import access, audit
from accounts.access import Access
from api.endpoint import NoInput, endpoint
from api.fields import IsoDateTime, NoNulCharField, UuidField
from api.moments import iso
from deployments import credentials
from deployments.stored_credentials import Credential


class NewCredential(serializers.Serializer[Any]):
    name = NoNulCharField(help_text="1 to 200 printable characters; kept trimmed and in lower case.")
    value = NoNulCharField(help_text="At most 64 KiB of text, kept as it is.")


class CredentialName(serializers.Serializer[Any]):
    name = NoNulCharField()


class CredentialRef(serializers.Serializer[Any]):
    id = UuidField()


class CredentialChange(serializers.Serializer[Any]):
    id = UuidField()
    name = NoNulCharField(required=False)
    value = NoNulCharField(required=False)


class StoredCredential(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    credential_id = serializers.UUIDField()
    message = serializers.CharField()


class UpsertedCredential(StoredCredential):
    overwritten = serializers.BooleanField(help_text="Whether a value of that name was there before.")


class CredentialEntry(serializers.Serializer[Any]):
    credential_id = serializers.UUIDField()
    name = serializers.CharField()
    created_at = IsoDateTime()
    updated_at = IsoDateTime()


class CredentialList(serializers.Serializer[Any]):
    credentials = CredentialEntry(many=True)


class PlainCredential(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    value = serializers.CharField()


class CredentialDone(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    message = serializers.CharField()


@endpoint(access.api_admin, request=NewCredential, response=UpsertedCredential)
def upsert(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Store a credential, in place of the one that has the name."""
    credential, overwritten = credentials.upsert(team=access.team, name=data["name"], value=data["value"])
    message = f"The credential {credential.name} was {'overwritten' if overwritten else 'stored'}."
    return {"success": True, "credential_id": str(credential.id), "overwritten": overwritten, "message": message}


@endpoint(access.api_admin, request=NewCredential, response=StoredCredential)
def create(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Store a credential under a new name."""
    credential = credentials.create(team=access.team, name=data["name"], value=data["value"])
    message = f"The credential {credential.name} was stored."
    return {"success": True, "credential_id": str(credential.id), "message": message}


@endpoint(access.api_admin, request=NoInput, response=CredentialList)
def list_all(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """List the names of the team's credentials. Values are not shown."""
    return {
        "credentials": [
            {
                "credential_id": str(credential.id),
                "name": credential.name,
                "created_at": iso(credential.created_at),
                "updated_at": iso(credential.updated_at),
            }
            for credential in Credential.objects.of(access.team).defer("encrypted").order_by("name")
        ]
    }


@endpoint(access.api_admin, request=CredentialName, response=PlainCredential)
def get(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Read a credential: its value in plain text."""
    credential_id, value = credentials.value_of(team=access.team, name=data["name"])
    audit.record(team=access.team, action="credential.read", subject=("credential", credential_id), by=access.key)
    return {"id": str(credential_id), "value": value}


@endpoint(access.api_admin, request=CredentialChange, response=CredentialDone)
def update(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Change a credential's value, its name, or both."""
    credential = credentials.update(
        team=access.team, credential_id=data["id"], name=data.get("name"), value=data.get("value")
    )
    return {"success": True, "message": f"The credential {credential.name} was changed."}


@endpoint(access.api_admin, request=CredentialRef, response=CredentialDone)
def delete(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Delete a credential. Refused while queued or running jobs use it."""
    credentials.delete(team=access.team, credential_id=data["id"])
    return {"success": True, "message": "The credential was deleted."}
