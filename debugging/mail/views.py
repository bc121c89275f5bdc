"""Where a team's admins choose who is told of failures, and where readers of a mail end them."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access
from accounts.access import Access, page
from debugging.agent.wording import listed
from debugging.mail import choosing
from debugging.mail.forms import RecipientForm, TeamForm
from debugging.mail.models import DebugRecipient, MailKind, SentMail
from debugging.mail.recipients import recipients_of
from debugging.mail.services import send_test_mails
from debugging.mail.stopping import LinkUnknown, reader_of, stop_mails
from debugging.models import DebugSettings
from debugging.repair.models import RepairPolicy
from deployments.models import Workflow

MAILS_SHOWN: Final = 10
SHOWN: Final = ("subject", "kind", "to", "state", "error", "created_at", "bounced_at", "report__job_id", "report__tldr")
WISHES: Final = ("workflow_name", "email", "on_new", "on_back", "daily_digest", "active")


@require_http_methods(["GET", "HEAD", "POST"])
@page(access.page_admin)
def notifications(request: HttpRequest, access: Access) -> HttpResponse:
    """The list of recipients, the team's address and switch, and the newest mails."""
    if request.method != "POST":
        return _page(request, access)
    form = TeamForm(request.POST)
    if not form.is_valid():
        return _page(request, access, status=400, team_form=form)
    choosing.change_settings(access=access, request=request, fields=form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("notifications")


@require_POST
@page(access.page_admin)
def add_recipient(request: HttpRequest, access: Access) -> HttpResponse:
    form = RecipientForm(request.POST, team=access.team)
    if not form.is_valid():
        return _page(request, access, status=400, recipient_form=form)
    recipient = choosing.add_recipient(access=access, request=request, fields=form.cleaned_data)
    messages.success(request, f"{recipient.email} is told of failures from now on.")
    return redirect("notifications")


@require_http_methods(["GET", "HEAD", "POST"])
@page(access.page_admin)
def recipient(request: HttpRequest, access: Access, recipient_id: int) -> HttpResponse:
    """One entry, to be changed."""
    entry = _recipient(access, recipient_id)
    if request.method != "POST":
        form = RecipientForm(team=access.team, recipient=entry, initial={name: getattr(entry, name) for name in WISHES})
        return _page(request, access, recipient_form=form)
    form = RecipientForm(request.POST, team=access.team, recipient=entry)
    if not form.is_valid():
        return _page(request, access, status=400, recipient_form=form)
    choosing.change_recipient(recipient=entry, access=access, request=request, fields=form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("notifications")


@require_POST
@page(access.page_admin)
def remove_recipient(request: HttpRequest, access: Access, recipient_id: int) -> HttpResponse:
    entry = _recipient(access, recipient_id)
    choosing.remove_recipient(recipient=entry, access=access, request=request)
    messages.success(request, f"{entry.email} was removed.")
    return redirect("notifications")


@require_POST
@page(access.page_admin)
def use_recipient_again(request: HttpRequest, access: Access, recipient_id: int) -> HttpResponse:
    entry = _recipient(access, recipient_id)
    choosing.use_again(recipient=entry, access=access, request=request)
    messages.success(request, f"{entry.email} is written to again.")
    return redirect("notifications")


@require_POST
@page(access.page_admin)
def send_test_mail(request: HttpRequest, access: Access) -> HttpResponse:
    written_to = send_test_mails(access.team)
    if written_to:
        messages.success(request, f"A test mail is on its way to {listed(written_to, 5)}. Below you see how it goes.")
    else:
        messages.warning(request, "Nobody was written to: mails are off, nobody is reachable, or there were too many.")
    return redirect("notifications")


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed link is what entitles them
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first: mail programs open links to look at them."""
    try:
        team, email = reader_of(token)
    except LinkUnknown:
        raise Http404("This link does not work. Check that it was copied whole.") from None
    if request.method == "POST":
        stop_mails(team=team, email=email)
    context = {"team": team, "email": email, "stopped": request.method == "POST"}
    response = render(request, "debugging/mail/stop.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _recipient(access: Access, recipient_id: int) -> DebugRecipient:
    entry: DebugRecipient | None = DebugRecipient.objects.of(access.team).filter(pk=recipient_id).first()
    if entry is None:
        raise Http404("There is no such recipient in this team.")
    return entry


def _page(request: HttpRequest, access: Access, status: int = 200, **forms: Any) -> HttpResponse:
    team = access.team
    chosen = DebugSettings.objects.filter(team=team).first() or DebugSettings(team=team)
    initial = {name: getattr(chosen, name) for name in ("notification_email", "notifications_disabled")}
    recipients = list(DebugRecipient.objects.of(team).order_by("-listed", "email", "workflow_name"))
    mails = SentMail.objects.of(team).select_related("report").only(*SHOWN).order_by("-created_at", "-pk")
    context = {
        "recipient_form": RecipientForm(team=team),
        "team_form": TeamForm(initial=initial),
        **forms,
        "recipients": recipients,
        "nobody_listed": not any(entry.listed for entry in recipients),
        "told": recipients_of(team=team, workflow="", kind=MailKind.NEW),
        "is_off": chosen.notifications_disabled,
        "workflows": Workflow.objects.of(team).deployed().order_by("name").values_list("name", flat=True),
        "mails": mails[:MAILS_SHOWN],
        "is_delivered": settings.MAIL_IS_DELIVERED,
        "repair_policies": [(value, label, value == chosen.repair_policy) for value, label in RepairPolicy.choices],
    }
    return render(request, "debugging/mail/notifications.html", context, status=status)
