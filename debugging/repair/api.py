"""/v1/repairs/"""

from __future__ import annotations

from typing import Any

from accounts import access
from accounts.access import Access
from api.endpoint import endpoint
from api.newest_first import page_of
from debugging.repair import deciding
from debugging.repair.fields import RepairList, RepairQuery, RepairRef, RepairView
from debugging.repair.models import Repair
from debugging.repair.told import entry_of, whole_of


@endpoint(access.api_member, request=RepairQuery, response=RepairList)
def list_newest(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """List the team's repairs, newest first.

    A run of a deployment made with `auto_repair` that fails begins one; `status` says how far it is.
    """
    wanted = Repair.objects.of(access.team).in_status(data.get("status")).of_workflow(data.get("workflow"))
    rows = wanted.without_texts().select_related("report")
    page = page_of(rows, by="created_at", purpose="repairs", limit=data["limit"], cursor=data.get("cursor"))
    return {"repairs": [entry_of(repair) for repair in page.rows], "next_cursor": page.older}


@endpoint(access.api_member, request=RepairRef, response=RepairView)
def get(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Show a repair: what was wrong, the edit as a patch, what was proved of it and what was not."""
    return whole_of(deciding.find_repair(access=access, repair_id=data["id"]))


@endpoint(access.api_admin, request=RepairRef, response=RepairView)
def approve(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Publish a verified repair that waits for approval.

    Refused (409) when it does not wait, or when another version of the workflow became the current one meanwhile:
    `data.reason` is `not_waiting` or `newer_deployment`; `carried_over` when that one is another repair of the same
    version, and this one is now tried again on it.
    """
    return whole_of(deciding.approve(access=access, repair_id=data["id"]))


@endpoint(access.api_admin, request=RepairRef, response=RepairView)
def reject(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Do not publish a repair that waits for approval. It is not tried again for this version of the workflow."""
    return whole_of(deciding.reject(access=access, repair_id=data["id"]))


@endpoint(access.api_admin, request=RepairRef, response=RepairView)
def take_back(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Take a published repair back: the version before it runs again."""
    return whole_of(deciding.take_back(access=access, repair_id=data["id"]))
