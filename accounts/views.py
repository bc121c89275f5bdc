"""Signing in and out, and choosing a team."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import TEAM_IN_SESSION
from accounts.forms import SignInForm
from accounts.models import FAILURES_SPAN, Membership, User
from accounts.services import TooManyFailures, recognise

WRONG = "That email address and password do not match. Check both and try again."


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _sign_in(request)
    if request.user.is_authenticated:
        return redirect(_target(request))
    return _form(request, SignInForm())


def _sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _form(request, form, WRONG, HTTPStatus.BAD_REQUEST)
    address = request.META.get("REMOTE_ADDR", "")
    try:
        user = recognise(email=form.cleaned_data["email"], password=form.cleaned_data["password"], address=address)
    except TooManyFailures:
        minutes = FAILURES_SPAN.total_seconds() / 60
        problem = f"Too many failed attempts. Wait {minutes:.0f} minutes, then try again."
        response = _form(request, form, problem, HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = f"{FAILURES_SPAN.total_seconds():.0f}"
        return response
    if user is None:
        return _form(request, form, WRONG, HTTPStatus.BAD_REQUEST)
    login(request, user)
    return redirect(_target(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest) -> HttpResponse:
    """Where people choose among their teams, and where those without one learn so."""
    user = request.user
    if not isinstance(user, User):
        return redirect("sign-in")
    mine = list(Membership.objects.of(user))
    if request.method != "POST":
        return render(request, "accounts/team.html", {"memberships": mine})
    wanted = request.POST.get("team")
    if wanted not in {str(membership.team_id) for membership in mine}:
        raise PermissionDenied("You are not in that team. Ask one of its admins to add you.")
    request.session[TEAM_IN_SESSION] = wanted
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_safe
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """The admin's own sign-in page would be a second way in, without our limit on wrong passwords."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied("The admin is for staff. Ask somebody who runs this server.")
    if request.user.is_authenticated:
        return redirect(_target(request))
    return redirect(f"{settings.LOGIN_URL}?{request.GET.urlencode()}")


def _form(
    request: HttpRequest, form: SignInForm, problem: str | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "problem": problem, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "accounts/sign_in.html", context, status=status)


def _target(request: HttpRequest) -> str:
    """Where they wanted to go, unless that is another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=here, require_https=request.is_secure())
    return wanted if safe else settings.LOGIN_REDIRECT_URL
