"""Where a team shares a session, and what whoever holds a share link sees."""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access
from accounts.access import ADMINS, Access, page
from accounts.models import User
from recordings.models import BrowserSession
from recordings.views import Refused, signed
from replay import sharing
from replay.browser_names import browser_name
from replay.models import ShareLink
from replay.page import page_of
from replay.plain import plain_of
from replay.share_form import ShareForm
from replay.sharing import SharePanel
from replay.viewing import DataView


@require_http_methods(["GET", "HEAD", "POST"])
@page(access.page_member)
def shares(request: HttpRequest, access: Access, session_id: UUID) -> HttpResponse:
    """The links of a session, and the form for a new one. `?panel` asks for that alone, without the page around it."""
    panel = sharing.panel_of(_session(access, session_id))
    if request.method != "POST":
        return _panel(request, access, panel, ShareForm())
    form = ShareForm(request.POST)
    if panel.kept_until is None or not form.is_valid():
        return _panel(request, access, panel, form, status=400)
    sharing.create_link(session=panel.session, user=_person(access), request=request, **form.cleaned_data)
    return redirect(_panel_url(request, session_id))


@require_POST
@page(access.page_member)
def revoke(request: HttpRequest, access: Access, session_id: UUID, link_id: int) -> HttpResponse:
    link = ShareLink.objects.of(access.team).filter(session_id=session_id, pk=link_id).select_related("team").first()
    if link is None:
        raise Http404("There is no such link in this team.")
    if not _may_revoke(access, link):
        raise PermissionDenied("Only whoever made the link, or an admin of the team, may revoke it. Ask one of them.")
    sharing.revoke_link(link=link, user=_person(access), request=request)
    return redirect(_panel_url(request, session_id))


def shared(view: DataView) -> DataView:
    """The gate of /shared/<token>/…: looks at the link at every request, so revoking it ends what is open."""
    return _of_link(lambda request, link, **rest: view(request, sharing.viewing_of(link), **rest))


def _of_link(view: DataView) -> DataView:
    @signed
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        try:
            link = sharing.link_of(token)
        except sharing.UnknownLink:
            raise Refused(404, "This link does not work", "Check that it was copied whole.") from None
        _refuse_ended(link)
        response = view(request, link, **rest)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return guarded


def _refuse_ended(link: ShareLink) -> None:
    if link.revoked_at is not None:
        raise Refused(410, "This link was revoked", "Ask whoever sent it to you for a new one.")
    if link.has_expired:
        raise Refused(410, "This link has expired", "Ask whoever sent it to you for a new one.")


@_of_link
def shared_page(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """The page; looking at it counts as an opening, what it then asks for does not."""
    if request.method == "GET" and not sharing.note_opening(link=link, request=request):
        link.refresh_from_db(fields=["revoked_at"])
        _refuse_ended(link)
    shown = page_of(sharing.viewing_of(link))
    plain = plain_of(shown.viewing) if shown.viewing and "plain" in request.GET else None
    return render(request, "replay/shared.html", {"page": shown, "link": link, "plain": plain})


@_of_link
def shared_facts(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """What changes with the state: the head of the page."""
    return render(request, "replay/shared_head.html", {"page": page_of(sharing.viewing_of(link)), "link": link})


def _session(access: Access, session_id: UUID) -> BrowserSession:
    session: BrowserSession | None = (
        BrowserSession.objects.of(access.team).select_related("team").filter(pk=session_id).first()
    )
    if session is None:
        raise Http404("There is no such session in this team.")
    return session


def _panel(request: HttpRequest, access: Access, panel: SharePanel, form: ShareForm, status: int = 200) -> HttpResponse:
    rows = [
        {"link": link, "address": sharing.address_of(link), "may_revoke": _may_revoke(access, link)}
        for link in panel.links
    ]
    openings = [{"event": event, "browser": browser_name(event.data.get("user_agent", ""))} for event in panel.openings]
    context = {
        "panel": panel,
        "rows": rows,
        "openings": openings,
        "form": form,
        "action": _panel_url(request, panel.session.pk),
    }
    template = "replay/share_panel.html" if "panel" in request.GET else "replay/share.html"
    return render(request, template, context, status=status)


def _panel_url(request: HttpRequest, session_id: UUID) -> str:
    return reverse("shares", args=[session_id]) + ("?panel" if "panel" in request.GET else "")


def _may_revoke(access: Access, link: ShareLink) -> bool:
    return access.role in ADMINS or (access.user is not None and link.created_by_id == access.user.pk)


def _person(access: Access) -> User:
    assert access.user is not None  # noqa: S101 (the gate of pages takes people only)
    return access.user
