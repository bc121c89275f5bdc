"""The pages of repairs: the list, one of them, and what admins decide."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from accounts.access import ADMINS, Access, page
from api.errors import Conflict, InvalidInput, NotFound
from api.newest_first import page_of
from debugging.repair import deciding
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.receipt import Receipt
from debugging.repair.words import TITLES
from deployments.models import Deployment

REPAIRS_SHOWN: Final = 50
SHOWN: Final = (
    *(RepairStatus.WAITING, RepairStatus.PUBLISHED, RepairStatus.SUGGESTED, RepairStatus.REFUSED),
    RepairStatus.TAKEN_BACK,
)
DECISIONS: Final = {
    "approve": (deciding.approve, "Published. The next runs use the repaired version."),
    "reject": (deciding.reject, "Rejected. The workflow stays as it was."),
    "take-back": (deciding.take_back, "Taken back. The next runs use the version before it."),
}


@require_safe
@page(access.page_member)
def repairs(request: HttpRequest, access: Access) -> HttpResponse:
    """The team's, newest first."""
    team, status = access.team, request.GET.get("status", "")
    status = status if status in RepairStatus.values else ""
    rows = Repair.objects.of(team).in_status(status).without_texts().select_related("report")
    try:
        cursor = request.GET.get("cursor")
        shown = page_of(rows, by="created_at", purpose="repairs page", limit=REPAIRS_SHOWN, cursor=cursor)
    except InvalidInput:
        return redirect(_url(status=status))
    context = {
        "receipts": [Receipt(repair) for repair in shown.rows],
        "filters": [
            {"label": label, "url": _url(status=value), "current": value == status}
            for value, label in [("", "All"), *((value, TITLES[value]) for value in SHOWN)]
        ],
        "waiting": Repair.objects.of(team).in_status(RepairStatus.WAITING).count(),
        "none_yet": not shown.rows and not Repair.objects.of(team).exists(),
        "newer": _url(status=status, cursor=shown.newer) if shown.newer else "",
        "older": _url(status=status, cursor=shown.older) if shown.older else "",
    }
    return render(request, "debugging/repair/repairs.html", context)


@require_safe
@page(access.page_member)
def repair(request: HttpRequest, access: Access, repair_id: UUID) -> HttpResponse:
    """What was wrong, the edit, what was proved of it and what was not."""
    return render(request, "debugging/repair/repair.html", _context(access, repair_id))


@require_safe
@page(access.page_member)
def patch(request: HttpRequest, access: Access, repair_id: UUID) -> HttpResponse:
    """The edit alone, for `git apply` or `patch -p1`."""
    found = _found(access, repair_id)
    if not found.diff:
        raise Http404("This repair has no edit.")
    name = f'attachment; filename="repair-{found.pk.hex[:8]}.patch"'
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(found.diff, content_type="text/x-diff; charset=utf-8", headers=headers)


@require_POST
@page(access.page_admin)
def decide(request: HttpRequest, access: Access, repair_id: UUID) -> HttpResponse:
    """Approve, reject or take back."""
    _found(access, repair_id)
    decision = DECISIONS.get(request.POST.get("decision", ""))
    if decision is None:
        messages.error(request, "Choose what to do: approve, reject or take back.")
        return redirect("repair", repair_id=repair_id)
    act, done = decision
    try:
        act(access=access, repair_id=repair_id, request=request)
        messages.success(request, done)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    return redirect("repair", repair_id=repair_id)


@require_safe
@page(access.page_member)
def deployment_panel(request: HttpRequest, access: Access, deployment_id: UUID) -> HttpResponse:
    """Receipts of the repairs that made a version, for its page; 204 for one that none made."""
    if not Deployment.objects.of(access.team).filter(pk=deployment_id).exists():
        raise Http404("There is no such deployment in this team.")
    made = Repair.objects.of(access.team).whole().filter(deployment=deployment_id).newest_first()
    found = [Receipt(one) for one in made]
    if not found:
        return HttpResponse(status=204)
    context = {"receipts": found, "may_decide": access.role in ADMINS}
    return render(request, "debugging/repair/deployment_panel.html", context)


def _context(access: Access, repair_id: UUID) -> dict[str, Any]:
    found = _found(access, repair_id)
    return {"receipt": Receipt(found), "repair": found, "may_decide": access.role in ADMINS}


def _found(access: Access, repair_id: UUID) -> Repair:
    try:
        return deciding.find_repair(access=access, repair_id=repair_id)
    except NotFound as problem:
        raise Http404(problem.message) from None


def _url(**query: str) -> str:
    given = {name: value for name, value in query.items() if value}
    return reverse("repairs") + (f"?{urlencode(given)}" if given else "")
