"""The team's log: a page, and the lines that its scripts ask for."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from accounts import access, known_jobs
from accounts.access import Access, page
from accounts.models import Team
from api.errors import ApiError, InvalidInput, NotFound
from api.streaming import streamed
from logs.export import TYPES, exported
from logs.filter_form import LogFilterForm
from logs.listing import EPOCH, LogPage, list_lines, page_around
from logs.models import LogFilters, LogLine, Position
from logs.pages import TEXT_MOST, context_of, context_of_filters, row_of, sentence_of
from logs.plain_text import plain
from logs.reading import MICROSECOND

COMPACT = {"separators": (",", ":"), "ensure_ascii": False}
LATE = timedelta(minutes=1)  # may lines be that belong to a run that has ended
LINES_SHOWN = 200  # on the page
LINES_MOST = 1000  # of one answer
PLACE = re.compile(r"([0-9]{1,16})-([0-9]{1,17})")  # microseconds since 1970, number of the line


@require_safe
@page(access.page_member)
def log(request: HttpRequest, access: Access) -> HttpResponse:
    """The page, with the newest lines that the filters leave; `token` is that of an older or newer page."""
    form = LogFilterForm(request.GET)
    context = context_of(form)
    status = 200
    try:
        filters = _filters(access.team, form)
        context |= context_of_filters(filters, is_live=_is_live(access.team, filters))
        context |= _shown(access.team, filters, form, request.GET.get("token"))
    except ApiError as problem:
        context["problem"], status = sentence_of(problem), problem.status_code
    return render(request, "logs/page.html", context, status=status)


@gzip_page
@require_safe
@page(access.page_member)
def lines(request: HttpRequest, access: Access) -> HttpResponse:
    """JSON: {"lines": [rows of `logs.pages.row_of`, oldest first], "older": token|null, "newer": token|null}.

    Besides the filters: `token`, `limit`, `start` (oldest; else newest), `around` (`place`-`sequence` of a line).
    """
    try:
        found = _asked(request, access.team, _filters(access.team, LogFilterForm(request.GET)))
    except ApiError as problem:
        return JsonResponse({"message": sentence_of(problem)}, status=problem.status_code)
    answer = {"lines": [row_of(line) for line in found.lines], "older": found.older, "newer": found.newer}
    return JsonResponse(answer, json_dumps_params=COMPACT)


@require_safe
@page(access.page_member)
def line(request: HttpRequest, access: Access, place: str) -> HttpResponse:
    """JSON: {"text": the whole line}. `place` is its moment in microseconds and its number: the primary key."""
    try:
        found = LogLine.objects.of(access.team).at(_place(place))
    except InvalidInput as problem:
        return JsonResponse({"message": sentence_of(problem)}, status=problem.status_code)
    if found is None:
        return JsonResponse({"message": "This line is no longer kept."}, status=404)
    return JsonResponse({"text": found.message}, json_dumps_params=COMPACT)


@require_safe
@page(access.page_member)
def download(request: HttpRequest, access: Access) -> HttpResponseBase:
    """All lines that the filters leave, as a file: `format` is text or ndjson."""
    form = request.GET.get("format", "text")
    try:
        if form not in TYPES:
            raise InvalidInput("format: Choose text or ndjson.", path=["format"])
        filters = _filters(access.team, LogFilterForm(request.GET))
        list_lines(team=access.team, filters=filters, limit=1)  # what cannot be searched is refused before it begins
    except ApiError as problem:
        return HttpResponse(
            f"{sentence_of(problem)}\n", status=problem.status_code, content_type="text/plain; charset=utf-8"
        )
    content_type, ending = TYPES[form]
    of_what = f"run-{filters.job_id.hex[:8]}" if filters.job_id else access.team.slug
    name = f"log-{of_what}-{timezone.now():%Y-%m-%d-%H%M%S}.{ending}"
    headers = {"Content-Type": content_type, "Content-Disposition": f'attachment; filename="{name}"'}
    return streamed(request, exported(team=access.team, filters=filters, form=form), headers)


def _filters(team: Team, form: LogFilterForm) -> LogFilters:
    """Raises InvalidInput, which names the field, and NotFound for a run that the team does not have."""
    if not form.is_valid():
        name, messages = next(iter(form.errors.items()))
        raise InvalidInput(f"{form[name].label}: {messages[0]}", path=[name])
    filters = form.filters()
    if filters.job_id and known_jobs.span_of(team=team, job_id=filters.job_id) is None:
        raise NotFound("There is no such run in this team.")
    return filters


def _asked(request: HttpRequest, team: Team, filters: LogFilters) -> LogPage:
    limit = request.GET.get("limit", "")
    most = min(int(limit), LINES_MOST) if limit.isascii() and limit.isdigit() and int(limit[:9]) else LINES_MOST
    if around := request.GET.get("around"):
        return page_around(team=team, filters=filters, place=_place(around), limit=most)
    start: Literal["oldest", "newest"] = "oldest" if request.GET.get("start") == "oldest" else "newest"
    return list_lines(team=team, filters=filters, limit=most, token=request.GET.get("token") or None, start=start)


def _shown(team: Team, filters: LogFilters, form: LogFilterForm, token: str | None) -> dict[str, Any]:
    found = list_lines(team=team, filters=filters, limit=LINES_SHOWN, token=token, start="newest")
    return {
        "lines": [(line, plain(line.message)[:TEXT_MOST]) for line in found.lines],
        "older": form.address(token=found.older) if found.older else "",
        "newer": form.address(token=found.newer) if found.newer else "",
    }


def _is_live(team: Team, filters: LogFilters) -> bool:
    """Whether there may be more lines later than those there are now."""
    span = known_jobs.span_of(team=team, job_id=filters.job_id) if filters.job_id else None
    ends = [filters.until, span[1] if span else None]
    return all(end is None or end > timezone.now() - LATE for end in ends)


def _place(text: str) -> Position:
    match = PLACE.fullmatch(text)
    if match is None:
        raise InvalidInput("Use the link of a line, unchanged.", path=["around"])
    return Position(EPOCH + int(match[1]) * MICROSECOND, int(match[2]))
